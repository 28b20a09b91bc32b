import ArgumentParser
import SweepCore
import SweepStore

/// `sweep merge`: two databases into one.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Take over the sweeps and runs of another database.",
        discussion: """
            Of a run that is in both, the newer attempt stays; such runs are listed. The other file is only \
            read. Nothing may be running in either. Cut short, it can be repeated.

            Examples:
              sweep merge laptop.db
              sweep merge ../other/experiments.db --db all.db
            """)

    @Argument(help: "The other database.", completion: .file(extensions: ["db", "sqlite"]))
    private var other: String

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        let report = try StoreWriter.merge(other, into: database.path, clock: systemClock)
        Console.note(
            "\(NumberText.count(report.addedSweepCount, "sweep")) and "
                + "\(NumberText.count(report.addedRunCount, "run")) added, "
                + "\(NumberText.grouped(report.replacedRunCount)) replaced, "
                + "\(NumberText.grouped(report.keptRunCount)) kept; "
                + "\(NumberText.count(report.pointCount, "point")) copied")
        guard !report.conflicts.isEmpty || !format.isTable else { return }
        format.print(Self.table(report.conflicts))
    }

    /// The runs that both files had executed, and whose results stayed.
    private static func table(_ conflicts: [MergeReport.Conflict]) -> Report {
        var report = Report(columns: ["uid", "run", "taken", "ours", "theirs"])
        for conflict in conflicts {
            report.append([
                .text(conflict.uid.description), .text(conflict.name),
                .text(conflict.isTheirsTaken ? "theirs" : "ours"), .text(text(conflict.ours)),
                .text(text(conflict.theirs)),
            ])
        }
        return report
    }

    private static func text(_ version: RunVersion) -> String {
        "attempt \(version.attempt), \(NumberText.count(version.pointCount, "point"))"
    }
}
