/// The states of a run (`design.md` §1).
package enum RunState: String, Sendable, CaseIterable, Codable {
    case queued, running, paused, completed, pruned, failed, cancelled

    /// Whether nothing happens to the run any more unless a person asks for it.
    package var isFinished: Bool {
        switch self {
        case .completed, .pruned, .failed, .cancelled: true
        case .queued, .running, .paused: false
        }
    }
}

/// What somebody wants of a run that a worker is at; carried out when the worker has stopped.
package enum RunRequest: String, Sendable, CaseIterable, Codable {
    case pause, cancel
}

/// Why a run failed. `diverged` is an outcome of the experiment; the others are accidents.
package enum FailureReason: String, Sendable, CaseIterable, Codable {
    /// The loss became NaN or infinite.
    case diverged
    /// The executor reported an error.
    case error
    /// A program of the user's ended with a non-zero code.
    case exitCode = "exit_code"
    /// A program of the user's was ended by a signal.
    case signal
    case outOfMemory = "out_of_memory"
    /// The run was interrupted too often without getting any further.
    case lost
}

/// The states of a sweep. That nobody works on it just now is shown, never stored.
package enum SweepState: String, Sendable, CaseIterable, Codable {
    case expanding, active, paused, stopping, stopped, completed, cancelled
}

/// How one execution of a run ended.
package enum RunOutcome: Sendable, Equatable {
    /// Ran to its end.
    case completed
    /// Ended early because nothing improved any more: completed, reason `patience`.
    case outOfPatience
    /// The loss became NaN or infinite before update `step`; an outcome, not an error.
    case diverged(step: Int64)
    /// The run itself went wrong; the text is for people.
    case failed(FailureReason, message: String)
    /// Was asked to stop and did; the run goes back to the queue, or where it was asked to go.
    case interrupted
}
