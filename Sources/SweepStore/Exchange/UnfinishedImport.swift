import SweepCore

/// A sweep of which only a part was imported. Its definition is the marker of that import.
struct UnfinishedImport: Sendable {
    let sweep: SweepID
    let marker: String

    private static let markerStart = #"{"importing":"#
    private static let pointsAtOnce = 5_000
    private static let patience: Duration = .milliseconds(100)

    static func isMarker(_ definition: String) -> Bool { definition.hasPrefix(markerStart) }

    /// A marker that no other import has.
    static func newMarker() -> String { markerStart + "\"\(UID.random())\"}" }

    /// What is there of a sweep; `nil` when nothing is.
    ///
    /// - Throws: When the sweep is there as a whole.
    static func find(
        uid: String, line: Int, connection: StoreConnection
    ) throws -> UnfinishedImport? {
        let found = try connection.first(
            "SELECT id, name, definition FROM sweep WHERE uid = ?", uid
        ) { (id: SweepID($0.integer(0)), name: $0.text(1), definition: $0.text(2)) }
        guard let found else { return nil }
        guard isMarker(found.definition) else {
            throw StoreError.badImport(
                line: line,
                message: "sweep \(uid) is in this database already, as \"\(found.name)\"")
        }
        return UnfinishedImport(sweep: found.id, marker: found.definition)
    }

    /// Removes a part of it; `false` once nothing is left, or when it is not this import's any more.
    func removeSome(connection: StoreConnection) throws -> Bool {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < Self.patience {
            let isOurs = try connection.integer(
                "SELECT EXISTS (SELECT 1 FROM sweep WHERE id = ? AND definition = ?)", sweep, marker
            )
            guard isOurs != 0 else { return false }
            let run = try connection.first("SELECT id FROM run WHERE sweep = ? LIMIT 1", sweep) {
                $0.integer(0)
            }
            guard let run else {
                try connection.run("DELETE FROM sweep WHERE id = ?", sweep)
                return false
            }
            let end = try connection.first(
                """
                SELECT metric, step FROM point WHERE run = ? ORDER BY metric, step
                LIMIT 1 OFFSET \(Self.pointsAtOnce)
                """, run
            ) { (metric: $0.integer(0), step: $0.integer(1)) }
            if let end {
                try connection.run(
                    "DELETE FROM point WHERE run = ? AND (metric, step) < (?, ?)", run, end.metric,
                    end.step)
            } else {
                try connection.run("DELETE FROM run WHERE id = ?", run)
            }
        }
        return true
    }
}
