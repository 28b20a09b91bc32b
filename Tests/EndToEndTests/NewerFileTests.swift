import Foundation
import SweepTestSupport
import Testing

/// Files that a newer program wrote: readable as far as possible, never written.
@Suite("A newer database")
struct NewerFileTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: folder.file("experiments.db"))
        sweep = Program(in: folder.path)
    }

    /// Changes the file as a newer program might have; its schema is one more than it was.
    private func change(_ sql: String = "SELECT 1") throws {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = [
            "-c",
            """
            import sqlite3, sys
            file = sqlite3.connect("experiments.db")
            file.execute(sys.argv[1])
            file.execute("PRAGMA user_version = 1000")
            file.commit()
            """, sql,
        ]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    @Test(
        "every reading command works, with one line of warning",
        arguments: [
            ["ls"], ["runs", "quickstart"], ["leaderboard", "quickstart", "--csv"],
            ["show", "quickstart"], ["show", "quickstart/1"], ["sql", "SELECT * FROM quickstart"],
            ["export", "runs"], ["export", "points"], ["tag", "quickstart"],
            ["note", "quickstart"],
        ])
    func reading(arguments: [String]) throws {
        let before = try sweep.run(arguments)
        try change()
        let result = try sweep.run(arguments)
        #expect(result.code == 0)
        #expect(result.output == before.output)
        #expect(result.errorLines.count == 1, "\(result.errors)")
        #expect(result.errors.contains("newer sweep (schema 1000, this program knows"))
    }

    @Test(
        "every writing command is refused in one more line, and the file stays as it is",
        arguments: [
            ["tag", "quickstart", "x"], ["note", "quickstart", "x"], ["archive", "quickstart"],
            ["rename", "quickstart", "x"], ["delete", "quickstart", "--yes"], ["compact"],
            ["launch", "six.yaml"],
        ])
    func writing(arguments: [String]) throws {
        try change()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let url = URL(fileURLWithPath: folder.file("experiments.db"))
        let before = try Data(contentsOf: url)
        let result = try sweep.run(arguments)
        #expect(result.code == 1)
        #expect(result.errorLines.count <= 2, "\(result.errors)")
        #expect(result.errorLines.last?.contains("cannot write to \"experiments.db\"") == true)
        #expect(try Data(contentsOf: url) == before)
    }

    @Test("a column that is not there any more is named in one clear line")
    func missing() throws {
        try change("ALTER TABLE run RENAME COLUMN rewind TO rewinds")
        let runs = try sweep.run("runs", "quickstart")
        #expect(runs.code == 1)
        #expect(runs.errorLines.count == 2)
        #expect(runs.errorLines.last?.contains("no such column: run.rewind") == true)
        #expect(runs.errorLines.last?.contains("update sweep") == true)
        // What does not need it still works.
        #expect(try sweep.run("sql", "SELECT rewinds FROM run LIMIT 1").code == 0)
    }

    @Test("a table that is not there is named likewise")
    func missingTable() throws {
        try change("ALTER TABLE tag RENAME TO label")
        let tags = try sweep.run("tag", "quickstart")
        #expect(tags.code == 1)
        #expect(tags.errorLines.last?.contains("no such table: tag") == true)
    }
}
