import SweepCore
import SweepTraining

/// A checked sweep file with its data in memory: all that can be known before anything is written.
struct PreparedLaunch {
    /// With the run that `teacher` names looked up.
    let definition: SweepDefinition
    let checksums: [String: String]
    let expansion: SweepExpansion
    let executor: TrainingExecutor
    let memory: MemoryNeed

    /// `file` is the sweep file, for errors.
    ///
    /// - Throws: A `Failure` for what cannot be run, and for data that are not there.
    init(
        _ read: SweepDefinition, file: String, database: DatabaseOption, data: DataOption
    ) throws {
        if let item = read.notYetRunnable.first {
            throw Failure(
                "\(file.visible):\(item.line): \(item.what.visible) cannot be run by this version; `sweep validate` accepts it",
                code: .usage)
        }
        let found = try TeacherLookup.resolve(read, in: database)
        definition = found?.definition ?? read
        let dataSets = TrainingDataSets(directory: data.path)
        checksums = try dataSets.load(for: definition)
        expansion = SweepExpansion(definition)
        executor = TrainingExecutor(
            dataSets: dataSets, teachers: found?.teachers ?? TrainingTeachers())
        memory = try ExpansionCheck(file: file).check(expansion, of: definition, on: executor)
    }
}
