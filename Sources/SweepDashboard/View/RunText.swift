import SweepCore

/// What is said of a run in a word or two.
enum RunText {
    /// `NaN@301` or `Inf@12` of a diverged run; `nil` for any other.
    static func divergence(of run: WatchedRun, sweep: WatchedSweep?) -> String? {
        guard run.hasDiverged else { return nil }
        // The first metric whose newest value is not finite says how; `message` says at which step.
        guard let bad = run.latest.lazy.compactMap({ $0 }).first(where: { !$0.value.isFinite })
        else { return "NaN" }
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
}
