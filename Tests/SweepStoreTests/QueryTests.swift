import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct QueryTests {
    @Test("a run is found by uid, prefix, name and place; a sweep by uid, prefix and name")
    func references() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep("mnist", runs: 3)
        let reader = try fixture.reader()
        let run = try reader.runs(of: sweep.id)[1]
        let uid = run.uid.description
        for text in [uid, String(uid.prefix(4)), "run1", "mnist/2", "mnist/run1", "\(sweep.uid)/2"]
        {
            #expect(try reader.run(text) == run, "\(text)")
            #expect(try reader.reference(text) == .run(run), "\(text)")
        }
        #expect(try reader.run("run1", in: sweep.id) == run)
        for text in [sweep.uid.description, String(sweep.uid.description.prefix(6)), "mnist"] {
            #expect(try reader.sweep(text).id == sweep.id)
        }
    }

    @Test("an unknown name gets a hint, an ambiguous one its candidates")
    func wrongReferences() throws {
        let fixture = try Fixture()
        _ = try fixture.sweep("fashion", runs: 1)
        _ = try fixture.sweep("digits", runs: 1)
        let reader = try fixture.reader()
        let unknown = #expect(throws: StoreError.self) { try reader.sweep("fashon") }
        #expect(unknown?.description == "there is no sweep \"fashon\"; did you mean \"fashion\"?")
        let ambiguous = #expect(throws: StoreError.self) { try reader.run("run0") }
        #expect(ambiguous?.description.hasPrefix("\"run0\" may be run ") == true)
        #expect(throws: StoreError.self) { try reader.run("run") }
        #expect(throws: StoreError.self) { try reader.run("digits/9") }
        #expect(throws: StoreError.self) { try reader.reference("é") }
    }

    @Test("the sql command reads, with names and types")
    func query() throws {
        let fixture = try Fixture()
        let sql = " SELECT 1 AS one, 2.5 AS real, 'x' AS text, NULL AS none, x'00ff' AS blob; "
        #expect(try fixture.columns(sql) == ["one", "real", "text", "none", "blob"])
        #expect(
            try fixture.rows(sql) == [
                [.integer(1), .real(2.5), .text("x"), .null, .blob([0, 255])]
            ])
    }

    @Test(
        "the sql command refuses whatever writes",
        arguments: [
            "DELETE FROM run", "INSERT INTO meta VALUES ('a', 1)", "DROP TABLE run",
            "CREATE TABLE x (y)", "PRAGMA user_version = 9", "PRAGMA journal_mode = DELETE",
            "VACUUM", "VACUUM INTO '/tmp/sweep-must-not-exist.db'", "REINDEX",
        ])
    func writes(sql: String) throws {
        let fixture = try Fixture()
        #expect(throws: StoreError.writesRefused) { try fixture.rows(sql) }
        #expect(!FileManager.default.fileExists(atPath: "/tmp/sweep-must-not-exist.db"))
    }

    @Test("an attached file is never made")
    func attach() throws {
        let fixture = try Fixture()
        let other = fixture.scratch.path("other.db")
        #expect(throws: StoreError.self) {
            try fixture.rows("ATTACH 'file:\(other)?mode=rwc' AS other")
        }
        #expect(!FileManager.default.fileExists(atPath: other))
    }

    @Test("an error of a query says where")
    func position() throws {
        let fixture = try Fixture()
        let error = #expect(throws: StoreError.self) { try fixture.rows("SELECT nme FROM run") }
        #expect(
            error
                == .badQuery(
                    message: "no such column: nme; did you mean \"name\"?", offset: 7))
        #expect(error?.description.hasSuffix("at character 8 of the query") == true)
        for (sql, message, offset) in [
            ("SELECT 1 FROM reslts", "no such table: reslts; did you mean \"results\"?", 14),
            ("SELECT r.nmae FROM run r", "no such column: r.nmae; did you mean \"name\"?", 7),
            ("SELECT medain(1)", "no such function: medain; did you mean \"median\"?", 7),
            ("SELECT xyzzy FROM run", "no such column: xyzzy", 7),
            ("SELECT 1; /* é */ SELEC 2", "near \"SELEC\": syntax error", 19),
            ("SELECT 1;\n\n SELECT 2", "one query at a time, please", 12),
        ] {
            let error = #expect(throws: StoreError.self) { try fixture.rows(sql) }
            #expect(error == .badQuery(message: message, offset: offset))
        }
        for sql in ["", " ; ", "SELECT 1; SELECT 2", "SELEC 1", "SELECT '\0'"] {
            #expect(throws: StoreError.self) { try fixture.rows(sql) }
        }
    }

    @Test("an endless query can be interrupted, and the reader goes on working")
    func interrupt() throws {
        let fixture = try Fixture()
        let reader = try fixture.reader()
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        var count = 0
        #expect(throws: StoreError.interrupted) {
            try reader.query(sql, columns: { _ in }) { _ in
                count += 1
                if count == 10 { reader.interrupt() }
                return true
            }
        }
        #expect(try reader.sweeps().isEmpty)
    }

    @Test("the data version changes when somebody else commits")
    func dataVersion() throws {
        let fixture = try Fixture()
        let reader = try fixture.reader()
        let before = try reader.dataVersion()
        #expect(try reader.dataVersion() == before)
        try fixture.writer.recordEvent(kind: "note")
        #expect(try reader.dataVersion() != before)
    }

    @Test("runs are exported with one typed column per parameter and metric")
    func exportRuns() throws {
        let fixture = try Fixture()
        try fixture.record(try fixture.attempt("one"), [1, .nan])
        try fixture.record(try fixture.attempt("two"), [5], of: "loss")
        let reader = try fixture.reader()
        for sweep in [nil, try reader.sweep("two").id] {
            var names: [String] = []
            var rows: [[SQLValue]] = []
            try reader.exportRuns(ExportSelection(sweep: sweep), columns: { names = $0 }) {
                rows.append($0)
            }
            #expect(names.prefix(4) == ["sweep", "number", "run", "name"])
            #expect(names.suffix(4) == ["lr", "loss", "loss_minimum", "loss_maximum"])
            #expect(rows.count == (sweep == nil ? 2 : 1))
            #expect(rows.last?.suffix(4) == [.real(0.5), .real(5), .real(5), .real(5)])
        }
    }

    @Test("points are exported in order, NaN included")
    func exportPoints() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, .nan, .infinity])
        try fixture.record(attempt, [7], of: "b")
        var lines: [String] = []
        let reader = try fixture.reader()
        var current = ""
        try reader.exportPoints(ExportSelection()) {
            current = "\($0.sweep ?? "") \($0.metric)"
        } point: {
            lines.append("\(current) \($0.step) \($0.value)")
        }
        #expect(lines == ["test loss 1 1.0", "test loss 2 nan", "test loss 3 inf", "test b 1 7.0"])
        lines = []
        let metric = try #require(try reader.metric(named: "b"))
        try reader.exportPoints(ExportSelection(run: attempt.run), metrics: [metric]) {
            current = "\($0.run)"
        } point: {
            lines.append("\(current) \($0.value)")
        }
        #expect(lines == ["\(attempt.uid) 7.0"])
    }

    @Test("steps of all metrics are merged in order; a metric without a point there has no value")
    func exportSteps() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2)
        let worker = try fixture.worker()
        let first = try #require(
            try fixture.claim(sweep, group: 0, worker: worker)?.attempts.first)
        let second = try #require(
            try fixture.claim(sweep, group: 1, worker: worker)?.attempts.first)
        try fixture.record(first, [1, 2, 3])
        fixture.clock.advance(1_500)
        try fixture.record(first, [.nan, 20], of: "b", from: 3)
        try fixture.record(second, [5], of: "b", from: 9)
        let reader = try fixture.reader()
        func table(_ metrics: [MetricID]?) throws -> [String] {
            var lines: [String] = []
            try reader.exportSteps(ExportSelection(sweep: sweep.id), metrics: metrics) {
                lines.append($0.joined(separator: " "))
            } row: { row in
                let values = row.values.map { $0.map { "\($0)" } ?? "-" }
                lines.append(
                    "\(row.name) \(row.step) \(row.time) \(values.joined(separator: " "))")
            }
            return lines
        }
        #expect(
            try table(nil) == [
                "loss b", "run0 1 0 1.0 -", "run0 2 0 2.0 -", "run0 3 1500 3.0 nan",
                "run0 4 1500 - 20.0", "run1 9 1500 - 5.0",
            ])
        let b = try #require(try reader.metric(named: "b"))
        #expect(
            try table([b]) == [
                "b", "run0 3 1500 nan", "run0 4 1500 20.0", "run1 9 1500 5.0",
            ])
    }

    @Test("a curve is read from a step on, and as much of it as asked for")
    func curve() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, (0..<10).map(Double.init), from: 0)
        let reader = try fixture.reader()
        let metric = try #require(try reader.metric(named: "loss"))
        #expect(try reader.points(of: attempt.run, metric: metric).count == 10)
        #expect(
            try reader.points(of: attempt.run, metric: metric, after: 6).map(\.step) == [7, 8, 9])
        #expect(
            try reader.points(of: attempt.run, metric: metric, after: 2, limit: 2).map(\.value)
                == [3, 4])
        #expect(try reader.points(of: attempt.run, metric: metric, after: .max).isEmpty)
        #expect(try reader.metric(named: "none") == nil)
    }

    @Test("runs are read page by page, and by state")
    func pages() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 5)
        _ = try fixture.claim(sweep, group: 3, worker: try fixture.worker())
        let reader = try fixture.reader()
        #expect(try reader.runs(of: sweep.id, afterNumber: 2, limit: 2).map(\.number) == [3, 4])
        #expect(try reader.runs(of: nil, state: .running).map(\.number) == [4])
        #expect(try reader.queuedGroups(of: sweep.id).map(\.number) == [0, 1, 2, 4])
    }
}
