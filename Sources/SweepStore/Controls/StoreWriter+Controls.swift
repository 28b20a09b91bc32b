package import SweepCore

/// Control from any process: whoever executes the runs looks four times a second and obeys.
///
/// What nobody works at changes at once; a running run gets a `request`, and goes where it was asked to when
/// its worker has stopped, or was found to be gone.
extension StoreWriter {
    /// Lets a sweep take no new runs and its running ones stop where they are, until `resume`; what is not the wish of a
    /// person has its reason in the log.
    @available(*, noasync)
    @discardableResult
    package func pause(_ sweep: SweepID, because reason: String? = nil) throws -> ControlReport {
        try perform { [clock] connection in
            if let reason {
                try EventRow.insert(
                    kind: "low disk space", sweep: sweep, run: nil, attempt: nil, worker: nil,
                    message: reason, now: clock(), connection: connection)
            }
            let isChanged = try Controls.setState(
                of: sweep, to: .paused, from: [.active, .stopping],
                now: clock(), connection: connection)
            var report = ControlReport(isSweepChanged: isChanged)
            report.requested = try Controls.request(.pause, where: "sweep = ?", sweep, connection)
            return report
        }
    }

    /// Lets a paused, stopping or stopped sweep go on, and its paused runs with it.
    @available(*, noasync)
    package func resume(_ sweep: SweepID) throws -> ControlReport {
        try perform { [clock] connection in
            // Which it stays when none of its runs is paused.
            let wasCompleted = try connection.integer(
                "SELECT EXISTS (SELECT 1 FROM sweep WHERE id = ? AND state = 'completed')", sweep)
            let isChanged = try Controls.setState(
                of: sweep, to: .active, from: [.paused, .stopping, .stopped, .completed],
                now: clock(), connection: connection)
            var report = try Controls.resume(where: "sweep = ?", sweep, connection)
            report.isSweepChanged = isChanged && (wasCompleted == 0 || report.changed > 0)
            try SweepRow.setState(of: sweep, to: .completed, now: clock(), connection: connection)
            return report
        }
    }

    /// Lets a sweep take no new runs; those that are running end by themselves.
    @available(*, noasync)
    package func stop(_ sweep: SweepID) throws -> ControlReport {
        try perform { [clock] connection in
            let isChanged = try Controls.setState(
                of: sweep, to: .stopping, from: [.active, .paused], now: clock(),
                connection: connection)
            try SweepRow.settle(sweep, now: clock(), connection: connection)
            let running = try connection.integer(
                "SELECT count(*) FROM run WHERE sweep = ? AND state = 'running'", sweep)
            return ControlReport(requested: Int(running), isSweepChanged: isChanged)
        }
    }

    /// Ends a sweep and all its runs that have not ended.
    @available(*, noasync)
    package func cancel(_ sweep: SweepID) throws -> ControlReport {
        try perform { [clock] connection in
            let isChanged = try Controls.setState(
                of: sweep, to: .cancelled,
                from: [.active, .paused, .stopping, .stopped],
                now: clock(), connection: connection)
            var report = try Controls.cancel(where: "sweep = ?", sweep, now: clock(), connection)
            report.isSweepChanged = isChanged
            return report
        }
    }

    @available(*, noasync)
    package func pause(_ run: RunID) throws -> ControlReport {
        try perform { connection in
            try connection.run(
                "UPDATE run SET state = 'paused' WHERE id = ? AND state = 'queued'", run)
            var report = ControlReport(changed: connection.changes)
            report.requested = try Controls.request(.pause, where: "id = ?", run, connection)
            report.unaffected = 1 - report.changed - report.requested
            return report
        }
    }

    /// Lets a paused run go on from its checkpoint.
    @available(*, noasync)
    package func resume(_ run: RunID) throws -> ControlReport {
        try perform { connection in
            var report = try Controls.resume(where: "id = ?", run, connection)
            report.unaffected = 1 - report.changed
            return report
        }
    }

    @available(*, noasync)
    package func cancel(_ run: RunID) throws -> ControlReport {
        try perform { [clock] connection in
            var report = try Controls.cancel(where: "id = ?", run, now: clock(), connection)
            report.unaffected = 1 - report.changed - report.requested
            return report
        }
    }

    /// Puts a failed or cancelled run back into the queue, to begin anew.
    @available(*, noasync)
    package func retry(_ run: RunID) throws -> ControlReport {
        try perform { connection in
            let changed = try Controls.retry(
                where: "id = ? AND state IN ('failed', 'cancelled')", run, connection)
            return ControlReport(changed: changed, unaffected: 1 - changed)
        }
    }

