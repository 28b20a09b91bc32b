package import SweepCore

/// A sweep to be created; its runs follow.
package struct NewSweep: Sendable {
    package let uid: UID
    package let name: String
    /// The normal form of the definition, `SweepDefinition.identity(datasetChecksums:)`.
    package let identity: Value
    /// The sweep file's text.
    package let source: String
    package let seed: UInt32
    package let objective: Objective?
    /// In file order.
    package let variedNames: [String]
    package let plannedRunCount: Int?
    package let description: String?
    package let note: String?

    package init(
        uid: UID = .random(), name: String, identity: Value, source: String = "",
        seed: UInt32 = 0, objective: Objective? = nil, variedNames: [String] = [],
        plannedRunCount: Int? = nil, description: String? = nil, note: String? = nil
    ) {
        self.uid = uid
        self.name = name
        self.identity = identity
        self.source = source
        self.seed = seed
        self.objective = objective
        self.variedNames = variedNames
        self.plannedRunCount = plannedRunCount
        self.description = description
        self.note = note
    }

    /// Takes everything that the definition says.
    package init(
        _ definition: SweepDefinition, datasetChecksums: [String: String], plannedRunCount: Int?,
        note: String? = nil
    ) {
        self.init(
            name: definition.name,
            identity: definition.identity(datasetChecksums: datasetChecksums),
            source: definition.source, seed: definition.seed, objective: definition.objective,
            variedNames: definition.variedNames, plannedRunCount: plannedRunCount,
            description: definition.description, note: note)
    }
}

/// A run to be created in a sweep.
package struct NewRun: Sendable {
    package let uid: UID
    package let name: String
    /// Canonical JSON.
    package let configuration: String
    /// The names of its parameters, or of more; may be left empty where another run of the call names them.
    package let parameters: Set<String>
    package let seed: Int
    package let place: RunGrouping.Place

    package init(
        uid: UID = .random(), name: String, configuration: Configuration, seed: Int,
        place: RunGrouping.Place
    ) {
        self.init(
            uid: uid, name: name, canonicalConfiguration: configuration.canonicalJSON,
            parameters: Set(configuration.values.keys), seed: seed, place: place)
    }

    package init(
        uid: UID = .random(), name: String, canonicalConfiguration: String,
        parameters: Set<String>, seed: Int, place: RunGrouping.Place
    ) {
        self.uid = uid
        self.name = name
        configuration = canonicalConfiguration
        self.parameters = parameters
        self.seed = seed
        self.place = place
    }
}
