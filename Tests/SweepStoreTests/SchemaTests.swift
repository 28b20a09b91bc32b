import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct SchemaTests {
    /// `docs/schema.md` as tables: the heading's name, then column and type in order.
    private func documented() throws -> [String: [[String]]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/schema.md")
        var tables: [String: [[String]]] = [:]
        var current = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("### ") { current = String(line.dropFirst(4)) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if line.hasPrefix("| `") {
                tables[current, default: []].append([
                    cells[0].trimmingCharacters(in: ["`"]), cells[1],
                ])
            }
        }
        return tables
    }

    @Test("docs/schema.md names every column of every table with its type, and no other")
    func documentation() throws {
        let fixture = try Fixture()
        var documented = try documented()
        let objects = try fixture.rows(
            "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")
        for object in objects {
            guard case .text(let name) = object[0], case .text(let type) = object[1] else {
                continue
            }
            let columns = try fixture.rows("SELECT name, type FROM pragma_table_info('\(name)')")
            let removed = documented.removeValue(forKey: name)
            let expected = try #require(removed, "\(name)")
            let real = columns.map { $0.map { if case .text(let text) = $0 { text } else { "" } } }
            if type == "table" {
                #expect(real == expected, "\(name)")
            } else {
                #expect(real.map(\.[0]) == expected.map(\.[0]), "\(name)")
            }
        }
        #expect(documented.isEmpty)
    }

    @Test("the file says whose it is and which schema it has")
    func identity() throws {
        let fixture = try Fixture()
        #expect(
            try fixture.rows("SELECT * FROM pragma_application_id, pragma_user_version")
                == [[.integer(0x5357_4550), .integer(4)]])
        #expect(try fixture.rows("PRAGMA integrity_check") == [[.text("ok")]])
    }

    @Test("every change of a run or sweep gives it a larger rev, by hand too")
    func rev() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 3)
        let reader = try fixture.reader()
        let before = try reader.runs(of: sweep.id).map(\.rev).max() ?? 0
        #expect(try reader.runs(of: sweep.id, changedSince: before).isEmpty)

        try fixture.change("UPDATE run SET note = 'x' WHERE number = 2")
        let changed = try reader.runs(of: sweep.id, changedSince: before)
        #expect(changed.map(\.number) == [2])
        try fixture.change("UPDATE sweep SET note = 'y'")
        let newest = try #require(try reader.overview(of: sweep.id)).sweep.rev
        #expect(newest == changed[0].rev + 1)
        try fixture.change("PRAGMA recursive_triggers = 1; UPDATE run SET note = 'z'")
        #expect(try reader.runs(of: sweep.id, changedSince: newest).count == 3)
    }

    @Test("a row that is inserted by hand gets a rev too")
    func revOfInsert() throws {
        let fixture = try Fixture()
        try fixture.change(
            """
            INSERT INTO run (uid, number, name, state, configuration, configuration_hash, seed,
                run_group, slot, slots, created_at)
            VALUES ('x', 1, 'alone', 'queued', '{}', 0, 0, 0, 0, 1, 0)
            """)
        #expect(try fixture.rows("SELECT rev FROM run") == [[.integer(1)]])
    }

    @Test("deleting a run takes its points along, without foreign keys too")
    func deletion() throws {
        let fixture = try Fixture()
        try fixture.record(try fixture.attempt(), [1, 2])
        try fixture.change("DELETE FROM run")
        #expect(try fixture.rows("SELECT count(*) FROM point") == [[.integer(0)]])
    }

    @Test("an older database is copied, then migrated, and keeps its contents")
    func migration() throws {
        let fixture = try Fixture()
        _ = try fixture.sweep("kept", runs: 1)
        try fixture.writer.close()
        let two = Migrations(
            steps: Migrations.released.steps + ["ALTER TABLE run ADD COLUMN extra TEXT"])
        let writer = try StoreWriter(
            path: fixture.path, sync: .normal, clock: fixture.clock.clock, migrations: two,
            onFailure: { _ in })
        try writer.close()
        #expect(try fixture.rows("SELECT extra, name FROM run") == [[.null, .text("run0")]])
        let known = StoreReader.knownSchema
        let copy = try StoreReader(
            path: fixture.path + ".schema\(known).bak", clock: fixture.clock.clock)
        #expect(try copy.schema() == known)
        #expect(try copy.sweep("kept").name == "kept")
    }

    @Test(
        "a database of an earlier schema is migrated, and every row and view of it is kept",
        arguments: [1, 2, 3])
    func earlier(schema: Int) throws {
        let scratch = try Scratch()
        let recorded = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("schema\(schema).db").path
        try FileManager.default.copyItem(atPath: recorded, toPath: scratch.path())
        let clock = ManualClock().clock
        func contents(_ path: String) throws -> [[SQLValue]] {
            let reader = try StoreReader(path: path, clock: clock)
            var rows: [[SQLValue]] = []
            let former = try StoreReader(path: recorded, clock: clock)
            for source in [
                "sweep", "run", "point", "summary", "metric", "event", "environment", "leaderboard",
                "fashion_mnist", "sweep_view",
            ] {
                var columns: [String] = []
                try former.query(
                    "SELECT * FROM \(source) LIMIT 0", columns: { columns = $0 }, row: { _ in true }
                )
                let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
                try reader.query("SELECT \(list) FROM \(source)", columns: { _ in }) { row in
                    rows.append(row)
                    return true
                }
            }
            return rows
        }
        let before = try contents(recorded)
        #expect(before.count > 900)
        try StoreWriter(path: scratch.path(), clock: clock).close()
        let reader = try StoreReader(path: scratch.path(), clock: clock)
        #expect(try reader.schema() == StoreReader.knownSchema)
        #expect(try contents(scratch.path()) == before)
        #expect(try contents(scratch.path() + ".schema\(schema).bak") == before)
    }

    @Test("a sweep whose view has the name of a new view gets another one")
    func clashingView() throws {
        let scratch = try Scratch()
        let clock = ManualClock().clock
        let one = Migrations(steps: [Migrations.released.steps[0]])
        let old = try StoreWriter(
            path: scratch.path(), sync: .normal, clock: clock, migrations: one, onFailure: { _ in })
        try old.close()
        // As the program of that schema left it.
        try Fixture.change(
            scratch.path(),
            """
            INSERT INTO sweep (uid, name, state, definition, seed, varied, created_at)
                VALUES ('aaaaaaaaaa', 'by-parameter', 'active', 'null', 0, '["lr"]', 1);
            CREATE VIEW by_parameter AS SELECT number FROM run WHERE sweep = 1;
            INSERT INTO sweep_view (sweep, name) VALUES (1, 'by_parameter')
            """)
        try StoreWriter(path: scratch.path(), clock: clock).close()
        var names: [[SQLValue]] = []
        try StoreReader(path: scratch.path(), clock: clock).query(
            """
            SELECT sweep_view.name FROM sweep_view JOIN sqlite_schema USING (name)
            """, columns: { _ in }
        ) { row in
            names.append(row)
            return true
        }
        #expect(names == [[.text("by_parameter_2")]])
    }

    @Test("a migration that fails leaves the older schema as it was")
    func failedMigration() throws {
        let fixture = try Fixture()
        try fixture.writer.close()
        let broken = Migrations(
            steps: Migrations.released.steps + ["CREATE TABLE extra (x) STRICT"])
        #expect(throws: StoreError.self) {
            try StoreWriter(
                path: fixture.path, sync: .normal, clock: fixture.clock.clock, migrations: broken,
                onFailure: { _ in })
        }
        #expect(try fixture.reader().schema() == StoreReader.knownSchema)
    }

    @Test("a migration refuses while a worker holds a lease, and names it")
    func liveWorkers() throws {
        let fixture = try Fixture()
        _ = try fixture.attempt()
        let two = Migrations(steps: Migrations.released.steps + ["CREATE TABLE extra (x ANY)"])
        let error = #expect(throws: StoreError.self) {
            try StoreWriter(
                path: fixture.path, sync: .normal, clock: fixture.clock.clock, migrations: two,
                onFailure: { _ in })
        }
        #expect(error?.description.contains("worker on ") == true)
    }
}
