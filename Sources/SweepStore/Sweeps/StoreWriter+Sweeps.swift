package import SweepCore

extension StoreWriter {
    /// Returns the newest sweep of this definition, or `nil`.
    @available(*, noasync)
    package func findSweep(identity: Value) throws -> SweepRecord? {
        try perform { connection in
            try SweepRow.find(identity: identity, connection: connection)
                .flatMap { try SweepRecord.read($0, connection: connection) }
        }
    }

    /// Creates a sweep in state `expanding`; when its name is taken it becomes `NAME-2`.
    @available(*, noasync)
    package func createSweep(_ new: NewSweep) throws -> SweepRecord {
        try perform { [clock] connection in
            try Self.create(new, now: clock(), connection: connection)
        }
    }

    /// Finds the sweep of this definition or creates it, in one transaction, so that two launches at the
    /// same moment share one.
    @available(*, noasync)
    package func findOrCreateSweep(
        _ new: NewSweep
    ) throws -> (sweep: SweepRecord, isNew: Bool) {
        let result = try perform { [clock] connection in
            if let known = try SweepRow.find(identity: new.identity, connection: connection),
                let record = try SweepRecord.read(known, connection: connection)
            {
                return Launched(sweep: record, isNew: false)
            }
            return Launched(
                sweep: try Self.create(new, now: clock(), connection: connection), isNew: true)
        }
        return (result.sweep, result.isNew)
    }

    private struct Launched: Sendable {
        let sweep: SweepRecord
        let isNew: Bool
    }

    private static func create(
        _ new: NewSweep, now: SweepInstant, connection: StoreConnection
    ) throws -> SweepRecord {
        let name = try SweepRow.uniqueName(new.name, connection: connection)
        let sweep = try SweepRow.insert(new, name: name, now: now, connection: connection)
        try SweepView.rebuild(for: sweep, on: connection)
        guard let record = try SweepRecord.read(sweep, connection: connection) else {
            throw StoreError.inconsistent(
                path: connection.path, message: "the new sweep is not there")
        }
        return record
    }

    /// Sets a sweep's state and waits; see `RunStore.setState(of:to:answer:)`.
    @available(*, noasync)
    package func setState(of sweep: SweepID, to state: SweepState) throws {
        try perform { [clock] connection in
            try SweepRow.setState(of: sweep, to: state, now: clock(), connection: connection)
        }
    }
}
