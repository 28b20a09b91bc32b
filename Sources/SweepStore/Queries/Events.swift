import SweepCore

extension StoreReader {
    /// Lines of the log of a sweep with its runs, or of one run, each with the run's name, the oldest first.
    ///
    /// `after` is the id of the last line that was read before.
    package func events(
        of reference: Reference, after: Int64 = 0, limit: Int = .max
    ) throws -> [(event: EventRecord, runName: String?)] {
        let condition: String
        switch reference {
        case .sweep: condition = "event.sweep = ?1"
        case .run: condition = "event.run = ?1"
        }
        let columns = EventRecord.columns.split(separator: ",").map {
            "event.\($0.filter { $0 != " " })"
        }.joined(separator: ", ")
        return try read { connection in
            try connection.all(
                """
                SELECT \(columns), run.name FROM event LEFT JOIN run ON run.id = event.run
                WHERE \(condition) AND event.id > ?2 ORDER BY event.id LIMIT ?3
                """, reference.id, after, limit
            ) { (event: EventRecord($0), runName: $0.optionalText(8)) }
        }
    }
}
