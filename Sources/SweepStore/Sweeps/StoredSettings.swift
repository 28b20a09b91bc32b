package import SweepCore

extension StoreWriter {
    /// Keeps what whoever executes the sweep's runs must know; the last launch counts.
    @available(*, noasync)
    package func setSettings(_ settings: SweepSettings, of sweep: SweepID) throws {
        try perform { connection in
            try connection.run(
                "UPDATE sweep SET settings = ? WHERE id = ? AND settings <> ?1",
                settings.value.canonicalJSON, sweep)
        }
    }
}

extension StoreReader {
    package func settings(of sweep: SweepID) throws -> SweepSettings {
        try read { connection in
            let text = try connection.first("SELECT settings FROM sweep WHERE id = ?", sweep) {
                $0.text(0)
            }
            return SweepSettings(stored: text.flatMap { ValueParser.parse($0) })
        }
    }

    /// Workers that may still execute runs, of any sweep.
    package func liveWorkerCount(
        host: ProcessIdentity = .current(), probe: ProcessProbe = ProcessIdentity.probe
    ) throws -> Int {
        let now = clock()
        return try read { connection in
            try LiveWorkers.names(now: now, host: host, probe: probe, connection: connection).count
        }
    }
}
