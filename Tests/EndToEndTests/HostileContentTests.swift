import Foundation
import SweepTestSupport
import Testing

/// Names and texts as nobody should give them, through every export and back.
@Suite("Exports of hostile content")
struct HostileContentTests {
    private static let texts = #"""
        texts = ["\x1b[2J\x07", "two\nlines", "cr\ronly", "crlf\r\n", 'say "hi"', '"', "a,b", "\x00nul\x00",
            "x" * 10_000, "\u202eright to left\u200f", "=1+1", " +cmd|' /C calc'!A0", "-1", "@SUM(A1)", "\t=1",
            "\r=2", "'", "", " ", "\u2028", "é\U0001F600", "NaN", "null", "\ufeffbom", "\uff1d1"]
        """#

    private static func python(_ script: String, in folder: TemporaryFolder) throws -> Int32 {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", texts + "\n" + script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        return python.terminationStatus
    }

    /// The sample, its names replaced.
    private static func database(in folder: TemporaryFolder) throws -> Program {
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: folder.file("h.db"))
        let script = #"""
            import json, sqlite3
            database = sqlite3.connect("h.db")
            ids = [row[0] for row in database.execute("SELECT id FROM run WHERE sweep = 1 ORDER BY id")]
            assert ids
            runs = [row[0] for row in database.execute("SELECT id FROM run ORDER BY id")]
            for number, run in enumerate(runs):
                text = texts[number % len(texts)]
                database.execute("UPDATE run SET name = ?, note = ?, message = ? WHERE id = ?",
                    (text, text, text, run))
                database.execute("INSERT INTO tag (name, run) VALUES (?, ?)", (text, run))
            for number, (metric,) in enumerate(list(database.execute("SELECT id FROM metric ORDER BY id"))):
                database.execute("UPDATE metric SET name = ? WHERE id = ?",
                    (texts[number] if number < len(texts) else f"m{number}", metric))
            database.execute("UPDATE sweep SET name = ?, note = ? WHERE id = 1", ("=a,\"b\"\r\n\x00", "\x00"))
            database.commit()
            """#
        #expect(try python(script, in: folder) == 0)
        return Program(in: folder.path, environment: ["SWEEP_DB": "h.db"])
    }

    @Test("Python's csv, json and pandas read back what is in the database")
    func readBack() throws {
        let folder = try TemporaryFolder()
        let sweep = try Self.database(in: folder)
        for (arguments, file) in [
            (["points"], "points.csv"), (["points", "--json"], "points.jsonl"),
            (["points", "--safe-for-spreadsheets"], "safe.csv"), (["runs"], "runs.csv"),
            (["runs", "--json"], "runs.jsonl"), (["points", "--wide"], "wide.csv"),
            (["points", "--wide", "--json"], "wide.jsonl"),
        ] {
            let result = try sweep.run(["export"] + arguments + ["-o", file])
            #expect(result.code == 0, "\(arguments): \(result.errors)")
        }
        let script = #"""
            import csv, json, math, sqlite3, pandas
            csv.field_size_limit(1 << 20)
            database = sqlite3.connect("file:h.db?mode=ro", uri=True)
            number = lambda text: math.nan if text is None else float(text)
            same = lambda a, b: a == b or (math.isnan(a) and math.isnan(b))
            def rows(name):
                with open(name, newline="", encoding="utf-8") as file:
                    return list(csv.reader(file))
            curve = {(s or "", r, n, m, t): number(v) for s, r, n, m, t, v in database.execute(
                "SELECT sweep, run, name, metric, step, value FROM curve")}
            assert len(curve) > 1000

            points = rows("points.csv")[1:]
            mine = {(p[0], p[1], p[2], p[3], int(p[4])): float(p[5]) for p in points}
            assert len(mine) == len(points) == len(curve)
            assert all(same(mine[key], curve[key]) for key in curve)
            lines = [json.loads(line) for line in open("points.jsonl", encoding="utf-8", newline="\n")]
            mine = {(p["sweep"] or "", p["run"], p["name"], p["metric"], p["step"]): number(p["value"]) for p in lines}
            assert len(lines) == len(curve) and all(same(mine[key], curve[key]) for key in curve)

            def is_formula(text):
                kept = text.lstrip(" \u00a0\u2028")
                return kept[:1] in tuple("=+-@\t\r\n\uff1d")
            for plain, safe in zip(points, rows("safe.csv")[1:]):
                for index in range(4):
                    assert not (safe[index] and is_formula(safe[index])), safe[index]
                    assert safe[index] in (plain[index], "'" + plain[index])
                assert plain[4:] == safe[4:]

            names = dict(database.execute("SELECT uid, name FROM run"))
            runs = rows("runs.csv")
            assert all(len(row) == len(runs[0]) for row in runs)
            assert {row[2]: row[3] for row in runs[1:]} == names
            lines = [json.loads(line) for line in open("runs.jsonl", encoding="utf-8", newline="\n")]
            assert {line["run"]: line["name"] for line in lines} == names

            wide = rows("wide.csv")
            metrics = [name for name, in database.execute("SELECT name FROM metric ORDER BY id")]
            assert wide[0][5:] == metrics, wide[0]
            seen = 0
            for row in wide[1:]:
                for metric, cell in zip(metrics, row[5:]):
                    if cell:
                        seen += 1
                        assert same(float(cell), curve[(row[0], row[1], row[2], metric, int(row[3]))])
            assert seen == len(curve)
            lines = [json.loads(line) for line in open("wide.jsonl", encoding="utf-8", newline="\n")]
            assert sum(len(line) - 5 for line in lines) == len(curve)

            frame = pandas.read_csv("points.csv", dtype=str, keep_default_na=False, encoding="utf-8")
            assert len(frame) == len(points)
            plain = lambda text: "\x00" not in text
            for row, read in zip(points, frame.itertuples(index=False)):
                assert all(a == b for a, b in zip(row, read) if plain(a)), (row, read)
            """#
        #expect(
            try Self.python(script, in: folder) == 0, "python3-pandas comes with `make setup-tests`"
        )
    }

    @Test("a sweep of such texts is imported as it was, and people see no control characters")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let sweep = try Self.database(in: folder)
        let uid = try sweep.run("sql", "SELECT uid FROM sweep WHERE id = 1", "--csv")
        let name = uid.output.split(separator: "\r\n").last.map(String.init) ?? ""
        #expect(try sweep.run("export", "sweep", name, "-o", "h.jsonl").code == 0)
        let result = try sweep.run("import", "h.jsonl", "--db", "new.db")
        #expect(result.code == 0, "\(result.errors)")
        let text = result.errors.unicodeScalars.dropLast()
        #expect(!text.contains { $0.value < 0x20 }, "\(result.errors)")
        #expect(
            try sweep.run("export", "sweep", name, "--db", "new.db", "-o", "new.jsonl").code == 0)
        let mine = try Data(contentsOf: URL(fileURLWithPath: folder.file("h.jsonl")))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("new.jsonl"))) == mine)
    }
}
