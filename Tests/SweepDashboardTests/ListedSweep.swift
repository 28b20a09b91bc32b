import SweepCore
import SweepDashboard

/// A sweep for tests of the Runs screen: made up, and the same at every run.
struct ListedSweep {
    var sweep = WatchedSweep(
        id: SweepID(1), uid: UID(stored: "s0000000000a"), name: "digits", state: .active,
        objective: Objective(metric: "val/loss", goal: .minimize),
        variedNames: ["lr", "width"],
        parameterNames: ["lr", "width", "batch_size", "epochs", "optimizer"],
        metricNames: ["train/loss", "val/loss", "val/accuracy", "grad_norm"],
        createdAt: SweepInstant(milliseconds: 1_000))
    var runs: [WatchedRun] = []
    var observations: [Observation] = []
    var isComplete = true

    static let start: Int64 = 1_700_000_000_000
    static let now = SweepInstant(milliseconds: start + 251_000)

    /// Runs in every state: completed, running, pruned, diverged, failed, paused, cancelled, lost, queued.
    init(_ count: Int = 12) {
        for number in 1...max(1, count) where number <= count {
            runs.append(Self.run(number))
        }
    }

    static func run(_ number: Int) -> WatchedRun {
        let rates = [0.003, 0.001, 0.01, 0.0005]
        let widths: [Int64] = [64, 128, 256]
        let rate = rates[(number - 1) % 4]
        let width = widths[(number - 1) / 4 % 3]
        let seed = (number - 1) / 12
        var run = WatchedRun(
            id: RunID(Int64(number)), uid: UID(stored: "r" + padded(number, to: 11)),
            number: number, name: "lr\(RunText.parameter(.number(rate)))-w\(width)-s\(seed)",
            state: .completed,
            parameters: [
                .number(rate), .integer(width), .integer(64), .integer(10), .text("sgd"),
            ], seed: seed, attempt: 1, worker: WorkerID(Int64(number % 3 + 1)),
            startedAt: SweepInstant(milliseconds: start),
            endedAt: SweepInstant(milliseconds: start + 90_000 + Int64(number) * 1_000),
            objective: 0.08 + Double(number * 7 % 12) / 100 + Double(seed) / 1_000,
            objectiveStep: 8_700)
        let step = Int64(10_000)
        run.latest = [
            latest(step, 0.05), latest(step, (run.objective ?? 0) + 0.001), latest(step, 0.97),
            latest(step, 0.83),
        ]
        switch number % 12 {
        case 2, 5: set(&run, .running, step: 9_100)
        case 7: set(&run, .pruned, step: 1_000)
        case 8:
            run.state = .failed
            run.reason = "diverged"
            run.message = "loss is NaN at step 301"
            run.objective = nil
            run.latest = [latest(301, .nan), latest(300, 2.4), nil, nil]
        case 9:
            set(&run, .queued, step: nil)
            run.worker = nil
        case 10:
            set(&run, .running, step: 4_000)
            run.isLost = true
        default: break
        }
        return run
    }

    private static func set(_ run: inout WatchedRun, _ state: RunState, step: Int64?) {
        run.state = state
        if !state.isFinished { run.endedAt = nil }
        guard let step else {
            (run.startedAt, run.objective, run.objectiveStep) = (nil, nil, nil)
            run.latest = []
            return
        }
        run.latest = run.latest.map { $0.map { latest(step, $0.value) } }
    }

    static func latest(_ step: Int64, _ value: Double) -> WatchedRun.Latest {
        WatchedRun.Latest(step: step, value: value, minimum: value, maximum: value)
    }

    private static func padded(_ number: Int, to columns: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, columns - digits.count)) + digits
    }

    /// The model after all of it has been observed.
    func model(
        _ columns: Int = 100, _ rows: Int = 30, glyphs: GlyphSet = .braille,
        preferences: Preferences? = nil
    ) -> DashboardModel {
        var model = DashboardModel(
            size: Size(columns: columns, rows: rows),
            settings: DashboardSettings(glyphs: glyphs), now: Self.now)
        if let preferences { _ = update(&model, .restored(preferences)) }
        _ = update(&model, .observed(all))
        return model
    }

    var all: [Observation] {
        var sweep = sweep
        sweep.counts = [:]
        for run in runs { sweep.counts[run.state, default: 0] += 1 }
        sweep.lostCount = runs.filter(\.isLost).count
        return [
            .sweeps([sweep]), .watching(sweep.id), .runs(runs, isComplete: isComplete),
            .workers((1...3).map(Self.worker)),
        ] + observations
    }

    private static func worker(_ number: Int) -> WatchedWorker {
        WatchedWorker(
            id: WorkerID(Int64(number)), name: "w\(number)", host: "vm", pid: 30_210 + number,
            thread: number, registeredAt: SweepInstant(milliseconds: start), seenAt: now,
            runs: [RunID(Int64(number))])
    }

    /// Adds falling curves for the objective's metric of all runs that have begun.
    mutating func addCurves() {
        for run in runs where run.state != .queued {
            let points = (1...40).map { index -> CurvePoint in
                let isNaN = run.hasDiverged && index == 40
                let value = (run.objective ?? 0.5) + 2.0 / Double(index)
                return CurvePoint(
                    step: Int64(index * 250), value: isNaN ? .nan : value, time: Int64(index * 900))
            }
            observations.append(
                .points(
                    CurveKey(run: run.id, metric: "val/loss"), points, isReset: true,
                    isComplete: true))
        }
    }
}

/// Presses keys by their names; returns what is to be done outside.
@discardableResult
func press(_ keys: String, _ model: inout DashboardModel) -> [Command] {
    keys.split(separator: " ").flatMap { name -> [Command] in
        Key(named: String(name)).map { update(&model, .key($0)) } ?? []
    }
}
