import SweepCore
import SweepScheduler
import SweepStore

/// The last lines of a launch, and its exit code: from the run table, which is the truth, because other
/// processes may have worked on the same sweep.
struct LaunchClosing {
    let sweep: SweepRecord
    let end: LaunchEnd
    let milliseconds: Int64
    /// The command that goes on with this sweep.
    let again: String
    let databasePath: String
    /// As it stands after the launch.
    let situation: LaunchSituation

    /// One word for how it ended.
    var endName: String {
        switch end {
        case .completed: situation.counts.failed > 0 ? "failed" : "completed"
        case .interrupted: "time is up"
        case .givenUp: "given up"
        case .ended(let state): state.rawValue
        case .storeFailed: "error"
        }
    }

    /// Says how it ended; the error that is thrown only carries the exit code.
    func tell(isSilent: Bool, signal: Int32) throws {
        let counts = situation.counts
        let done =
            "\(NumberText.grouped(counts.finished)) of \(NumberText.count(counts.total, "run"))"
        if end == .interrupted, signal == 0 {
            return Console.note("the time is up: \(done) done\(rest); go on with: \(goOn)")
        }
        if end == .interrupted {
            Console.note("stopped: \(done) done\(rest); go on with: \(goOn)")
            throw Failure("", code: Failure.Code(rawValue: 128 + signal) ?? .interrupted)
        }
        if case .givenUp(let message) = end {
            throw Failure(
                "\(sweep.name.visible): given up, the first runs all failed; the last one: \(message.visible)"
                    + " (put it right, then: \(again); `sweep retry \(Shell.quoted(sweep.name)) --failed` tries those again)",
                code: .failedRuns)
        }
        if case .ended(let state) = end {
            Console.note("\(sweep.name.visible) is \(state.rawValue): \(done) done\(rest)")
            return
        }
        if !isSilent {
            var line = "\(sweep.name.visible): \(done) done\(Self.troubles(counts))"
            line += " in \(NumberText.measured(milliseconds: milliseconds))"
            if let best = situation.best {
                line += "; best " + ProgressLines.best(best, sweep.objective)
            }
            Console.note(line)
            if !rest.isEmpty { Console.note("the others\(rest)") }
        }
        if counts.failed > 0 { throw Failure("", code: .failedRuns) }
    }

    /// A sweep that somebody has paused is not launched before it is resumed.
    private var goOn: String {
        situation.state == .paused
            ? "\(ResumeCommand.call(for: sweep.name, in: databasePath)), then: \(again)" : again
    }

    /// What the unfinished runs are at: `, 4 queued, 2 running elsewhere`.
    private var rest: String {
        situation.unfinished.map { state, count in
            ", \(NumberText.grouped(count)) \(state == .running ? "running elsewhere" : state.rawValue)"
        }.joined()
    }

    static func sayNothingToDo(_ sweep: SweepRecord, _ situation: LaunchSituation, again: String?) {
        let counts = situation.counts
        let unfinished = situation.unfinished.map { "\($0.count) \($0.state.rawValue)" }
        var line = "\(sweep.name.visible): nothing left to do: \(counts.finished) of "
        line += "\(NumberText.count(counts.total, "run")) done" + troubles(counts)
        if !unfinished.isEmpty { line += ", " + unfinished.joined(separator: ", ") }
        Console.note(line + (again.map { " (all of it again: \($0) --new)" } ?? ""))
    }

    private static func troubles(_ counts: LaunchProgress.Counts) -> String {
        (counts.diverged > 0 ? ", \(counts.diverged) diverged" : "")
            + (counts.failed > 0 ? ", \(counts.failed) failed" : "")
    }
}
