import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct SweepTests {
    private func definition(_ name: String = "a") -> SweepDefinition {
        SweepDefinition(
            name: name, objective: Objective(metric: "validation/loss", goal: .minimize),
            train: ["dataset": .text("digits")],
            parameters: [
                SweptParameter(
                    name: "learning_rate",
                    distribution: .categorical([.number(0.1), .number(0.2)]))
            ])
    }

    private func newRuns(_ numbers: Range<Int>) -> [NewRun] {
        numbers.map { number in
            NewRun(
                name: "r\(number)",
                configuration: Configuration(["x": .integer(Int64(number))]), seed: 0,
                place: RunGrouping.Place(group: number, slot: 0, slots: 1))
        }
    }

    @Test("a taken name becomes NAME-2, then NAME-3")
    func names() throws {
        let fixture = try Fixture()
        let names = try (0..<3).map { _ in
            try fixture.writer.createSweep(NewSweep(name: "mlp", identity: .null)).name
        }
        #expect(names == ["mlp", "mlp-2", "mlp-3"])
    }

    @Test("the same definition finds its sweep, under another name and with later defaults too")
    func identity() throws {
        let fixture = try Fixture()
        let new = NewSweep(definition(), datasetChecksums: [:], plannedRunCount: 2)
        let (created, isNew) = try fixture.writer.findOrCreateSweep(new)
        #expect(isNew)
        // As an older program would have stored it: without a parameter that came later.
        try fixture.change(
            "UPDATE sweep SET definition = json_remove(definition, '$.train.epochs')")
        let again = NewSweep(definition("b"), datasetChecksums: [:], plannedRunCount: 2)
        let (found, isNewAgain) = try fixture.writer.findOrCreateSweep(again)
        #expect(!isNewAgain)
        #expect(found.uid == created.uid)
        #expect(found.objective == definition().objective)
        #expect(found.variedNames == ["learning_rate"])
        #expect(
            try fixture.writer.findSweep(
                identity: definition().identity(datasetChecksums: ["digits": "1"])) == nil)
    }

    @Test("an expansion that was cut goes on where it stopped")
    func expanding() throws {
        let fixture = try Fixture()
        let new = NewSweep(name: "grid", identity: .null, plannedRunCount: 5_000)
        let sweep = try fixture.writer.createSweep(new)
        #expect(sweep.state == .expanding)
        try fixture.writer.insertRuns(newRuns(0..<2_500), into: sweep.id, firstNumber: 1)
        #expect(throws: StoreError.self) { try fixture.writer.finishExpanding(sweep.id) }
        try fixture.reopen()
        let count = try fixture.writer.insertedRunCount(of: sweep.id)
        #expect(count == 2_500)
        try fixture.writer.insertRuns(
            newRuns(count..<5_000), into: sweep.id, firstNumber: count + 1)
        try fixture.writer.finishExpanding(sweep.id)
        let overview = try #require(try fixture.reader().overview(of: sweep.id))
        #expect(overview.sweep.state == .active)
        #expect(overview.counts == [.queued: 5_000])
        #expect(
            try fixture.rows("SELECT count(DISTINCT number), max(number) FROM run")
                == [[.integer(5_000), .integer(5_000)]])
    }

    @Test("two expansions of one sweep at once leave each run once")
    func expandingTwice() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(
            NewSweep(name: "grid", identity: .null, plannedRunCount: 10))
        try fixture.writer.insertRuns(newRuns(0..<7), into: sweep.id, firstNumber: 1)
        try fixture.writer.insertRuns(newRuns(0..<10), into: sweep.id, firstNumber: 1)
        try fixture.writer.finishExpanding(sweep.id)
        #expect(try fixture.reader().runs(of: sweep.id).map(\.name) == (0..<10).map { "r\($0)" })
    }

    @Test("the same configuration and seed twice is refused, and the rest of the writer lives on")
    func duplicate() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(NewSweep(name: "grid", identity: .null))
        try fixture.writer.insertRuns(newRuns(0..<2), into: sweep.id, firstNumber: 1)
        try fixture.writer.insertRuns(newRuns(1..<3), into: sweep.id, firstNumber: 3)
        #expect(throws: StoreError.self) { try fixture.writer.finishExpanding(sweep.id) }
        #expect(try fixture.writer.insertedRunCount(of: sweep.id) == 4)
        #expect(try fixture.reader().sweep("grid").state == .expanding)
    }

    @Test("the database itself refuses that a configuration runs twice")
    func duplicateByHand() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(NewSweep(name: "grid", identity: .null))
        try fixture.writer.insertRuns(newRuns(0..<1), into: sweep.id, firstNumber: 1)
        try fixture.writer.insertRuns(newRuns(0..<1), into: sweep.id, firstNumber: 2)
        try fixture.change("UPDATE run SET state = 'completed' WHERE number = 1")
        try fixture.change("UPDATE OR IGNORE run SET state = 'running' WHERE number = 2")
        #expect(
            try fixture.rows("SELECT state FROM run ORDER BY number")
                == [[.text("completed")], [.text("queued")]])
    }

    @Test("chunks of every size leave each run once, and the store tells how large the next may be")
    func chunks() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(
            NewSweep(name: "grid", identity: .null, plannedRunCount: 1_234))
        let inserter = RunInserter(
            fixture.writer, sweep: sweep.id, firstNumber: 1, namesAreDistinct: true)
        var start = 0
        for size in [1, 39, 40, 41, 80, 500, 533] {
            try inserter.insert(newRuns(start..<start + size))
            start += size
        }
        try inserter.finish()
        #expect(inserter.chunkSize >= 125)
        try fixture.writer.finishExpanding(sweep.id)
        #expect(
            try fixture.reader().runs(of: sweep.id).map(\.name) == (0..<1_234).map { "r\($0)" })
    }

    @Test("a chunk for which the lock would be held too long is stored in parts")
    func parts() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(
            NewSweep(name: "grid", identity: .null, plannedRunCount: 1_241))
        let inserter = RunInserter(
            fixture.writer, sweep: sweep.id, firstNumber: 1, namesAreDistinct: true, patience: .zero
        )
        try inserter.insert(newRuns(0..<1_000))
        try inserter.insert(newRuns(1_000..<1_241))
        try inserter.finish()
        #expect(inserter.chunkSize == 125)
        try fixture.writer.finishExpanding(sweep.id)
        #expect(
            try fixture.reader().runs(of: sweep.id).map(\.name) == (0..<1_241).map { "r\($0)" })
        // 400, 400 and 40 at a time, then one by one.
        #expect(try fixture.rows("SELECT count(DISTINCT rev) > 4 FROM run") == [[.integer(1)]])
    }

    @Test("a chunk that cannot be stored is told at the next one or at the end")
    func failedChunk() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(NewSweep(name: "grid", identity: .null))
        let inserter = RunInserter(fixture.writer, sweep: sweep.id, firstNumber: 1)
        let run = newRuns(0..<1)[0]
        let same = NewRun(
            uid: run.uid, name: "other", canonicalConfiguration: "{}", parameters: [], seed: 0,
            place: run.place)
        try inserter.insert([run, same])
        #expect(throws: StoreError.self) { try inserter.finish() }
        #expect(try fixture.writer.insertedRunCount(of: sweep.id) == 0)
    }

    @Test("a run's name that is taken in its sweep gets the run's number")
    func runNames() throws {
        let fixture = try Fixture()
        let sweep = try fixture.writer.createSweep(NewSweep(name: "grid", identity: .null))
        let runs = newRuns(0..<3).map {
            NewRun(
                name: "same", canonicalConfiguration: $0.configuration, parameters: $0.parameters,
                seed: 0, place: $0.place)
        }
        try fixture.writer.insertRuns(runs, into: sweep.id, firstNumber: 1)
        #expect(
            try fixture.reader().runs(of: sweep.id).map(\.name) == ["same", "same-2", "same-3"])
    }

    @Test("what was launched where is kept with the sweep")
    func environment() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let sweep = try fixture.reader().sweep("test")
        var environment = LaunchEnvironment()
        environment.cpu = "a CPU"
        environment.isGitDirty = true
        environment.gitDiff = "+\u{0}\n"
        try fixture.writer.recordEnvironment(environment, of: sweep.id)
        try fixture.writer.recordEvent(kind: "note", sweep: sweep.id, message: "hello")
        #expect(try fixture.reader().detail(of: attempt.run)?.environment == environment)
        #expect(try fixture.reader().events(of: sweep.id).map(\.kind) == ["started", "note"])
    }

    @Test(
        "stored JSON is read back exactly",
        arguments: [
            #"{"":{},"a":[1,-2.5,1e+300,true,null,{"b":"x\"\\\n\u0001é😀"}]}"#,
            "[]", "9223372036854775807", "\"\"", "5e-324",
        ])
    func values(json: String) throws {
        #expect(try #require(ValueParser.parse(json)).canonicalJSON == json)
    }

    @Test(
        "what is not JSON is not read",
        arguments: ["", "{", "[1,]", "tru", "\"a", "1 2", "{\"a\"}", "\"\\x\"", "\"\\ud800\""])
    func brokenValues(text: String) { #expect(ValueParser.parse(text) == nil) }

    @Test("escaped surrogate pairs are one character")
    func surrogates() { #expect(ValueParser.parse(#""\ud83d\ude00""#) == .text("😀")) }
}
