import SweepCore
import Synchronization
package import TrainingEngine

/// The teachers of one launch or reproduction: loaded before any run starts, their outputs computed once
/// for each data set and shared by all workers.
package final class TrainingTeachers: Sendable {
    /// The name of the parameter whose value is a teacher's uid.
    package static let parameter = "teacher"

    private struct Key: Hashable {
        let teacher: String
        let dataSet: String
        let checksum: String
        let encoding: FeatureEncoding?
    }

    /// The outputs, once somebody has computed them.
    private final class Outputs: Sendable {
        let values = Mutex<[Float]?>(nil)
    }

    private let teachers: [String: ModelFile]
    private let computed = Mutex<[Key: Outputs]>([:])

    /// - Parameter teachers: Each by its run's uid.
    package init(_ teachers: [String: ModelFile] = [:]) { self.teachers = teachers }

    /// Refuses a teacher that cannot teach on this data set.
    package func check(_ teacher: String, on dataSet: DataSet) throws(TeacherProblem) {
        guard let file = teachers[teacher] else { throw .notLoaded(teacher: teacher) }
        try Self.check(file.description, on: dataSet)
    }

    /// Returns what a teacher says of every row of a data set: rows × outputs, in the order of the rows.
    ///
    /// Logits for classes, numbers for regression. The first caller computes; others wait for it.
    @available(*, noasync)
    package func outputs(
        of teacher: String, on dataSet: DataSet
    ) throws(TeacherProblem) -> [Float] {
        try check(teacher, on: dataSet)
        guard let model = teachers[teacher]?.model else { throw .notLoaded(teacher: teacher) }
        let key = Key(
            teacher: teacher, dataSet: dataSet.name, checksum: dataSet.checksum,
            encoding: dataSet.encoding)
        let outputs = computed.withLock { computed in
            let outputs = computed[key] ?? Outputs()
            computed[key] = outputs
            return outputs
        }
        return outputs.values.withLock { values in
            if let values { return values }
            let new = model.outputs(on: dataSet, rows: (0..<dataSet.rowCount).map { Int32($0) })
            values = new
            return new
        }
    }

    private static func check(
        _ teacher: ModelDescription, on dataSet: DataSet
    ) throws(TeacherProblem) {
        func refuse(_ what: String, _ theirs: String, _ ours: String) -> TeacherProblem {
            .unfit(
                teacher: teacher.run.description, what: what, teachers: theirs,
                dataSet: dataSet.name, students: ours)
        }
        guard teacher.featureCount == dataSet.featureCount else {
            throw refuse("features", "\(teacher.featureCount)", "\(dataSet.featureCount)")
        }
        guard teacher.classNames == dataSet.classNames else {
            let names = [teacher.classNames, dataSet.classNames].map { names in
                names.isEmpty
                    ? "a number"
                    : names.prefix(5).map(\.visible).joined(separator: ", ")
                        + (names.count > 5 ? ", … (\(names.count))" : "")
            }
            throw refuse("targets", names[0], names[1])
        }
        guard teacher.encoding == dataSet.encoding else {
            throw refuse(
                "columns or their scale",
                "\(teacher.dataSet.visible) \(teacher.dataSetChecksum.visible)",
                "\(dataSet.checksum), or another validation part")
        }
    }
}

/// Why a run cannot teach.
package enum TeacherProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// It was not there when the launch began.
    case notLoaded(teacher: String)
    /// It was trained for other data.
    case unfit(teacher: String, what: String, teachers: String, dataSet: String, students: String)

    package var description: String {
        switch self {
        case .notLoaded(let teacher):
            "teacher \(teacher.visible) was not loaded; launch again"
        case .unfit(let teacher, let what, let teachers, let dataSet, let students):
            "teacher \(teacher.visible) has other \(what) than \(dataSet.visible): \(teachers) "
                + "instead of \(students); choose a teacher that was trained on the same data"
        }
    }
}
