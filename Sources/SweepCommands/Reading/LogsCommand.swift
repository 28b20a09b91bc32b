import ArgumentParser
import Glibc
import SweepCore
import SweepStore

/// `sweep logs`: what happened, line by line.
struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "What happened to a sweep or run: attempts, ends, errors.",
        discussion: """
            Examples:
              sweep logs fashion-mnist
              sweep logs fashion-mnist/12 --json
              sweep logs fashion-mnist -f
            """)

    @Argument(help: "A sweep or run.")
    private var name: String

    @Flag(name: .shortAndLong, help: "Go on with what happens, until Ctrl-C.")
    private var follow = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    private static let pauseMicroseconds: UInt32 = 250_000

    init() {}

    mutating func validate() throws {
        if follow, !format.isTable {
            throw ValidationError("-f writes lines; remove --csv or --json")
        }
    }

    func run() throws {
        let reader = try database.openReader()
        let reference = try reader.reference(name)
        guard format.isTable else {
            return format.print(Self.report(try reader.events(of: reference)))
        }
        var last: Int64 = 0
        while true {
            for (event, run) in try reader.events(of: reference, after: last) {
                Console.print(Self.line(event, run))
                last = event.id
            }
            guard follow else { break }
            usleep(Self.pauseMicroseconds)
        }
        if last == 0 { Console.note("nothing has happened yet") }
    }

    private static func line(_ event: EventRecord, _ run: String?) -> String {
        var parts = [event.time.iso]
        if let run { parts.append(run.visible) }
        if let attempt = event.attempt { parts.append("attempt \(attempt)") }
        parts.append(event.kind.visible)
        if let message = event.message { parts.append(message.visible) }
        return parts.joined(separator: "  ")
    }

    private static func report(_ events: [(event: EventRecord, runName: String?)]) -> Report {
        var report = Report(columns: ["time", "run", "attempt", "kind", "message"])
        for (event, run) in events {
            report.append([
                .text(event.time.iso), .init(run), .init(event.attempt), .text(event.kind),
                .init(event.message),
            ])
        }
        return report
    }
}
