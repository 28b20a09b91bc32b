import Foundation
import SweepTestSupport
import Testing

@Suite("sweep merge")
struct MergeTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: folder.file("other.db"))
        sweep = Program(in: folder.path)
    }

    private func python(_ script: String) throws -> Int32 {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        return python.terminationStatus
    }

    /// Says where two files differ in anything but integer keys.
    private static let compare = """
        import sqlite3, sys
        queries = [
            "SELECT uid, name, state, definition, parameters, archived_at, ended_at FROM sweep ORDER BY 1",
            "SELECT uid, number, name, state, attempt, rewind, message, objective, configuration FROM run ORDER BY 1",
            "SELECT uid, m.name, step, value, time FROM point p JOIN run r ON r.id = p.run JOIN metric m ON m.id = p.metric ORDER BY 1, 2, 3",
            "SELECT uid, m.name, count, first, last, minimum, maximum FROM summary s JOIN run r ON r.id = s.run JOIN metric m ON m.id = s.metric ORDER BY 1, 2",
            "SELECT r.uid, time, kind, e.message FROM event e LEFT JOIN run r ON r.id = e.run ORDER BY 1, 2, 3, 4",
            "SELECT created_at, host, command FROM environment ORDER BY 1, 2, 3",
        ]
        a, b = (sqlite3.connect(name) for name in sys.argv[1:] or ("whole.db", "cut.db"))
        for query in queries:
            for left, right in zip(a.execute(query), b.execute(query), strict=True):
                assert left == right, (left, right)
        for file in (a, b):
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        """

    @Test("killed in the middle and repeated, it gives the database that an uncut one gives")
    func killed() throws {
        // A curve that takes a while, so that there is a middle.
        #expect(
            try python(
                """
                import sqlite3
                with sqlite3.connect("other.db") as file:
                    file.execute('''WITH RECURSIVE n(i) AS (SELECT 100000 UNION ALL
                        SELECT i + 1 FROM n WHERE i < 1100000)
                        INSERT INTO point SELECT 5, 1, i, i * 0.5, i FROM n''')
                    file.execute('''UPDATE summary SET count = count + 1000001
                        WHERE run = 5 AND metric = 1''')
                """) == 0)
        #expect(try sweep.run("merge", "other.db", "--db", "whole.db").code == 0)
        let process = sweep.process(["merge", "other.db", "--db", "cut.db"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let points = try sweep.run(
                "sql", "--db", "cut.db", "--csv",
                "SELECT 1 FROM run WHERE message = 'being merged'")
            if points.code == 0, points.output.hasSuffix("1\r\n"), points.output.count > 3 { break }
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal, "it was over before the signal")
        #expect(try sweep.run("ls", "--db", "cut.db").errors.contains("no sweeps yet"))
        let again = try sweep.run("merge", "other.db", "--db", "cut.db")
        #expect(again.code == 0, "\(again.errors)")
        #expect(try python(Self.compare) == 0)
        let third = try sweep.run("merge", "other.db", "--db", "cut.db")
        #expect(third.errors.contains("0 runs added, 0 replaced"), "\(third.errors)")
        #expect(try python(Self.compare) == 0)
    }

    @Test("the other file stays as it is, byte for byte, and hostile names come over harmlessly")
    func hostile() throws {
        let name = "\u{1B}]0;owned\u{7}\u{202E}'; DROP TABLE run; --\n\"x\""
        #expect(try sweep.run("rename", "fashion-mnist/1", name, "--db", "other.db").code == 0)
        #expect(
            try sweep.run(
                "rename", "quickstart", String(repeating: "ü", count: 10_000), "--db", "other.db"
            ).code == 0)
        #expect(
            try python(
                """
                import sqlite3
                with sqlite3.connect("other.db") as file:
                    file.execute("UPDATE run SET name = 'a' || char(0) || 'b' WHERE number = 2")
                """) == 0)
        let url = URL(fileURLWithPath: folder.file("other.db"))
        let before = try Data(contentsOf: url)
        let result = try sweep.run("merge", "other.db")
        #expect(result.code == 0, "\(result.errors)")
        #expect(try Data(contentsOf: url) == before)
        #expect(
            try python("import sys; sys.argv = ['', 'other.db', 'experiments.db']\n" + Self.compare)
                == 0)
        for command in [["runs", "fashion-mnist"], ["ls"], ["leaderboard", "fashion-mnist"]] {
            let shown = try sweep.run(command)
            #expect(shown.code == 0, "\(shown.errors)")
            let steering: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}", "\0"]
            #expect(!shown.output.unicodeScalars.contains(where: steering.contains))
        }
    }
}
