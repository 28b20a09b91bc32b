import SweepCore
import SweepStore
import SweepTestSupport
import Testing

/// A watcher that looks now and then, a little at a time, while anything happens to the database, knows in the
/// end what one knows that comes only then.
@Suite("A watcher among random changes")
struct WatcherPropertyTests {
    @Test("it ends up with what a fresh one sees", arguments: UInt64(1)...12)
    func agreement(seed: UInt64) throws {
        var world = try World(seed: seed)
        let watch = Watch(world.fixture)
        for _ in 0..<150 {
            try world.change()
            watch.request = world.request()
            if world.isOneOf(3) { watch.look(.rows(world.below(60) + 1)) }
        }
        watch.settle(.rows(world.below(60) + 1))
        let fresh = Watch(world.fixture)
        fresh.request = watch.request
        fresh.settle()
        let (a, b) = (watch.picture, fresh.picture)
        #expect(a.trouble == nil)
        #expect(a.sweeps == b.sweeps)
        #expect(a.watching == b.watching)
        #expect(a.runs == b.runs)
        #expect(a.isComplete && b.isComplete)
        #expect(a.workers == b.workers)
        #expect(a.events.suffix(500) == b.events)
        for key in watch.request.curves {
            #expect(a.curves[key] == b.curves[key], "\(key)")
            #expect(a.epochs[key.run] == b.epochs[key.run], "\(key)")
        }
    }
}

private struct World {
    let fixture: Fixture
    private var random: SeededGenerator
    private let workers: [WorkerID]
    private var sweeps: [SweepRecord] = []
    private var attempts: [Attempt] = []
    /// The next step of each run's metrics.
    private var steps: [RunID: Int64] = [:]
    private var wish = WatchRequest(wantsWorkers: true, wantsEvents: true)

    init(seed: UInt64) throws {
        fixture = try Fixture()
        random = SeededGenerator(seed: seed)
        workers = [try fixture.worker(), try fixture.worker()]
        try addSweep()
    }

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    mutating func isOneOf(_ count: Int) -> Bool { below(count) == 0 }

    /// What to ask for: mostly the same as before.
    mutating func request() -> WatchRequest {
        if isOneOf(5) {
            wish.sweep = isOneOf(2) ? nil : sweeps.randomElement(using: &random)?.id
        }
        if isOneOf(5) {
            wish.curves = (0..<below(5)).map { _ in
                CurveKey(
                    run: RunID(Int64(below(12) + 1)),
                    metric: ["loss", "validation/accuracy", "none"][below(3)])
            }
            var seen: Set<CurveKey> = []
            wish.curves = wish.curves.filter { seen.insert($0).inserted }
        }
        return wish
    }

    private mutating func addSweep() throws {
        let count = below(6) + 1
        let size = below(3) + 1
        sweeps.append(
            try fixture.sweep(
                "sweep", runs: count, groupSize: size,
                objective: Objective(
                    metric: "loss", goal: isOneOf(2) ? .minimize : .maximize)))
    }

    mutating func change() throws {
        guard let sweep = sweeps.randomElement(using: &random) else { return try addSweep() }
        let reader = try fixture.reader()
        let run = try reader.runs(of: sweep.id).randomElement(using: &random)
        switch below(20) {
        case 0: if sweeps.count < 4 { try addSweep() }
        case 1...3:
            let group = below(4)
            let worker = workers[below(2)]
            let claimed = try fixture.claim(sweep, group: group, worker: worker)
            for attempt in claimed?.attempts ?? [] {
                attempts.append(attempt)
                steps[attempt.run] = (claimed?.checkpoints[attempt.run]?.step ?? 0) + 1
            }
        case 4...9: try record()
        case 10:
            guard let attempt = attempts.randomElement(using: &random) else { return }
            let step = (steps[attempt.run] ?? 1) - 1
            try fixture.writer.save(
                Checkpoint(step: step, epoch: 0, content: [1]), of: attempt)
        case 11...12:
            guard !attempts.isEmpty else { return }
            let attempt = attempts.remove(at: below(attempts.count))
            let outcomes: [RunOutcome] = [
                .completed, .interrupted, .interrupted, .diverged(step: 3),
                .failed(.error, message: "no"),
            ]
            _ = try fixture.state(after: attempt, outcomes[below(5)], retries: isOneOf(2))
        case 13:
            fixture.clock.advance(Int64(below(20_000)))
            if isOneOf(2) {
                try wait { fixture.writer.renewLeases(of: [workers[0]], answer: $0) }
            }
        case 14:
            guard let run, run.state != .running, isOneOf(3) else { return }
            try fixture.writer.deleteRun(run.id)
        case 15:
            guard isOneOf(5), try reader.runs(of: sweep.id, state: .running).isEmpty else { return }
            sweeps.removeAll { $0.id == sweep.id }
            try fixture.writer.deleteSweep(sweep.id)
        case 16:
            guard let run else { return }
            try fixture.writer.rename(.run(run), to: "name\(below(1_000_000))")
        case 17:
            guard let run else { return }
            try fixture.writer.changeTags(
                of: isOneOf(3) ? .sweep(sweep) : .run(run), adding: ["t\(below(3))"],
                removing: ["t\(below(3))"])
        case 18:
            guard let run else { return }
            try fixture.writer.setArchived(isOneOf(2), [.run(run), .sweep(sweep)])
        default:
            _ = try fixture.writer.reclaimLost()
            let next = try reader.runs(of: sweep.id).map(\.number).max() ?? 0
            let name = isOneOf(2) ? "lr" : "extra\(below(3))"
            try fixture.writer.insertRuns(
                [
                    NewRun(
                        name: "more\(next)",
                        configuration: Configuration([
                            name: .number(Double(random.next() % 1_000_000))
                        ]), seed: 0,
                        place: RunGrouping.Place(group: 100 + next, slot: 0, slots: 1))
                ], into: sweep.id, firstNumber: next + 1)
        }
    }

    private mutating func record() throws {
        guard let attempt = attempts.randomElement(using: &random) else { return }
        let values: [Double] = (0..<(below(20) + 1)).map { _ in
            [.nan, .infinity, 1][below(3)] * Double(below(1_000))
        }
        let step = steps[attempt.run] ?? 1
        try fixture.record(attempt, values, from: step)
        if isOneOf(2) {
            try fixture.record(attempt, [0.5], of: "validation/accuracy", from: step)
        }
        steps[attempt.run] = step + Int64(values.count)
    }
}
