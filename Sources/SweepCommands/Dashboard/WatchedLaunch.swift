import Glibc
import SweepCore
import SweepStore

/// `launch --dashboard`: a launch in a session of its own, and the dashboard as one of its readers.
///
/// Leaving the dashboard, a crash of it, or a terminal that goes away do not touch the launch.
struct WatchedLaunch {
    let database: DatabaseOption
    let setup: DashboardSetup

    /// Runs the launch and the dashboard until somebody leaves that.
    ///
    /// - Throws: A `Failure` with the exit code when the launch could not begin, before the screen is taken, or when
    ///   the dashboard was ended by a signal.
    func run(arguments: [String]) throws {
        guard
            let launch = try DetachedLaunch(databasePath: database.path).begin(arguments: arguments)
        else { return }
        // Nobody waits for it: without this, one that has ended would look as if it still lived.
        signal(SIGCHLD, SIG_IGN)
        let sweep = try database.openReader().sweep(launch.name)
        let code = try DashboardSession(
            databasePath: database.path, sweep: sweep.id, setup: setup
        ).run()
        sayGoodbye(to: sweep)
        if code != 0 { throw Failure("", code: Failure.Code(rawValue: code) ?? .error) }
    }

    private func sayGoodbye(to sweep: SweepRecord) {
        let name = sweep.name.visible
        let shell = Shell.quoted(sweep.name) + database.argument
        let now = try? database.openReader().sweep(sweep.uid.description)
        if let state = now?.state, state == .completed || state == .stopped || state == .cancelled {
            Console.note("\(name) is \(state.rawValue): sweep leaderboard \(shell)")
        } else {
            Console.note(
                "\(name) goes on; come back: sweep dashboard \(shell); stop it: sweep stop \(shell)"
            )
        }
    }
}
