import SweepCore
import SweepStore
import Testing

@Suite struct CheckupTests {
    private func finished() throws -> Fixture {
        let fixture = try Fixture()
        let worker = try fixture.worker()
        let sweep = try fixture.sweep(runs: 1)
        let attempt = try #require(try fixture.claim(sweep, worker: worker)?.attempts.first)
        try fixture.record(attempt, [3, .nan, -0.0, 2])
        _ = try fixture.end(attempt, .completed)
        try fixture.writer.endWorkers([worker])
        return fixture
    }

    @Test("nothing is wrong with a fresh database, nor with one that was worked on")
    func well() throws {
        let empty = try Fixture()
        #expect(try empty.reader().checkup(isFull: true) == Checkup())
        let used = try finished()
        #expect(try used.reader().checkup(isFull: true) == Checkup())
    }

    @Test("points of no run are found and deleted, others stay")
    func strayPoints() throws {
        let fixture = try finished()
        try fixture.change(
            "INSERT INTO point SELECT 77, 1, step, value, time FROM point;"
                + "INSERT INTO point SELECT -5, 1, step, value, time FROM point WHERE run = 77")
        let stray = try fixture.reader().checkup(isFull: false).strayRuns
        #expect(stray == [RunID(-5), RunID(77)])
        #expect(try fixture.writer.removeStrayPoints(stray + [RunID(1)]) == 8)
        #expect(try fixture.reader().checkup(isFull: true) == Checkup())
        #expect(try fixture.rows("SELECT * FROM point").count == 4)
    }

    @Test(
        "a wrong, missing or superfluous summary is made anew, with the objective value",
        arguments: [
            "UPDATE summary SET count = 9, minimum = -1.0; UPDATE run SET objective = -1.0",
            "DELETE FROM summary; UPDATE run SET objective = NULL",
        ])
    func summaries(damage: String) throws {
        let fixture = try finished()
        let before = try fixture.rows("SELECT * FROM summary")
        try fixture.change(damage)
        let reader = try fixture.reader()
        let wrong = try reader.checkup(isFull: true).wrongSummaries
        #expect(wrong.count == 1)
        #expect(try reader.checkup(isFull: false).wrongSummaries.isEmpty)
        #expect(try fixture.writer.repairSummaries(wrong, reader: reader) == 1)
        #expect(try fixture.rows("SELECT * FROM summary") == before)
        #expect(
            try fixture.rows("SELECT objective, objective_step FROM run")
                == [[.real(-0.0), .integer(3)]])
        try fixture.change("DELETE FROM point")
        let empty = try reader.checkup(isFull: true).wrongSummaries
        #expect(try fixture.writer.repairSummaries(empty, reader: reader) == 1)
        #expect(try fixture.rows("SELECT objective FROM run") == [[.null]])
        #expect(try reader.checkup(isFull: true) == Checkup())
    }

    @Test("a view that is gone or refers to nothing is made anew")
    func views() throws {
        let fixture = try finished()
        let before = try fixture.rows("SELECT * FROM test")
        for damage in [
            "DROP VIEW test", "DROP VIEW test; CREATE VIEW test AS SELECT gone_column FROM run",
        ] {
            try fixture.change(damage)
            let broken = try fixture.reader().checkup(isFull: false).brokenViews
            #expect(broken.count == 1)
            try fixture.writer.rebuildViews(broken)
            #expect(try fixture.rows("SELECT * FROM test") == before)
        }
    }

    @Test("live workers, lost runs and cut work are told apart")
    func unfinished() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let busy = try fixture.reader().checkup(isFull: false)
        #expect(busy.liveWorkers.count == 1)
        #expect(busy.lostRuns.isEmpty)
        let gone = try fixture.reader().checkup(isFull: false, probe: { _ in nil })
        #expect(gone.liveWorkers.isEmpty)
        #expect(gone.lostRuns == [attempt.uid])
        try fixture.change(
            """
            UPDATE run SET state = 'cancelled', message = 'being merged';
            INSERT INTO event (time, sweep, kind) VALUES (1, 1, 'merging');
            UPDATE sweep SET state = 'expanding'
            """)
        let cut = try fixture.reader().checkup(isFull: false)
        #expect(cut.unmergedSweeps == ["test"])
        #expect(cut.unexpandedSweeps == ["test"])
        #expect(cut.unfinishedRuns == [attempt.uid])
    }

    @Test("an expansion, an extension and an import that were cut short are told apart")
    func cutShort() throws {
        let fixture = try Fixture()
        for name in ["grid", "longer", "part"] { _ = try fixture.sweep(name, runs: 1) }
        try fixture.change(
            """
            UPDATE sweep SET state = 'expanding';
            INSERT INTO sweep_definition SELECT id, 2, definition, '', 2, 0 FROM sweep
                WHERE name = 'longer';
            UPDATE sweep SET definition = '{"importing":"x"}' WHERE name = 'part'
            """)
        let cut = try fixture.reader().checkup(isFull: false)
        #expect(cut.unexpandedSweeps == ["grid"])
        #expect(cut.unextendedSweeps == ["longer"])
        #expect(cut.unimportedSweeps == ["part"])
    }
}
