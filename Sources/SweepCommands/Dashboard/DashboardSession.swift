import CTerminal
import Glibc
import SweepCore
import SweepDashboard

/// The dashboard on a terminal, from taking it over to giving it back.
struct DashboardSession {
    let databasePath: String
    /// The sweep to begin with; `nil` for the newest.
    let sweep: SweepID?
    let setup: DashboardSetup
    /// Where to write figures about the frames at the end.
    var statisticsPath: String?

    private static let otherWays =
        "see instead: sweep leaderboard, sweep plot, sweep dashboard --snapshot 100x30"

    /// - Throws: A `Failure` where there is no terminal.
    static func checkTerminal() throws {
        for (file, name) in [(STDIN_FILENO, "input"), (STDOUT_FILENO, "output")]
        where !Console.isTerminal(file) {
            throw Failure(
                "the dashboard needs a terminal, and standard \(name) is none; \(otherWays)",
                code: .notATerminal)
        }
    }

    /// Runs until somebody leaves; returns the exit code.
    func run() throws -> Int32 {
        try Self.checkTerminal()
        sweep_return_memory_early()
        let inbox = try DashboardInbox()
        let (path, tick) = (databasePath, setup.tick)
        let reader = try DashboardReader(into: inbox) { StoreWatching(path: path, tick: tick) }
        let errands = try DashboardErrands(into: inbox)
        let signals = sweep_signals_open()
        guard signals >= 0 else { throw Failure(errorNumber: errno) }
        let terminal = try open()
        let preferences = PreferencesFile(database: path)
        let model = setup.model(
            size: terminal.measure(), colors: terminal.colors, sweep: sweep, now: systemClock(),
            kept: preferences?.read())
        let loop = DashboardLoop(
            model, on: terminal, reader: reader, inbox: inbox,
            effects: DashboardEffects(
                errands: errands, acts: DashboardActs(path: path),
                isReadOnly: model.settings.isReadOnly,
                preferences: preferences), signals: signals,
            statistics: statisticsPath.map { _ in FrameStatistics() })
        let code = loop.run()
        terminal.close()
        // What was confirmed is carried out, and what went wrong is said.
        errands.finish()
        reader.close()
        for case .said(let text, true) in inbox.takeAll() { Console.note("sweep: \(text.visible)") }
        if let statisticsPath { try loop.statistics?.write(to: statisticsPath) }
        return code
    }

    private func open() throws -> TerminalScreen {
        do throws(TerminalScreen.Refusal) {
            return try TerminalScreen(
                wantsColor: setup.wantsColor, takesMouse: setup.takesMouse,
                theme: setup.settings.theme)
        } catch {
            let name = Console.environment("TERM").map { "TERM=\($0.visible)" } ?? "TERM is not set"
            let reason =
                switch error {
                case .incapable: "the terminal (\(name)) cannot place text on its screen"
                case .unknown: "nothing is known of the terminal (\(name)); install ncurses-base"
                }
            throw Failure("\(reason); \(Self.otherWays)", code: .notATerminal)
        }
    }
}
