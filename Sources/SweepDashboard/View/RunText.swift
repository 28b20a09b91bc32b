package import SweepCore

/// What is said of a run in a word or two.
package enum RunText {
    /// `NaN@301` or `Inf@12` of a diverged run; `nil` for any other.
    package static func divergence(of run: WatchedRun, sweep: WatchedSweep?) -> String? {
        guard run.hasDiverged else { return nil }
        // The first metric whose newest value is not finite says how; `message` says at which step.
        guard let bad = run.latest.lazy.compactMap({ $0 }).first(where: { !$0.value.isFinite })
        else { return run.furthestStep.map { "NaN@\($0)" } ?? "NaN" }
        return (bad.value.isNaN ? "NaN" : bad.value < 0 ? "-Inf" : "Inf") + "@\(bad.step)"
    }

    static func mark(of run: WatchedRun) -> StateMark {
        if run.isLost { return .lost }
        switch run.state {
        case .queued: return .queued
        case .running: return .running
        case .paused: return .paused
        case .completed: return .done
        case .pruned: return .pruned
        case .failed: return .failed
        case .cancelled: return .cancelled
        }
    }

    /// `running`, `lost`, `failed: out_of_memory`, `completed: patience`.
    package static func state(of run: WatchedRun) -> String {
        if run.isLost { return "lost" }
        return run.state.rawValue + (run.reason.map { ": " + $0 } ?? "")
    }

    /// The objective value as the list shows it: a number, how the run diverged, or a dash.
    package static func objective(of run: WatchedRun, sweep: WatchedSweep?) -> String {
        divergence(of: run, sweep: sweep) ?? run.objective.map(value) ?? "-"
    }

    /// A parameter's value: numbers in few digits, everything else as a person reads it.
    package static func parameter(_ value: Value?) -> String {
        guard let value, !value.isNull else { return "-" }
        guard case .number(let number) = value, number != number.rounded() else {
            return value.display
        }
        // As it was written, 0.003 or 1e-5, unless it has many digits.
        let digits = number.description.split(separator: "e-0", maxSplits: 1)
        let text = digits.joined(separator: "e-")
        return text.utf8.count <= 8 ? text : self.value(number)
    }

    /// `lr 3e-3`: the parts of a name's last component where room is short.
    static func shortName(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    /// The name without the seed at its end, for what repeats have in common.
    static func nameWithoutSeed(_ run: WatchedRun) -> String {
        let suffix = "-s\(run.seed)"
        return run.name.hasSuffix(suffix) && run.name.utf8.count > suffix.utf8.count
            ? String(run.name.dropLast(suffix.count)) : run.name
    }
}

extension WatchedRun {
    /// The last step that any of its metrics has, without an array in between; `nil` before the first point.
    var furthestStep: Int64? {
        var furthest: Int64?
        for case .some(let point) in latest where point.step > furthest ?? .min {
            furthest = point.step
        }
        return furthest
    }
}
