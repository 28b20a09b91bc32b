import ArgumentParser
import Foundation
import SweepCore
import SweepStore

/// `sweep doctor`: what is wrong with a database or the machine, and what to do about it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong with the database or this machine.",
        discussion: """
            A line each: ok, warning or problem, and what to do. Changes nothing without --fix, which puts back \
            lost runs, empties the log, deletes points of no run, and makes views and summaries anew. \
            Exit code 1 while a problem remains.

            Examples:
              sweep doctor
              sweep doctor --full --fix
              sweep doctor --json
            """)

    @Flag(help: "Read every point and every index entry.")
    private var full = false

    @Flag(help: "Repair what can be repaired.")
    private var fix = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        var findings = databaseFindings()
        findings.append(MachineFindings.disk(of: database.path))
        findings += MachineFindings.all(data: data.path)
        if format.isTable {
            for finding in findings { Console.print(Self.line(finding)) }
        } else {
            format.print(Self.report(findings))
        }
        if findings.contains(where: { $0.level == .problem }) { throw Failure("") }
    }

    private func databaseFindings() -> [Finding] {
        do {
            let repairs = fix ? try repair() : []
            return repairs + (try DatabaseFindings(path: database.path, isFull: full).all)
        } catch StoreError.notFound {
            return [
                .warning(
                    "database", "there is none yet",
                    "`sweep launch FILE` makes one; --db names another")
            ]
        } catch {
            // An error says itself what to do.
            return [
                Finding(
                    level: .problem, subject: "database", text: "\(error)".visible, advice: nil)
            ]
        }
    }

    /// Repairs and says what was done; a file of a newer program, or a damaged one, is left alone.
    private func repair() throws -> [Finding] {
        let before = try DatabaseFindings(path: database.path, isFull: full)
        let checkup = before.checkup
        guard checkup.damages.isEmpty, try before.reader.schema() <= StoreReader.knownSchema else {
            return []
        }
        var repairs: [Finding] = []
        func note(_ count: Int, _ subject: String, _ text: (String) -> String) {
            if count > 0 { repairs.append(.fixed(subject, text(NumberText.grouped(count)))) }
        }
        // Opening puts lost runs back, closing empties the log.
        try database.write { writer in
            let points = try writer.removeStrayPoints(checkup.strayRuns)
            let summaries = try writer.repairSummaries(
                checkup.wrongSummaries, reader: before.reader)
            try writer.rebuildViews(checkup.brokenViews)
            note(checkup.lostRuns.count, "runs") { "\($0) put back" }
            note(points, "points") { "\($0) of no run deleted" }
            note(summaries, "summaries") { "\($0) made anew" }
            note(checkup.brokenViews.count, "views") { "\($0) made anew" }
        }
        return repairs
    }

    private static func line(_ finding: Finding) -> String {
        func padded(_ text: String, to width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        return padded(finding.level.rawValue, to: 8) + padded(finding.subject, to: 11)
            + finding.text + (finding.advice.map { ": \($0)" } ?? "")
    }

    private static func report(_ findings: [Finding]) -> Report {
        var report = Report(columns: ["level", "subject", "finding", "advice"])
        for finding in findings {
            report.append([
                .text(finding.level.rawValue), .text(finding.subject), .text(finding.text),
                .init(finding.advice),
            ])
        }
        return report
    }
}
