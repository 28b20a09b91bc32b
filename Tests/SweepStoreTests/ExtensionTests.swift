import SweepCore
import SweepStore
import Testing

@Suite("Extending a sweep")
struct ExtensionTests {
    private let fixture: Fixture
    private let sweep: SweepRecord
    private let new = NewSweep(
        name: "test", identity: .map(["name": .text("later")]), source: "later",
        variedNames: ["lr", "depth"])

    init() throws {
        fixture = try Fixture()
        sweep = try fixture.sweep(runs: 4, groupSize: 2)
    }

    private func extend(by count: Int) throws {
        let earlier = try fixture.reader().earlierRuns(of: sweep.id)
        try fixture.writer.beginExtension(
            of: sweep.id, by: new, firstRun: earlier.firstNumber, adding: count)
    }

    private func insert(_ indices: Range<Int>) throws {
        let runs = indices.map { index in
            NewRun(
                name: "new\(index)",
                configuration: Configuration(["lr": .number(100 + Double(index))]), seed: 0,
                place: RunGrouping.Place(group: 2 + index, slot: 0, slots: 1))
        }
        try fixture.writer.insertRuns(
            runs, into: sweep.id, firstNumber: 5 + indices.lowerBound)
    }

    private func record() throws -> SweepRecord {
        try #require(try fixture.reader().overview(of: sweep.id)).sweep
    }

    @Test("the first and the latest definition find the sweep, and the history has both")
    func history() throws {
        try extend(by: 1)
        try insert(0..<1)
        try fixture.writer.finishExpanding(sweep.id)
        for identity in ["test", "later"] {
            let found = try fixture.writer.findSweep(identity: .map(["name": .text(identity)]))
            #expect(found?.id == sweep.id)
        }
        let record = try record()
        #expect(record.state == .active)
        #expect(record.variedNames == ["lr", "depth"])
        #expect(record.plannedRunCount == 5)
        let revisions = try fixture.reader().revisions(of: record)
        #expect(revisions.map(\.number) == [1, 2])
        #expect(revisions.map(\.firstRun) == [1, 5])
        #expect(revisions.map(\.definition) == [sweep.definition, record.definition])
        #expect(revisions.last?.source == "later")
    }

    @Test("earlier runs are those below the first new one, with their groups")
    func earlier() throws {
        let before = try fixture.reader().earlierRuns(of: sweep.id)
        #expect(before.firstNumber == 5)
        #expect(before.firstGroup == 2)
        #expect(before.insertedCount == 0)
        #expect(
            before.keys
                == Set(
                    (0..<4).map {
                        RunKey(Configuration(["lr": .number(0.5 + Double($0))]), seed: 0)
                    }))
        try extend(by: 3)
        try insert(0..<2)
        let cut = try fixture.reader().earlierRuns(of: sweep.id, before: 5)
        #expect(cut.keys == before.keys)
        #expect(cut.firstGroup == 2)
        #expect(cut.insertedCount == 2)
    }

    @Test("while runs are being added the sweep is not completed, and what is missing is noticed")
    func cut() throws {
        let worker = try fixture.worker()
        for group in 0..<2 {
            let claimed = try #require(try fixture.claim(sweep, group: group, worker: worker))
            for attempt in claimed.attempts { #expect(try fixture.end(attempt, .completed)) }
        }
        try fixture.writer.setState(of: sweep.id, to: .completed)
        #expect(try record().state == .completed)
        try extend(by: 2)
        try insert(0..<1)
        #expect(throws: StoreError.self) { try fixture.writer.finishExpanding(sweep.id) }
        let claimed = try #require(try fixture.claim(sweep, group: 2, worker: worker))
        for attempt in claimed.attempts { #expect(try fixture.end(attempt, .completed)) }
        try fixture.writer.setState(of: sweep.id, to: .completed)
        #expect(try record().state == .expanding)
        #expect(try record().endedAt == nil)
        try insert(0..<2)
        try fixture.writer.finishExpanding(sweep.id)
        #expect(try record().state == .active)
    }

    @Test("a sweep in no state for it is refused, and so are runs that another process has added")
    func refusals() throws {
        for state in [SweepState.paused, .stopping, .cancelled] {
            try fixture.writer.setState(of: sweep.id, to: state)
            #expect(throws: StoreError.self) { try extend(by: 1) }
        }
        try fixture.writer.setState(of: sweep.id, to: .active)
        #expect(throws: StoreError.self) {
            try fixture.writer.beginExtension(of: sweep.id, by: new, firstRun: 4, adding: 1)
        }
        #expect(try fixture.reader().revisions(of: record()).count == 1)
        #expect(try record().definition == sweep.definition)
    }

    @Test("a sweep without a history, as an imported table, begins one with what it has")
    func imported() throws {
        try fixture.change("DELETE FROM sweep_definition")
        #expect(try fixture.reader().revisions(of: sweep).map(\.definition) == [sweep.definition])
        try extend(by: 1)
        #expect(try fixture.reader().revisions(of: record()).map(\.number) == [1, 2])
    }

    @Test("an export carries the history, and a file of before has none")
    func exported() throws {
        try extend(by: 1)
        try insert(0..<1)
        try fixture.writer.finishExpanding(sweep.id)
        let lines = try ExchangeTests.lines(fixture)
        let copy = try Fixture()
        _ = try ExchangeTests.add(lines, to: copy)
        for identity in ["test", "later"] {
            #expect(try copy.writer.findSweep(identity: .map(["name": .text(identity)])) != nil)
        }
        for query in ExchangeTests.comparisons {
            #expect(try copy.rows(query) == fixture.rows(query), "\(query)")
        }
    }
}
