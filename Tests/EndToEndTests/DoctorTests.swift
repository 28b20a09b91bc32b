import Foundation
import SweepTestSupport
import Testing

@Suite("sweep doctor")
struct DoctorTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: folder.file("experiments.db"))
        sweep = Program(in: folder.path)
    }

    private func change(_ sql: String) throws {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = [
            "-c",
            "import sqlite3, sys; f = sqlite3.connect('experiments.db'); f.executescript(sys.argv[1])",
            sql,
        ]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    private func lines(_ result: Program.Result, _ level: String) -> [String] {
        result.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix(level) }
    }

    @Test("of the sample all is well, and nothing is changed")
    func sample() throws {
        let url = URL(fileURLWithPath: folder.file("experiments.db"))
        let before = try Data(contentsOf: url)
        let result = try sweep.run("doctor", "--full")
        #expect(result.code == 0)
        #expect(lines(result, "problem").isEmpty, "\(result.output)")
        for text in ["schema", "integrity", "log", "disk", "BLAS", "terminal", "data sets"] {
            #expect(result.output.contains(text), "\(text)")
        }
        #expect(try Data(contentsOf: url) == before)
    }

    @Test("what is wrong is told, --fix repairs it, and then all is well")
    func fix() throws {
        try change(
            """
            INSERT INTO point SELECT 9999, 1, step, value, time FROM point WHERE run = 1 AND metric = 1;
            UPDATE summary SET count = count + 1 WHERE run = 2 AND metric = 1;
            DROP VIEW quickstart;
            UPDATE run SET state = 'running' WHERE id = 3;
            """)
        let before = try sweep.run("doctor", "--full")
        #expect(before.code == 1)
        #expect(lines(before, "problem").count == 3, "\(before.output)")
        #expect(lines(before, "warning").contains { $0.contains("1 run lost") })
        #expect(before.output.contains("--fix"))
        let fixed = try sweep.run("doctor", "--full", "--fix")
        #expect(fixed.code == 0)
        #expect(lines(fixed, "fixed").count == 4, "\(fixed.output)")
        #expect(lines(fixed, "problem").isEmpty)
        #expect(lines(try sweep.run("doctor", "--full", "--fix"), "fixed").isEmpty)
        #expect(try sweep.run("sql", "SELECT * FROM quickstart LIMIT 1").code == 0)
    }

    @Test("the figures of the last launch are shown, and names drive no terminal")
    func writer() throws {
        try folder.write(SweepFiles.six, to: "six.yaml")
        #expect(try sweep.run("launch", "six.yaml").code == 0)
        let name = "\u{1B}]0;owned\u{7}\u{202E}\n'\"" + String(repeating: "ü", count: 9_000)
        #expect(try sweep.run("rename", "six", name).code == 0)
        try change("UPDATE sweep SET state = 'expanding', name = name || char(0) WHERE state <> ''")
        let result = try sweep.run("doctor")
        #expect(result.output.contains("(p99)"))
        #expect(result.output.contains("0 dropped"))
        let steering: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}", "\0"]
        #expect(!result.output.unicodeScalars.contains(where: steering.contains))
        // One line a finding, whatever is in it.
        let levels = ["ok", "warning", "problem"]
        #expect(
            result.output.split(separator: "\n").allSatisfy { line in
                levels.contains { line.hasPrefix($0) }
            })
    }

    @Test("JSON has a finding an object")
    func json() throws {
        let result = try sweep.run("doctor", "--json")
        let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let findings = try #require(found as? [[String: Any]])
        #expect(findings.allSatisfy { $0["level"] as? String == "ok" }, "\(findings)")
        #expect(findings.count > 10)
    }

    @Test("no database, another file, and a newer one are findings, and --fix leaves them alone")
    func others() throws {
        try folder.write("not a database", to: "text.db")
        let text = try sweep.run("doctor", "--db", "text.db", "--fix")
        #expect(text.code == 1)
        #expect(lines(text, "problem").count == 1)
        let none = try sweep.run("doctor", "--db", "none.db", "--fix")
        #expect(none.code == 0)
        #expect(lines(none, "warning").count == 1)
        try change("PRAGMA user_version = 1000; DROP VIEW quickstart")
        let newer = try sweep.run("doctor", "--fix")
        #expect(newer.code == 1)
        #expect(newer.output.contains("1000"))
        #expect(lines(newer, "fixed").isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["experiments.db", "text.db"])
    }
}
