package import SweepCore
import SweepStore
package import SweepTraining

/// Finds the runs that a definition names as teachers, and loads their weights.
package struct TeacherLookup {
    private let reader: StoreReader
    private let database: DatabaseOption

    /// The definition with uids, and the teachers for its runs.
    package struct Found {
        package let definition: SweepDefinition
        package let teachers: TrainingTeachers
    }

    init(in database: DatabaseOption) throws {
        self.database = database
        reader = try database.openReader()
    }

    /// Puts the uid in place of every name of a teacher, so that the sweep's identity does not depend on
    /// how it was spelled; `nil` when the definition names none.
    ///
    /// - Throws: A `Failure` in one line: no such run, several, not finished, without weights.
    static func resolve(
        _ definition: SweepDefinition, in database: DatabaseOption
    ) throws -> Found? {
        guard !names(in: definition).isEmpty else { return nil }
        return try TeacherLookup(in: database).resolve(definition)
    }

    /// Resolves with the database at a path; for tests.
    package static func resolve(
        _ definition: SweepDefinition, path: String
    ) throws -> Found? {
        try resolve(definition, in: DatabaseOption(path: path))
    }

    /// Loads the teacher that a stored configuration names by its uid.
    static func load(
        for configuration: Configuration, in database: DatabaseOption
    ) throws -> TrainingTeachers {
        guard let uid = configuration[TrainingTeachers.parameter]?.asText else {
            return TrainingTeachers()
        }
        let (_, file) = try TeacherLookup(in: database).find(uid)
        return TrainingTeachers([uid: file])
    }

    /// Loads the teachers that stored configurations name by their uids.
    static func load(
        for configurations: [Configuration], in database: DatabaseOption
    ) throws -> TrainingTeachers {
        let uids = Set(
            configurations.compactMap { $0[TrainingTeachers.parameter]?.asText })
        guard !uids.isEmpty else { return TrainingTeachers() }
        let lookup = try TeacherLookup(in: database)
        return TrainingTeachers(
            Dictionary(
                uniqueKeysWithValues: try uids.map { ($0, try lookup.find($0).file) }))
    }

    // MARK: Names

    private static func names(in definition: SweepDefinition) -> [String] {
        var values = [definition.train?[TrainingTeachers.parameter]].compactMap(\.self)
        for parameter in definition.parameters where parameter.name == TrainingTeachers.parameter {
            values += parameter.distribution.listed
        }
        return values.compactMap(\.asText)
    }

    private func resolve(_ definition: SweepDefinition) throws -> Found {
        var uids: [String: String] = [:]
        var files: [String: ModelFile] = [:]
        for name in Self.names(in: definition) where uids[name] == nil {
            let (run, file) = try find(name)
            let uid = run.uid.description
            if let other = uids.first(where: { $0.value == uid })?.key {
                throw Failure(
                    "teachers \"\(other.visible)\" and \"\(name.visible)\" are one and the same run; "
                        + "remove one", code: .usage)
            }
            uids[name] = uid
            files[uid] = file
        }
        let spelled = { (value: Value) in value.asText.flatMap { uids[$0] }.map(Value.text) ?? value
        }
        var resolved = definition
        if let value = definition.train?[TrainingTeachers.parameter] {
            resolved.train?[TrainingTeachers.parameter] = spelled(value)
        }
        resolved.parameters = definition.parameters.map { parameter in
            guard parameter.name == TrainingTeachers.parameter else { return parameter }
            return SweptParameter(
                name: parameter.name, distribution: parameter.distribution.mapped(spelled),
                line: parameter.line)
        }
        return Found(definition: resolved, teachers: TrainingTeachers(files))
    }

    private func find(_ name: String) throws -> (run: RunRecord, file: ModelFile) {
        let prefix = "teacher \"\(name.visible)\": "
        do {
            let run = try reader.run(name)
            guard run.state == .completed || run.state == .pruned else {
                throw Failure(
                    "\(run.title) is \(run.stateText.visible); only a run that has completed can teach",
                    code: .usage)
            }
            let weights = try WeightOption.usual(of: run, in: reader, database: database)
            return (run, try reader.model(of: weights, database: database))
        } catch let error as StoreError {
            throw Failure("\(prefix)\(error)", code: .usage)
        } catch let failure as Failure {
            throw Failure("\(prefix)\(failure)", code: .usage)
        }
    }
}

extension ParameterDistribution {
    /// The values that are written down one by one.
    fileprivate var listed: [Value] {
        switch self {
        case .constant(let value): [value]
        case .categorical(let values, _): values
        case .integerUniform, .quantizedUniform, .continuous: []
        }
    }

    /// The same distribution over other values.
    fileprivate func mapped(_ change: (Value) -> Value) -> ParameterDistribution {
        switch self {
        case .constant(let value): .constant(change(value))
        case .categorical(let values, let probabilities):
            .categorical(values.map(change), probabilities: probabilities)
        case .integerUniform, .quantizedUniform, .continuous: self
        }
    }
}
