import ArgumentParser
import SweepCore
import SweepDashboard
import SweepStore

/// `sweep dashboard`: curves and leaderboard live, in the terminal.
struct DashboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Watch a sweep: its runs, curves, search space and workers, live.",
        discussion: """
            Reads the database while other processes write it, and can steer them (--read-only: it cannot). \
            Leaving it ends nothing. ? shows the keys, q leaves.

            Examples:
              sweep dashboard
              sweep dashboard fashion-mnist --read-only
              sweep launch sweeps/fashion-mnist.yaml --dashboard
              sweep dashboard --snapshot 100x30 --keys '2 y'     one picture as text, after these keys

            Exit codes: 0 left, 1 error, 2 not a terminal, 129/143 after HUP/TERM.
            """)

    @Argument(help: "The sweep; without one, the newest.")
    private var sweep: String?

    @OptionGroup private var database: DatabaseOption

    @Flag(help: "Change nothing: the keys that would are left out.")
    private var readOnly = false

    @OptionGroup private var look: DashboardLook

    @Option(
        help: ArgumentHelp(
            "Print one picture of this size as text; needs no terminal.", valueName: "columnsxrows")
    )
    private var snapshot: SnapshotSize?

    @Option(help: ArgumentHelp("Keys to press before the picture is taken.", valueName: "names"))
    private var keys: String?

    @Option(
        help: ArgumentHelp("The time in the picture, in milliseconds.", valueName: "milliseconds"))
    private var now: Int64?

    @Option(
        help: ArgumentHelp(
            "At the end, write to this file how long frames and answers to keys took.",
            valueName: "file"), completion: .file())
    private var stats: String?

    init() {}

    func validate() throws {
        if snapshot == nil, keys != nil || now != nil {
            throw ValidationError("--keys and --now belong to --snapshot")
        }
    }

    func run() throws {
        if snapshot == nil { try DashboardSession.checkTerminal() }
        let chosen = try database.openReader().watched(sweep)
        let setup = try DashboardSetup(look, isReadOnly: readOnly)
        if let snapshot { return try print(snapshot.size, of: chosen, setup) }
        let code = try DashboardSession(
            databasePath: database.path, sweep: chosen, setup: setup, statisticsPath: stats
        ).run()
        guard code == 0 else { throw Failure("", code: Failure.Code(rawValue: code) ?? .error) }
    }

    private func print(_ size: Size, of sweep: SweepID?, _ setup: DashboardSetup) throws {
        let pressed = try (keys ?? "").split(separator: " ").map { try Self.key(String($0)) }
        let time = now.map(SweepInstant.init(milliseconds:)) ?? systemClock()
        let model = setup.model(size: size, colors: .mono, sweep: sweep, now: time, kept: nil)
        let clock: SweepClock
        if now == nil { clock = systemClock } else { clock = { time } }
        let watcher = StoreWatching(path: database.path, clock: clock)
        var picture = DashboardSnapshot(model, watcher)
        // A locale without UTF-8 has no more on the screen either.
        let isPlain = setup.settings.glyphs.isASCII && !TerminalFacts.current.isUTF8
        for line in picture.lines(after: pressed) {
            Console.print(isPlain ? Self.plain(line) : line)
        }
    }

    /// Question marks in place of what ASCII does not have, as wide.
    private static func plain(_ line: String) -> String {
        line.unicodeScalars.reduce(into: "") { text, scalar in
            text +=
                scalar.isASCII
                ? String(scalar) : String(repeating: "?", count: TextWidth.columns(of: scalar))
        }
    }

    private static func key(_ name: String) throws -> Key {
        guard let key = Key(named: name) else {
            throw Failure(
                "--keys: there is no key \"\(name.visible)\"; they are written as j, space, enter, esc, "
                    + "ctrl-l or f9, with blanks between them", code: .usage)
        }
        return key
    }
}

extension StoreReader {
    /// The sweep that a person wants to watch; `nil` for the newest.
    fileprivate func watched(_ name: String?) throws -> SweepID? {
        try name.map { try sweep($0).id }
    }
}

/// `100x30`.
struct SnapshotSize: ExpressibleByArgument {
    let size: Size

    init?(argument: String) {
        let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
            (1...1_000).contains(columns), (1...1_000).contains(rows)
        else { return nil }
        size = Size(columns: columns, rows: rows)
    }
}
