import Foundation
import SweepTestSupport
import Testing

@Suite("Bad input gets one clear line, an exit code, and leaves nothing behind")
struct BadInputTests {
    private func refused(
        _ arguments: String..., files: [String: String] = [:], says: [String], code: Int32,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let result = try Program(in: folder.path).run(arguments)
        #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.output.isEmpty, sourceLocation: sourceLocation)
        for text in says {
            #expect(
                result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == files.keys.sorted(), "something was left behind", sourceLocation: sourceLocation)
    }

    @Test(
        "with standard output and error closed a launch works, and nothing is said into other files"
    )
    func closedFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        func shell(_ line: String) throws -> Int32 {
            let process = sweep.process([])
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exec '\(Program.path)' \(line)"]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            return process.terminationStatus
        }
        #expect(try shell("launch six.yaml >&- 2>&-") == 0)
        #expect(try shell("launch six.yaml --new <&- >&- 2>&-") == 0)
        #expect(try shell("leaderboard >&- 2>&-") == 1)
        #expect(try shell("launch nowhere.yaml >&- 2>&-") == 64)
        #expect(
            try sweep.rows("SELECT count(*) AS n FROM run WHERE state = 'completed'") == "n 12 ")
        #expect(try sweep.run("doctor", "--full").code == 0)
    }

    @Test("an unknown parameter names the file, the line and the nearest name")
    func unknownParameter() throws {
        let text = SweepFiles.six.replacing("learning_rate:", with: "learning_rat:")
        try refused(
            "launch", "x.yaml", files: ["x.yaml": text],
            says: ["x.yaml:6", "learning_rat", "\"learning_rate\""], code: 64)
    }

    @Test("an empty list")
    func emptyList() throws {
        let text = SweepFiles.six.replacing("[8, 16]", with: "[]")
        try refused(
            "launch", "x.yaml", files: ["x.yaml": text], says: ["x.yaml:7", "width"], code: 64)
    }

    @Test("a grid of 10^12 runs, at once")
    func hugeGrid() throws {
        let text = """
            method: grid
            train: {dataset: digits}
            parameters:
              epochs: {min: 1, max: 1000000}
              batch_size: {min: 1, max: 1000000}
            """
        try refused(
            "launch", "x.yaml", files: ["x.yaml": text],
            says: ["1,000,000,000,000", "--allow-runs"], code: 64)
    }

    @Test("a data set that is not there")
    func missingData() throws {
        let text = SweepFiles.six.replacing("dataset: digits", with: "dataset: fashion-mnist")
        try refused(
            "launch", "x.yaml", "--data", "nowhere", files: ["x.yaml": text],
            says: ["fashion-mnist", "nowhere"], code: 1)
    }

    @Test("a worker count of 0")
    func noWorkers() throws {
        try refused(
            "launch", "x.yaml", "--workers", "0", files: ["x.yaml": SweepFiles.six],
            says: ["--workers"], code: 64)
    }

    @Test("more workers than any machine has cores")
    func manyWorkers() throws {
        try refused(
            "launch", "x.yaml", "--workers", "100000", files: ["x.yaml": SweepFiles.six],
            says: ["--workers 100000", "1024"], code: 64)
    }

    @Test("a file name of one character that does not exist", arguments: ["x", "-"])
    func shortName(name: String) throws {
        try refused("validate", "--", name, says: ["\(name): does not exist"], code: 64)
    }

    @Test("a live display without a terminal")
    func notATerminal() throws {
        try refused(
            "launch", "x.yaml", "--progress", "live", files: ["x.yaml": SweepFiles.six],
            says: ["not a terminal", "--progress plain"], code: 2)
    }

    @Test("a sweep file that is not there, with the one that was meant")
    func missingFile() throws {
        try refused(
            "launch", "sxi.yaml", files: ["six.yaml": SweepFiles.six], says: ["six.yaml"], code: 64)
    }

    @Test("a database that is not there")
    func missingDatabase() throws {
        try refused("leaderboard", says: ["experiments.db", "sweep launch"], code: 1)
    }

    @Test("a file that is no database")
    func notADatabase() throws {
        try refused(
            "launch", "x.yaml", "--db", "notes.txt",
            files: ["x.yaml": SweepFiles.six, "notes.txt": "milk, eggs and a lot of bread"],
            says: ["notes.txt"], code: 1)
    }

    @Test("an unknown option and a missing argument name the command's help")
    func usage() throws {
        try refused("launch", says: ["sweep launch --help"], code: 64)
        try refused("runs", "--jsno", says: ["--jsno", "sweep runs --help"], code: 64)
        try refused("lanch", "x.yaml", says: ["lanch", "\"launch\""], code: 64)
    }

    @Test("a database written by a newer version is left as it is")
    func newerDatabase() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        _ = try sweep.run("launch", "six.yaml")
        try Self.sqlite(folder.file("experiments.db"), "PRAGMA user_version = 7")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db")))
        let result = try sweep.run("launch", "six.yaml", "--new")
        #expect(result.code == 1)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains("7"), "\(result.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db"))) == before)
    }

    @Test("a statement that writes is refused by sweep sql, and changes nothing")
    func writingQuery() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        _ = try sweep.run("launch", "six.yaml")
        for query in [
            "DELETE FROM run", "DROP TABLE point", "SELECT 1; DELETE FROM run",
            "PRAGMA user_version = 3",
        ] {
            let result = try sweep.run("sql", query)
            #expect(result.code == 1, "\(query): \(result.output)")
            // A second query is shown with its place.
            #expect(result.errorLines.count == (query.contains(";") ? 3 : 1), "\(result.errors)")
        }
        #expect(
            try sweep.run("sql", "--csv", "SELECT count(*) AS n FROM run").output == "n\r\n6\r\n")
    }

    @Test("a query may end in a comment; two queries and ATTACH are refused for what they are")
    func oneQuery() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(
            in: folder.path, environment: ["SWEEP_DB": Program.checkout + "/experiments.db"])
        #expect(try sweep.run("sql", "--csv", "SELECT 1 AS n; -- done").output == "n\r\n1\r\n")
        #expect(try sweep.run("sql", "SELECT 1; SELECT 2").errors.contains("one query at a time"))
        #expect(try sweep.run("sql", "ATTACH 'x.db' AS x").errors.contains("ATTACH"))
        #expect(
            try sweep.run("sql", "--json", "SELECT 1 AS a, 2 AS a").output
                == "[{\"a\":1,\"a_2\":2}]\n")
    }

    @Test("a full disk: one line, and everything committed before is intact")
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        // A file-size limit stops the write as a full disk does, without a file system of our own.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [
            "-c", "ulimit -f 64; exec \"$0\" launch six.yaml 2>errors", Program.path,
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 1)
        let said = try String(contentsOfFile: folder.file("errors"), encoding: .utf8)
        #expect(
            said.split(separator: "\n").filter { $0.hasPrefix("sweep: ") }.count == 1, "\(said)")
        let sweep = Program(in: folder.path)
        let again = try sweep.run("launch", "six.yaml")
        #expect(again.code == 0, "\(again.errors)")
        #expect(
            try sweep.run("sql", "--csv", "SELECT count(*) AS n FROM run WHERE state = 'completed'")
                .output == "n\r\n6\r\n")
    }

    static func sqlite(_ path: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = [path, sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
