import Foundation
import SweepTestSupport
import Testing

@Suite("sweep export")
struct ExportTests {
    private func program(_ folder: TemporaryFolder) -> Program {
        Program(in: folder.path, environment: ["SWEEP_DB": Program.checkout + "/experiments.db"])
    }

    @Test("reading the sample, in every form, leaves it byte for byte and nothing beside it")
    func sample() throws {
        let folder = try TemporaryFolder()
        let path = Program.checkout + "/experiments.db"
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let sweep = program(folder)
        for arguments in [
            ["ls"], ["runs"], ["leaderboard"], ["show", "fashion-mnist/1"], ["show", "quickstart"],
            ["sql", "SELECT * FROM leaderboard"], ["export", "runs"], ["export", "points"],
        ] {
            let result = try sweep.run(arguments)
            #expect(result.code == 0, "\(arguments): \(result.errors)")
            #expect(!result.output.isEmpty)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        for suffix in ["-wal", "-shm", "-journal"] {
            #expect(!FileManager.default.fileExists(atPath: path + suffix))
        }
    }

    @Test("a file takes its target's place whole, with its permissions, through a link")
    func target() throws {
        let folder = try TemporaryFolder()
        let real = try folder.write("old", to: "real.csv")
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: real)
        try files.createSymbolicLink(
            atPath: folder.file("link.csv"), withDestinationPath: "real.csv")
        let result = try program(folder).run("export", "runs", "-o", "link.csv")
        #expect(result.code == 0, "\(result.errors)")
        #expect(try files.destinationOfSymbolicLink(atPath: folder.file("link.csv")) == "real.csv")
        #expect(
            try String(contentsOfFile: real, encoding: .utf8).split(separator: "\r\n").count == 55)
        let mode = try files.attributesOfItem(atPath: real)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(
            try files.contentsOfDirectory(atPath: folder.path).sorted() == ["link.csv", "real.csv"])
    }

    @Test("a device is written to, not replaced")
    func device() throws {
        let folder = try TemporaryFolder()
        let result = try program(folder).run("export", "runs", "-o", "/dev/full")
        #expect(result.code == 1)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains("/dev/full"))
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type]
        #expect(type as? FileAttributeType == .typeCharacterSpecial)
    }

    @Test("the long form, the wide form and JSON Lines say the same")
    func wide() throws {
        let folder = try TemporaryFolder()
        let sweep = program(folder)
        let script = """
            import csv, json, math
            long = list(csv.DictReader(open("long.csv", newline="")))
            lines = [json.loads(line) for line in open("long.jsonl")]
            assert [(p["run"], p["metric"], int(p["step"]), float(p["seconds"])) for p in long] == \
                [(p["run"], p["metric"], p["step"], p["seconds"]) for p in lines]
            wide = list(csv.DictReader(open("wide.csv", newline="")))
            seen = {(row["run"], row["step"], name): value for row in wide for name, value in row.items()
                    if name not in ("sweep", "run", "name", "step", "seconds") and value != ""}
            assert seen == {(p["run"], p["step"], p["metric"]): p["value"] for p in long}
            """
        let points = ["export", "points", "--sweep", "fashion-mnist"]
        #expect(try sweep.run(points + ["-o", "long.csv"]).code == 0)
        #expect(try sweep.run(points + ["--json", "-o", "long.jsonl"]).code == 0)
        #expect(try sweep.run(points + ["--wide", "-o", "wide.csv"]).code == 0)
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    @Test("pandas reads runs and points, and every number has the same bits as in the database")
    func pandas() throws {
        let folder = try TemporaryFolder()
        let sweep = program(folder)
        #expect(try sweep.run("export", "runs", "-o", "runs.csv").code == 0)
        #expect(try sweep.run("export", "points", "--json", "-o", "points.jsonl").code == 0)
        let script = """
            import json, math, pandas, sqlite3
            database = sqlite3.connect("file:\(Program.checkout)/experiments.db?mode=ro", uri=True)
            runs = pandas.read_csv("runs.csv", float_precision="round_trip")
            assert len(runs) == 54, len(runs)
            expected = dict(database.execute("SELECT uid, objective FROM run"))
            assert all(expected[u] == v for u, v in zip(runs["run"], runs["objective"]))
            points = [json.loads(line) for line in open("points.jsonl")]
            curve = list(database.execute("SELECT run, metric, step, value FROM curve"))
            mine = {(p["run"], p["metric"], p["step"]): p["value"] for p in points}
            assert len(mine) == len(curve) == len(points), (len(mine), len(curve))
            assert all(mine[c[:3]] == c[3] or math.isnan(c[3]) for c in curve)
            """
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0, "python3-pandas comes with `make setup-tests`")
    }
}
