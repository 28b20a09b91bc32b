import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct MergeTests {
    /// Everything in a file but integer keys and what a merge may number anew.
    private func contents(_ fixture: Fixture) throws -> [[[SQLValue]]] {
        try [
            "SELECT uid, name, state, parameters, note, archived_at, ended_at FROM sweep ORDER BY uid",
            """
            SELECT uid, number, name, state, reason, message, attempt, interruptions, rewind, objective,
                objective_step, note, configuration, run_group FROM run ORDER BY uid
            """,
            """
            SELECT uid, metric.name, step, value, time FROM point JOIN run ON run.id = run
                JOIN metric ON metric.id = metric ORDER BY 1, 2, 3
            """,
            """
            SELECT uid, metric.name, count, nan_count, first, last, minimum, maximum FROM summary
                JOIN run ON run.id = run JOIN metric ON metric.id = metric ORDER BY 1, 2
            """,
            """
            SELECT uid, revision, sweep_definition.definition, sweep_definition.source, first_run
                FROM sweep_definition JOIN sweep ON sweep.id = sweep ORDER BY 1, 2
            """,
            "SELECT kind, message, time, event.attempt FROM event ORDER BY 1, 2, 3, 4",
            "SELECT tag.name, uid FROM tag JOIN run ON run.id = tag.run ORDER BY 1, 2",
            "SELECT kind, epoch, content FROM checkpoint ORDER BY 1, 2, 3",
        ].map { try fixture.rows($0) }
    }

    private func finish(_ fixture: Fixture, _ sweep: SweepRecord, _ values: [Double]) throws {
        let worker = try fixture.worker()
        let attempt = try #require(try fixture.claim(sweep, worker: worker)?.attempts.first)
        try fixture.record(attempt, values, of: "other")
        try fixture.record(attempt, values)
        try fixture.writer.keep(
            ModelWeights(kind: .last, epoch: 1, step: 3, content: [1, 2, 3]), of: attempt)
        _ = try fixture.end(attempt, .completed)
        try fixture.writer.endWorkers([worker])
    }

    private func merge(_ other: Fixture, into fixture: Fixture) throws -> MergeReport {
        try other.writer.close()
        try fixture.writer.close()
        return try StoreWriter.merge(
            other.path, into: fixture.path, clock: fixture.clock.clock)
    }

    @Test("everything comes over, metrics under their names, and a second time nothing changes")
    func whole() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        // So that the same metric has different keys in the two files.
        _ = try ours.writer.metric(named: "loss")
        let sweep = try theirs.sweep("theirs", runs: 2)
        try finish(theirs, sweep, [3, .nan, -0.0, .infinity])
        let run = try theirs.reader().reference("theirs/1")
        try theirs.writer.changeTags(of: run, adding: ["good\u{1B}"], removing: [])
        try theirs.writer.setNote("a\nnote", of: run)
        let report = try merge(theirs, into: ours)
        #expect(report.addedSweepCount == 1)
        #expect(report.addedRunCount == 2)
        #expect(report.pointCount == 8)
        #expect(try contents(ours) == contents(theirs))
        #expect(try ours.rows("SELECT * FROM theirs") == theirs.rows("SELECT * FROM theirs"))
        let again = try merge(theirs, into: ours)
        #expect(again.addedRunCount + again.replacedRunCount + again.addedSweepCount == 0)
        #expect(again.conflicts.isEmpty)
        #expect(try contents(ours) == contents(theirs))
    }

    @Test("of a run in both the newer attempt stays, and it is listed when both had executed it")
    func conflict() throws {
        let ours = try Fixture()
        let sweep = try ours.sweep(runs: 1)
        try ours.writer.close()
        let theirs = try Fixture()
        try theirs.writer.close()
        try FileManager.default.removeItem(atPath: theirs.path)
        try FileManager.default.copyItem(atPath: ours.path, toPath: theirs.path)
        try ours.reopen()
        try theirs.reopen()
        try finish(ours, sweep, [1, 2])
        try finish(theirs, sweep, [5, 6, 7])
        let before = try contents(theirs)
        let report = try merge(theirs, into: ours)
        #expect(report.replacedRunCount == 1)
        #expect(report.conflicts.map(\.isTheirsTaken) == [true])
        let points = "SELECT value FROM point WHERE metric = 1 ORDER BY step"
        #expect(try ours.rows(points) == [[.real(5)], [.real(6)], [.real(7)]])
        #expect(try ours.rows("SELECT rewind FROM run") == [[.integer(1)]])
        let back = try merge(ours, into: theirs)
        #expect(back.replacedRunCount == 0)
        #expect(back.conflicts.isEmpty)
        #expect(try contents(theirs)[2] == before[2])
    }

    @Test("a sweep of another uid is another sweep, with a name of its own")
    func sameDefinition() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        _ = try ours.sweep("test", runs: 1)
        _ = try theirs.sweep("test", runs: 2)
        for _ in 0..<2 { _ = try merge(theirs, into: ours) }
        #expect(try ours.reader().sweeps().map(\.sweep.name) == ["test-2", "test"])
        #expect(try ours.rows("SELECT * FROM test_2").count == 2)
    }

    @Test("a cut merge leaves nothing that can be claimed, and the next one completes it")
    func cut() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        let sweep = try theirs.sweep(runs: 2)
        try finish(theirs, sweep, [1, 2, 3])
        _ = try merge(theirs, into: ours)
        let whole = try contents(ours)
        // As a merge leaves it that was killed in the middle of the first run.
        try ours.change(
            """
            UPDATE sweep SET state = 'paused', archived_at = 1;
            INSERT INTO event (time, sweep, kind) SELECT 1, id, 'merging' FROM sweep;
            DELETE FROM run WHERE number = 2;
            DELETE FROM point WHERE step > 1; DELETE FROM summary; DELETE FROM checkpoint;
            UPDATE run SET state = 'cancelled', message = 'being merged', attempt = 0;
            """)
        let report = try merge(theirs, into: ours)
        #expect(report.replacedRunCount == 1)
        #expect(report.addedRunCount == 1)
        #expect(report.conflicts.isEmpty)
        #expect(try contents(ours) == whole)
    }

    @Test(
        "live workers in either file are named, and nothing is changed", arguments: [true, false])
    func liveWorkers(isOurs: Bool) throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        _ = try theirs.sweep(runs: 1)
        // Without a lease: between two runs a worker has none.
        _ = try (isOurs ? ours : theirs).worker()
        let error = #expect(throws: StoreError.self) { try merge(theirs, into: ours) }
        #expect(error?.description.contains("worker on ") == true)
        #expect(try ours.rows("SELECT * FROM sweep").isEmpty)
    }

    @Test("a newer file, the file itself and no file are refused")
    func refused() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        let known = StoreReader.knownSchema
        try theirs.change("PRAGMA user_version = \(known + 1)")
        let newer = #expect(throws: StoreError.self) { try merge(theirs, into: ours) }
        #expect(newer?.description.contains("newer sweep (schema \(known + 1)") == true)
        let same = #expect(throws: StoreError.self) { try merge(ours, into: ours) }
        #expect(same?.description.contains("the database itself") == true)
        #expect(throws: StoreError.notFound(path: "none.db")) {
            try StoreWriter.merge("none.db", into: ours.path, clock: ours.clock.clock)
        }
    }

    @Test("a run that was lost in the other file is queued here")
    func lost() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        let attempt = try theirs.attempt()
        try theirs.record(attempt, [1])
        theirs.clock.advance(100_000)
        ours.clock.advance(100_000)
        try theirs.change("UPDATE worker SET boot_id = 'another'")
        _ = try merge(theirs, into: ours)
        #expect(
            try ours.rows("SELECT state, attempt, interruptions, worker FROM run")
                == [[.text("queued"), .integer(1), .integer(1), .null]])
    }

    private func extend(_ fixture: Fixture, _ sweep: SweepRecord, by name: String) throws {
        let earlier = try fixture.reader().earlierRuns(of: sweep.id)
        try fixture.writer.beginExtension(
            of: sweep.id,
            by: NewSweep(
                name: sweep.name, identity: .map(["name": .text(name)]), source: name,
                variedNames: ["lr", "depth"]),
            firstRun: earlier.firstNumber, adding: 1)
        let run = NewRun(
            name: name,
            configuration: Configuration(["lr": .number(9), "depth": .text(name)]),
            seed: 0, place: RunGrouping.Place(group: earlier.firstGroup, slot: 0, slots: 1))
        try fixture.writer.insertRuns([run], into: sweep.id, firstNumber: earlier.firstNumber)
        try fixture.writer.finishExpanding(sweep.id)
    }

    private func revisions(_ fixture: Fixture) throws -> [SQLValue] {
        try fixture.rows("SELECT source FROM sweep_definition ORDER BY sweep, revision").flatMap {
            $0
        }
    }

    @Test("an extension that was made elsewhere comes over, and every file still finds the sweep")
    func extended() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        let sweep = try theirs.sweep("theirs", runs: 2)
        _ = try merge(theirs, into: ours)
        try theirs.reopen()
        try extend(theirs, sweep, by: "wider")
        _ = try theirs.writer.metric(named: "other")
        _ = try merge(theirs, into: ours)
        #expect(try contents(ours) == contents(theirs))
        #expect(
            try ours.rows("SELECT definition, varied, run_count_planned FROM sweep")
                == theirs.rows("SELECT definition, varied, run_count_planned FROM sweep"))
        try ours.reopen()
        for identity in ["theirs", "wider"] {
            #expect(try ours.writer.findSweep(identity: .map(["name": .text(identity)])) != nil)
        }
    }

    @Test("of a sweep that both files have extended our definitions stay, and all runs are there")
    func extendedTwice() throws {
        let (ours, theirs) = (try Fixture(), try Fixture())
        let sweep = try theirs.sweep("theirs", runs: 2)
        _ = try merge(theirs, into: ours)
        try theirs.reopen()
        try ours.reopen()
        try extend(theirs, sweep, by: "wider")
        let same = try #require(
            try ours.reader().overview(of: try ours.reader().sweep("theirs").id))
        try extend(ours, same.sweep, by: "deeper")
        let before = try revisions(ours)
        _ = try merge(theirs, into: ours)
        #expect(try revisions(ours) == before)
        #expect(
            try ours.rows("SELECT count(*), max(number) FROM run") == [[.integer(4), .integer(4)]])
    }
}
