import SweepCore
import SweepDashboard
import SweepStore

/// Carries out what a person has confirmed in the dashboard: the same calls as the commands of that name.
struct DashboardActs: Sendable {
    /// One of them, with what it is about in words.
    struct Order: Sendable {
        let act: Act
        let name: String
        /// Of the run that it is about.
        let uid: UID?
    }

    let path: String

    /// Returns what came of it.
    func perform(_ order: Order) throws -> String {
        try DatabaseOption(path: path).write { writer in
            switch order.act {
            case .pauseSweep(let sweep): Self.say(order, try writer.pause(sweep), "paused")
            case .resumeSweep(let sweep):
                try withWorkers(Self.say(order, try writer.resume(sweep), "resumed"))
            case .stopSweep(let sweep): "\(order.name): \(try writer.stop(sweep).stopText)"
            case .cancelSweep(let sweep): Self.say(order, try writer.cancel(sweep), "cancelled")
            case .pauseRun(let run): Self.say(order, try writer.pause(run), "paused")
            case .resumeRun(let run):
                try withWorkers(Self.say(order, try writer.resume(run), "resumed"))
            case .cancelRun(let run): Self.say(order, try writer.cancel(run), "cancelled")
            case .retryRun(let run):
                try withWorkers(Self.say(order, try writer.retry(run), "queued again"))
            case .retryFailed(let sweep):
                try withWorkers(Self.say(order, try writer.retry(sweep, .failed), "queued again"))
            case .retryDiverged(let sweep):
                try withWorkers(Self.say(order, try writer.retry(sweep, .diverged), "queued again"))
            case .tag(_, let text): try tag(order, text, writer)
            case .note(_, let text): try note(order, text, writer)
            }
        }
    }

    private static func say(_ order: Order, _ report: ControlReport, _ verb: String) -> String {
        "\(order.name): \(report.text(verb: verb))"
    }

    /// Adds how runs get going where nobody is there to take them up.
    private func withWorkers(_ text: String) throws -> String {
        let reader = try StoreReader(path: path, clock: systemClock)
        return try reader.liveWorkerCount() == 0
            ? text + "; nobody is at work on them: sweep worker\(DatabaseOption.argument(of: path))"
            : text
    }

    private func tag(_ order: Order, _ text: String, _ writer: StoreWriter) throws -> String {
        try LabelRule.check(text, as: "tag")
        try writer.changeTags(of: reference(order), adding: [text], removing: [])
        return "\(order.name): tagged \(text)"
    }

    /// An empty note takes the present one away.
    private func note(_ order: Order, _ text: String, _ writer: StoreWriter) throws -> String {
        if !text.isEmpty { try LabelRule.check(text, as: "note") }
        try writer.setNote(text.isEmpty ? nil : text, of: reference(order))
        return "\(order.name): " + (text.isEmpty ? "the note is gone" : "noted")
    }

    private func reference(_ order: Order) throws -> Reference {
        guard let uid = order.uid else { throw Failure("\(order.name) is there no more") }
        let reader = try StoreReader(path: path, clock: systemClock)
        return .run(try reader.run(uid.description))
    }
}

extension DashboardActs.Order {
    /// Finds the words in what is shown.
    init(_ act: Act, in data: WatchedData) {
        var (sweep, run): (SweepID?, RunID?) = (nil, nil)
        switch act {
        case .pauseSweep(let id), .resumeSweep(let id), .stopSweep(let id), .cancelSweep(let id),
            .retryFailed(let id), .retryDiverged(let id):
            sweep = id
        case .pauseRun(let id), .resumeRun(let id), .cancelRun(let id), .retryRun(let id),
            .tag(let id, _), .note(let id, _):
            run = id
        }
        let row = run.flatMap { data.runs[$0] }
        let name = row?.name ?? data.sweeps.first { $0.id == sweep }?.name ?? "it"
        self.init(act: act, name: name, uid: row?.uid)
    }
}
