import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct KeepingTests {
    @Test("tags are added once, taken away, and belong to one sweep or run")
    func tags() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2)
        let reader = try fixture.reader()
        let run = try reader.reference("test/1")
        try fixture.writer.changeTags(of: run, adding: ["b", "a", "b", "ü\n;'--"], removing: [])
        try fixture.writer.changeTags(of: .sweep(sweep), adding: ["a"], removing: ["b"])
        #expect(try reader.tags(of: run) == ["a", "b", "ü\n;'--"])
        try fixture.writer.changeTags(of: run, adding: ["c"], removing: ["b", "none"])
        #expect(try reader.tags(of: run) == ["a", "c", "ü\n;'--"])
        #expect(try reader.tags(of: .sweep(sweep)) == ["a"])
        #expect(try reader.tags(of: try reader.reference("test/2")).isEmpty)
    }

    @Test("a note comes back as it was written, and a change of it is a change of the row")
    func notes() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 1)
        let note = "two\nlines \u{1B}[31m \u{202E}" + String(repeating: "x", count: 10_000)
        let before = try fixture.reader().sweep("test").rev
        try fixture.writer.setNote(note, of: .sweep(sweep))
        #expect(try fixture.reader().sweep("test").note == note)
        #expect(try fixture.reader().sweep("test").rev > before)
        try fixture.writer.setNote(nil, of: .sweep(sweep))
        #expect(try fixture.reader().sweep("test").note == nil)
    }

    @Test("a renamed sweep has its view under the new name, and a name is taken once")
    func rename() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep("alpha", runs: 2)
        let other = try fixture.sweep("other", runs: 1)
        try fixture.writer.rename(.sweep(sweep), to: "Second try!")
        #expect(try fixture.columns("SELECT * FROM Second_try_").first == "run")
        #expect(throws: StoreError.self) { try fixture.columns("SELECT * FROM alpha") }
        #expect(try fixture.reader().sweep("Second try!").id == sweep.id)
        #expect(throws: StoreError.nameTaken(name: "other", owner: other.uid.description)) {
            try fixture.writer.rename(.sweep(sweep), to: "other")
        }
        // Its own name is free for it, and a view's name for others once it is given up.
        try fixture.writer.rename(.sweep(other), to: "other")
        try fixture.writer.rename(.sweep(other), to: "alpha")
        #expect(try fixture.columns("SELECT * FROM alpha").first == "run")
    }

    @Test("a run's name is taken within its sweep only")
    func renameRun() throws {
        let fixture = try Fixture()
        _ = try fixture.sweep("a", runs: 2)
        _ = try fixture.sweep("b", runs: 1)
        let reader = try fixture.reader()
        let run = try reader.reference("a/1")
        #expect(throws: StoreError.self) { try fixture.writer.rename(run, to: "run1") }
        try fixture.writer.rename(try reader.reference("b/1"), to: "run1")
        try fixture.writer.rename(run, to: "best")
        #expect(try reader.run("a/best").number == 1)
    }

    @Test("archived runs and sweeps leave the leaderboard, and come back")
    func archive() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1])
        _ = try fixture.end(attempt, .completed)
        let reader = try fixture.reader()
        for name in ["test", "test/1"] {
            let reference = try reader.reference(name)
            try fixture.writer.setArchived(true, [reference])
            #expect(try fixture.rows("SELECT * FROM leaderboard").isEmpty)
            try fixture.writer.setArchived(false, [reference])
            #expect(try fixture.rows("SELECT * FROM leaderboard").count == 1)
        }
    }

    @Test("a deleted sweep leaves nothing behind, and other sweeps as they were")
    func deleteSweep() throws {
        let fixture = try Fixture()
        let gone = try fixture.sweep("gone", runs: 3)
        let kept = try fixture.sweep("kept", runs: 1)
        let worker = try fixture.worker()
        for (sweep, group) in [(gone, 0), (gone, 1), (kept, 0)] {
            let attempt = try #require(
                try fixture.claim(sweep, group: group, worker: worker)?.attempts.first)
            try fixture.record(attempt, Array(repeating: 1, count: 25_000), of: "a")
            try fixture.record(attempt, [1, 2, 3], of: "loss")
            _ = try fixture.end(attempt, .completed)
        }
        try fixture.writer.changeTags(of: .sweep(gone), adding: ["x"], removing: [])
        func counts() throws -> [[SQLValue]] {
            try [
                "sweep", "run", "point", "summary", "event", "tag", "sweep_metric", "sweep_view",
                "lease",
            ].flatMap { try fixture.rows("SELECT count(*) FROM \($0)") }
        }
        let before = try fixture.rows("SELECT * FROM kept")
        try fixture.writer.deleteSweep(gone.id)
        #expect(
            try counts().map { $0[0] }
                == [1, 1, 25_003, 2, 2, 0, 2, 1, 0].map { .integer($0) })
        #expect(try fixture.rows("SELECT * FROM kept") == before)
        #expect(throws: StoreError.self) { try fixture.columns("SELECT * FROM gone") }
        #expect(try fixture.rows("PRAGMA foreign_key_check").isEmpty)
    }

    @Test("a deletion that was cut short can be repeated; until then nothing looks whole")
    func cutDeletion() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2, 3])
        _ = try fixture.end(attempt, .completed)
        try fixture.change(
            """
            UPDATE sweep SET state = 'cancelled', archived_at = 1;
            UPDATE run SET state = 'cancelled', objective = NULL, archived_at = 1;
            DELETE FROM summary; DELETE FROM point WHERE step < 3
            """)
        let sweep = try fixture.reader().sweep("test")
        #expect(try fixture.rows("SELECT * FROM leaderboard").isEmpty)
        try fixture.writer.deleteSweep(sweep.id)
        #expect(try fixture.rows("SELECT count(*) FROM point") == [[.integer(0)]])
    }

    @Test("what a worker is at is not deleted, and the worker is named")
    func liveWorker() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1])
        let sweep = try fixture.reader().sweep("test")
        for delete in [
            { try fixture.writer.deleteSweep(sweep.id) },
            { try fixture.writer.deleteRun(attempt.run) },
        ] {
            let error = #expect(throws: StoreError.self) { try delete() }
            #expect(error?.description.contains("worker on ") == true)
        }
        #expect(try fixture.rows("SELECT state FROM run") == [[.text("running")]])
    }

    @Test("a deleted run was one of the sweep's planned ones")
    func deleteRun() throws {
        let fixture = try Fixture()
        _ = try fixture.sweep(runs: 3)
        try fixture.writer.deleteRun(try fixture.reader().run("test/2").id)
        let sweep = try fixture.reader().sweep("test")
        #expect(sweep.plannedRunCount == 2)
        #expect(try fixture.reader().runs(of: sweep.id).map(\.number) == [1, 3])
    }

    @Test("compacting keeps every row and gives the holes back")
    func compact() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt("kept")
        try fixture.record(attempt, [1, .nan, -0.0])
        _ = try fixture.end(attempt, .completed)
        let gone = try fixture.attempt("gone")
        try fixture.record(gone, Array(repeating: 0.1, count: 20_000))
        _ = try fixture.end(gone, .completed)
        try fixture.writer.deleteSweep(try fixture.reader().sweep("gone").id)
        let before = try fixture.rows("SELECT * FROM point") + fixture.rows("SELECT * FROM kept")
        try fixture.change("UPDATE worker SET ended_at = seen_at")
        try fixture.writer.close()
        let size = try StoreWriter.compact(path: fixture.path, clock: fixture.clock.clock)
        #expect(size.after < size.before / 2)
        #expect(
            try fixture.rows("SELECT * FROM point") + fixture.rows("SELECT * FROM kept") == before)
    }

    @Test(
        "compacting waits for no worker, also not for one between two runs: it refuses and names it",
        arguments: [false, true])
    func compactWithWorkers(isBetweenRuns: Bool) throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        if isBetweenRuns { _ = try fixture.end(attempt, .completed) }
        let error = #expect(throws: StoreError.self) {
            try StoreWriter.compact(path: fixture.path, clock: fixture.clock.clock)
        }
        #expect(error?.description.contains("worker on ") == true)
    }

    @Test("tags come with the runs and sweeps that have them, by name")
    func tagsOfRecords() throws {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 2)
        let run = try fixture.reader().run("test/2")
        for reference in [Reference.sweep(sweep), .run(run)] {
            try fixture.writer.changeTags(of: reference, adding: ["z", "a \"b\""], removing: [])
        }
        #expect(try fixture.reader().runs(of: sweep.id).map(\.tags) == [[], ["a \"b\"", "z"]])
        #expect(try fixture.reader().sweep("test").tags == ["a \"b\"", "z"])
    }
}
