import SweepCore
import SweepStore
import Testing

@Suite("Checkpoints in the store")
struct CheckpointTests {
    private let fixture: Fixture
    private let worker: WorkerID
    private let sweep: SweepRecord

    init() throws {
        fixture = try Fixture()
        worker = try fixture.worker()
        sweep = try fixture.sweep(runs: 3, groupSize: 3)
    }

    private func claim() throws -> ClaimedGroup? { try fixture.claim(sweep, worker: worker) }

    private func save(_ attempt: Attempt, step: Int64, _ content: [UInt8] = [1, 2, 3]) throws {
        try fixture.writer.save(
            Checkpoint(step: step, epoch: 0, content: content), of: attempt)
    }

    private func contents(_ run: RunID) throws -> [[SQLValue]] {
        let id = run.rawValue
        return try fixture.rows(
            "SELECT metric, step, value FROM point WHERE run = \(id) ORDER BY 1, 2")
            + fixture.rows("SELECT * FROM summary WHERE run = \(id) ORDER BY metric")
            + fixture.rows("SELECT objective, objective_step FROM run WHERE id = \(id)")
    }

    @Test("a run goes on from its checkpoint: later points, summaries and objective are taken back")
    func rewind() throws {
        let attempts = try #require(try claim()).attempts
        for attempt in attempts {
            try fixture.record(attempt, [5, .nan, 3, 4])
            try fixture.record(attempt, [0.5], of: "accuracy", from: 4)
        }
        let before = try attempts.map { try contents($0.run) }
        for (index, attempt) in attempts.enumerated() {
            try save(attempt, step: 4, [UInt8(index)])
            try fixture.record(attempt, [-9, .infinity], from: 5)
            try fixture.record(attempt, [0.9], of: "later", from: 6)
            #expect(try fixture.end(attempt, .interrupted))
        }
        fixture.clock.advance(5_000)
        let again = try #require(try claim())
        #expect(again.checkpoints.count == 3)
        for (index, attempt) in again.attempts.enumerated() {
            #expect(again.checkpoints[attempt.run]?.content == [UInt8(index)])
            #expect(attempt.startedAt == attempts[index].startedAt)
            #expect(try contents(attempt.run) == before[index])
        }
        #expect(
            try fixture.rows("SELECT rewind FROM run")
                == [[1], [1], [1]].map { $0.map { .integer($0) } })
        // And on, as if nothing had been.
        try fixture.record(again.attempts[0], [2], from: 5)
        #expect(
            try fixture.rows(
                "SELECT count, minimum, minimum_step, last_step FROM summary WHERE run = 1 AND metric = 1"
            )
                == [[.integer(5), .real(2), .integer(5), .integer(5)]])
    }

    @Test("with nothing recorded after the checkpoint nothing is rewound")
    func nothingLater() throws {
        let attempt = try #require(try claim()).attempts[0]
        try fixture.record(attempt, [5, 4])
        try save(attempt, step: 2)
        #expect(try fixture.end(attempt, .interrupted))
        _ = try fixture.claim(sweep, worker: worker)
        #expect(try fixture.rows("SELECT rewind FROM run WHERE id = 1") == [[.integer(0)]])
    }

    @Test("runs that stand at different steps are claimed one step at a time, the earliest first")
    func differentSteps() throws {
        let attempts = try #require(try claim()).attempts
        try save(attempts[0], step: 9)
        try save(attempts[2], step: 9)
        for attempt in attempts { #expect(try fixture.end(attempt, .interrupted)) }
        let first = try #require(try claim())
        #expect(first.attempts.map(\.run) == [attempts[1].run])
        #expect(first.remainingCount == 2)
        #expect(first.slots == 3)
        let second = try #require(try claim())
        #expect(second.attempts.map(\.slot) == [0, 2])
        #expect(second.remainingCount == 0)
        #expect(try claim() == nil)
    }

    @Test("only the newest checkpoint of a run is kept, and none of one that has ended")
    func oneEach() throws {
        let attempts = try #require(try claim()).attempts
        for step in 1...3 { try save(attempts[0], step: Int64(step)) }
        try save(attempts[1], step: 7)
        let steps = "SELECT run, step FROM checkpoint ORDER BY run"
        #expect(
            try fixture.rows(steps) == [[.integer(1), .integer(3)], [.integer(2), .integer(7)]])
        #expect(try fixture.end(attempts[0], .completed))
        #expect(try fixture.end(attempts[1], .failed(.error, message: "no")))
        #expect(try fixture.rows("SELECT count(*) FROM checkpoint_summary") == [[.integer(0)]])
        #expect(try fixture.rows(steps).isEmpty)
    }

    @Test("an attempt that is no longer current stores no checkpoint")
    func fenced() throws {
        let attempt = try #require(try claim()).attempts[0]
        #expect(try fixture.end(attempt, .interrupted))
        try save(attempt, step: 4)
        #expect(try fixture.rows("SELECT * FROM checkpoint").isEmpty)
    }

    @Test("a run that is lost again and again is claimed last, and fails in the end")
    func stalls() throws {
        var states: [Bool] = []
        for round in 1...25 {
            guard try claim() != nil else { break }
            if round == 5, let attempt = try fixture.reader().runs(of: sweep.id).first {
                #expect(attempt.attempt == 5)
            }
            fixture.clock.advance(31_000)
            _ = try fixture.writer.reclaimLost()
            states.append(try fixture.reader().queuedGroups(of: sweep.id).first?.isStalled ?? false)
        }
        #expect(states.count == 20)
        #expect(states.firstIndex(of: true) == 2)
        let row = try fixture.rows("SELECT state, reason, attempt FROM run WHERE id = 1")
        #expect(row == [[.text("failed"), .text("lost"), .integer(20)]])
    }

    @Test("a newer checkpoint ends the row of losses")
    func progress() throws {
        for _ in 1...2 {
            _ = try claim()
            fixture.clock.advance(31_000)
            _ = try fixture.writer.reclaimLost()
        }
        let attempt = try #require(try claim()).attempts[0]
        try save(attempt, step: 1)
        #expect(
            try fixture.rows("SELECT stalls FROM run ORDER BY id")
                == [[0], [2], [2]].map { $0.map { .integer($0) } })
    }
}
