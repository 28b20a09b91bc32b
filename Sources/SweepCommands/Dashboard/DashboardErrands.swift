import CTerminal
import SweepDashboard
import SweepScheduler

/// What takes its time and must not hold up the loop, one after the other on a thread of its own: changes in the
/// database, and files.
final class DashboardErrands {
    private let jobs: Mailbox<@Sendable () -> Void>
    private let inbox: DashboardInbox
    private let thread: OwnThread

    /// - Parameter inbox: Where the results go, as lines for the person.
    /// - Throws: `ThreadError` when the system refuses another thread.
    init(into inbox: DashboardInbox) throws {
        let jobs = Mailbox<@Sendable () -> Void>()
        self.jobs = jobs
        self.inbox = inbox
        thread = try OwnThread(name: "dashboard-acts") {
            sweep_signals_stack()
            while let job = jobs.take() { job() }
        }
    }

    /// Does something soon; what `job` returns or throws is told, `nil` is not.
    func run(_ job: @escaping @Sendable () throws -> String?) {
        jobs.put { [inbox] in
            do {
                if let said = try job() { inbox.put(.said(said, isProblem: false)) }
            } catch {
                inbox.put(.said("\(error)", isProblem: true))
            }
        }
    }

    /// Waits until everything that was asked for is done.
    @available(*, noasync)
    func finish() {
        jobs.close()
        thread.join()
    }
}
