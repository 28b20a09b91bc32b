import Glibc
import SweepScheduler
import Synchronization

/// The launch that a signal or a failing store has to reach, once it exists.
final class CurrentLaunch: Sendable {
    private struct State {
        var launch: Launch?
        var failure: String?
    }

    private let state = Mutex(State())
    /// The command that goes on with this sweep.
    private let again: String

    init(again: String) { self.again = again }

    func set(_ launch: Launch) {
        let failure = state.withLock { state in
            state.launch = launch
            return state.failure
        }
        if let failure { launch.storeFailed(failure) }
    }

    /// Asks the launch for a clean end. Before there is one no run has begun, and what an expansion has
    /// stored by then is complete in itself, so the process ends at once.
    func stop(signal: Int32) {
        guard let launch = state.withLock({ $0.launch }) else {
            Console.note("stopped before the first run; go on with: \(again)")
            _exit(128 + signal)
        }
        launch.requestStop()
    }

    func storeFailed(_ message: String) {
        let launch = state.withLock { state in
            state.failure = message
            return state.launch
        }
        launch?.storeFailed(message)
    }
}