    /// Puts ended runs of a sweep back into the queue, to begin anew.
    @available(*, noasync)
    package func retry(_ sweep: SweepID, _ selection: RetrySelection) throws -> ControlReport {
        try perform { connection in
            var conditions: [String] = []
            if selection.contains(.failed) {
                conditions.append("(state = 'failed' AND reason IS NOT 'diverged')")
            }
            if selection.contains(.diverged) {
                conditions.append("(state = 'failed' AND reason IS 'diverged')")
            }
            if selection.contains(.cancelled) { conditions.append("state = 'cancelled'") }
            guard !conditions.isEmpty else { return ControlReport() }
            let changed = try Controls.retry(
                where: "sweep = ? AND (\(conditions.joined(separator: " OR ")))", sweep, connection)
            return ControlReport(changed: changed)
        }
    }
}

/// The statements of control; `condition` has one parameter, `id`.
private enum Controls {
    /// Returns whether the state is another one now.
    ///
    /// - Throws: `StoreError.stillExpanding`: in any other state nobody would see that runs are missing.
    static func setState(
        of sweep: SweepID, to state: SweepState, from states: [SweepState], now: SweepInstant,
        connection: StoreConnection
    ) throws -> Bool {
        let expanding = try connection.first(
            "SELECT name FROM sweep WHERE id = ? AND state = 'expanding'", sweep
        ) { $0.text(0) }
        if let expanding { throw StoreError.stillExpanding(sweep: expanding) }
        let list = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let isOver = state == .cancelled || state == .stopped
        try connection.run(
            "UPDATE sweep SET state = ?, ended_at = ? WHERE id = ? AND state IN (\(list))",
            state.rawValue, isOver ? now : nil, sweep)
        return connection.changes > 0
    }

    /// Asks for something of running runs; returns of how many.
    static func request(
        _ request: RunRequest, where condition: String, _ id: some SQLBindable,
        _ connection: StoreConnection
    ) throws -> Int {
        // Who was told to cancel is not made to pause.
        let weaker = request == .pause ? "AND request IS NULL" : ""
        try connection.run(
            """
            UPDATE run SET request = '\(request.rawValue)'
            WHERE \(condition) AND state = 'running' \(weaker)
            """, id)
        return Int(
            try connection.integer(
                "SELECT count(*) FROM run WHERE \(condition) AND state = 'running'", id))
    }

    static func resume(
        where condition: String, _ id: some SQLBindable, _ connection: StoreConnection
    ) throws -> ControlReport {
        try connection.run(
            "UPDATE run SET state = 'queued' WHERE \(condition) AND state = 'paused'", id)
        var changed = connection.changes
        // Asked to pause and not yet stopped: as if nobody had asked, if the worker has not seen it.
        try connection.run(
            "UPDATE run SET request = NULL WHERE \(condition) AND request = 'pause'", id)
        changed += connection.changes
        return ControlReport(changed: changed)
    }

    static func cancel(
        where condition: String, _ id: some SQLBindable, now: SweepInstant,
        _ connection: StoreConnection
    ) throws -> ControlReport {
        let open = "\(condition) AND state IN ('queued', 'paused')"
        try connection.run(
            """
            DELETE FROM checkpoint WHERE kind = '\(CheckpointRow.kind)'
                AND run IN (SELECT id FROM run WHERE \(open))
            """, id)
        try connection.run(
            "UPDATE run SET state = 'cancelled', ended_at = ?2 WHERE \(open.numbered)", id, now)
        var report = ControlReport(changed: connection.changes)
        report.requested = try request(.cancel, where: condition, id, connection)
        return report
    }

    /// The runs' sweeps take up work again.
    static func retry(
        where condition: String, _ id: some SQLBindable, _ connection: StoreConnection
    ) throws -> Int {
        try connection.run(
            """
            UPDATE sweep SET state = 'active', ended_at = NULL
            WHERE state IN ('completed', 'cancelled', 'stopped')
                AND id IN (SELECT sweep FROM run WHERE \(condition))
            """, id)
        try connection.run(
            """
            UPDATE run SET state = 'queued', reason = NULL, message = NULL, ended_at = NULL,
                worker = NULL, request = NULL, stalls = 0, failures = 0
            WHERE \(condition)
            """, id)
        return connection.changes
    }
}

extension String {
    /// The same condition with its parameter by number.
    fileprivate var numbered: String { replacing("?", with: "?1") }
}
