import SweepCore
import SweepDashboard
import SweepTestSupport

/// A sweep as a reader would show it, made from a few numbers.
struct SweepFixture {
    static let begin = SweepInstant(milliseconds: 1_764_079_200_000)  // 2025-11-25 14:00:00 UTC

    var sweep: WatchedSweep
    var runs: [WatchedRun] = []
    var workers: [WatchedWorker] = []
    var events: [WatchedEvent] = []
    var health: DatabaseHealth?
    var now = begin.adding(milliseconds: 842_000)

    init(
        varied: [String], objective: Objective? = Objective(metric: "val/loss", goal: .minimize),
        metrics: [String] = ["val/loss", "train/loss", "val/acc"], planned: Int? = nil
    ) {
        sweep = WatchedSweep(
            id: SweepID(1), uid: UID(stored: "k3m9w2x8q4t7"), name: "lr-width", state: .active,
            objective: objective, variedNames: varied, parameterNames: varied,
            metricNames: metrics, plannedRunCount: planned, createdAt: Self.begin)
    }

    /// Adds a run; the first one has number and id 1.
    mutating func add(
        _ parameters: [Value?], name: String? = nil, state: RunState = .completed,
        reason: String? = nil, value: Double? = nil, seed: Int = 0, start: Int64? = nil,
        end: Int64? = nil
    ) {
        let number = runs.count + 1
        let hasStarted = state != .queued
        let isFinished = state.isFinished
        let from = start ?? Int64(number) * 7_000
        runs.append(
            WatchedRun(
                id: RunID(Int64(number)), uid: UID(stored: "run\(number)"), number: number,
                name: name ?? "r\(number)", state: state, reason: reason, parameters: parameters,
                seed: seed, attempt: hasStarted ? 1 : 0,
                startedAt: hasStarted ? Self.begin.adding(milliseconds: from) : nil,
                endedAt: isFinished ? Self.begin.adding(milliseconds: end ?? from + 20_000) : nil,
                objective: value, objectiveStep: value.map { _ in 100 },
                latest: [
                    value.map { .init(step: 100, value: $0, minimum: $0, maximum: $0) },
                    value.map { .init(step: 100, value: $0 / 2, minimum: $0 / 2, maximum: $0) },
                    value.map { .init(step: 100, value: 1 - $0, minimum: 0, maximum: 1) },
                ]))
    }

    /// The observations that bring all of it.
    var observations: [Observation] {
        var sweep = sweep
        for run in runs { sweep.counts[run.state, default: 0] += 1 }
        sweep.divergedCount = runs.filter(\.hasDiverged).count
        sweep.lostCount = runs.filter(\.isLost).count
        return [
            .sweeps([sweep]), .watching(sweep.id), .workers(workers),
            .runs(runs, isComplete: true), .events(events, isReset: true),
        ] + (health.map { [.health($0)] } ?? [])
    }

    /// A dashboard that has seen all of it.
    func model(
        columns: Int = 100, rows: Int = 30, glyphs: GlyphSet = .braille,
        colors: ColorDepth = .indexed256,
        screen: DashboardModel.Screen = .sweep
    ) -> DashboardModel {
        var model = DashboardModel(
            size: Size(columns: columns, rows: rows),
            settings: DashboardSettings(glyphs: glyphs, colors: colors), now: now)
        _ = update(&model, .observed(observations))
        _ = update(&model, .key(.character(Unicode.Scalar(UInt8(48 + screen.rawValue)))))
        return model
    }

    /// Learning rate by width as in the mock-up: 35 configurations, some diverged, some still to come.
    static func grid() -> SweepFixture {
        let rates = [0.1, 0.03, 0.01, 0.003, 0.001, 0.0005, 0.0001]
        let widths = [64, 128, 256, 512, 1024]
        let values: [[Double?]] = [
            [.nan, .nan, .nan, .nan, nil],
            [0.31, 0.28, 0.22, .nan, .nan],
            [0.15, 0.13, 0.11, 0.12, 0.14],
            [0.094, 0.087, 0.0812, 0.088, 0.092],
            [0.121, 0.095, 0.0871, 0.0833, 0.086],
            [0.18, 0.13, 0.1013, 0.0902, 0.089],
            [0.61, 0.58, 0.47, 0.44, nil],
        ]
        var fixture = SweepFixture(varied: ["lr", "width"], planned: 40)
        for (row, rate) in rates.enumerated() {
            for (column, width) in widths.enumerated() {
                let parameters: [Value?] = [.number(rate), .integer(Int64(width))]
                let name = "lr\(rate)-w\(width)"
                switch values[row][column] {
                case nil: fixture.add(parameters, name: name, state: .queued)
                case .some(let value) where value.isNaN:
                    fixture.add(parameters, name: name, state: .failed, reason: "diverged")
                case .some(let value) where row == 5 && column == 4:
                    fixture.add(
                        parameters, name: name, state: .running, value: value, start: 830_000)
                case .some(let value):
                    let isPruned = value > 0.4
                    fixture.add(
                        parameters, name: name, state: isPruned ? .pruned : .completed, value: value
                    )
                }
            }
        }
        return fixture
    }
}

extension Array where Element == String {
    /// The lines as one text, for comparing with a multi-line literal.
    var text: String { joined(separator: "\n") }
}

extension SweepFixture {
    /// The grid with four workers of two processes, a log and a database.
    static func pool() -> SweepFixture {
        var fixture = grid()
        let now = fixture.now
        for index in 0..<4 {
            let number = Int64(index + 1)
            let isSilent = index == 2
            fixture.workers.append(
                WatchedWorker(
                    id: WorkerID(number), name: "w\(number)", host: "hal", pid: 30_211 + index / 2,
                    thread: index, registeredAt: begin,
                    seenAt: now.adding(milliseconds: isSilent ? -17_200 : -300 * number),
                    cpu: index < 2 ? 1.93 : 0.98, memory: 222_298_112 + 4_000_000 * number,
                    runs: index == 3 ? [] : index == 0 ? [RunID(30), RunID(29)] : [RunID(30)],
                    leaseExpiresAt: now.adding(milliseconds: isSilent ? 12_800 : 29_000),
                    doneCount: 6 + index, failedCount: index == 1 ? 2 : 0,
                    step: index == 3 ? nil : 1_000))
        }
        fixture.health = DatabaseHealth(
            path: "experiments.db", fileBytes: 43_201_003, logBytes: 1_887_436,
            dataVersion: 10_442, pointCount: 1_204_000, readMilliseconds: 0.4,
            looksPerSecond: 4.1, lagMilliseconds: 120, schema: 5)
        let kinds = ["started", "completed", "started", "diverged", "interrupted", "extended"]
        for index in 0..<40 {
            let run = Int64(1 + index % 30)
            let kind = kinds[index % kinds.count]
            fixture.events.append(
                WatchedEvent(
                    id: Int64(100 + index), time: begin.adding(milliseconds: Int64(index) * 21_000),
                    run: RunID(run), runName: fixture.runs[Int(run) - 1].name,
                    worker: WorkerID(1), attempt: 1, kind: kind,
                    message: kind == "diverged" ? "loss NaN before step 301" : nil))
        }
        return fixture
    }
}

extension SweepFixture {
    /// Any number of runs in any state with any parameters, names that try to drive a terminal included.
    static func random(using generator: inout SeededGenerator) -> SweepFixture {
        let names = ["lr", "a very long parameter name", "日本語", "x\u{1B}[2J", "step"]
        let varied = Array(names.prefix(Int.random(in: 0...5, using: &generator)))
        let objective: Objective? =
            Int.random(in: 0..<6, using: &generator) == 0
            ? nil
            : Objective(
                metric: "val/loss", goal: Bool.random(using: &generator) ? .minimize : .maximize)
        var fixture = SweepFixture(
            varied: varied, objective: objective,
            planned: Bool.random(using: &generator)
                ? nil : Int.random(in: 0...100, using: &generator))
        for _ in 0..<Int.random(in: 0...60, using: &generator) {
            let parameters = varied.map { _ in value(using: &generator) }
            let state = RunState.allCases.randomElement(using: &generator) ?? .queued
            let hasDiverged = state == .failed && Bool.random(using: &generator)
            let exponent = Int.random(in: -300...300, using: &generator)
            var objectiveValue: Double?
            if !hasDiverged, Bool.random(using: &generator) {
                objectiveValue =
                    Bool.random(using: &generator)
                    ? Double.random(in: -1...1, using: &generator)
                    : Double(sign: .plus, exponent: exponent, significand: 1.5)
            }
            fixture.add(
                parameters, name: "r\u{1B}]0;\(fixture.runs.count)日本",
                state: state, reason: hasDiverged ? "diverged" : nil, value: objectiveValue,
                seed: Int.random(in: 0...2, using: &generator),
                start: Int64.random(in: -5_000...900_000, using: &generator),
                end: Int64.random(in: -5_000...900_000, using: &generator))
            if state == .running, Bool.random(using: &generator) {
                fixture.runs[fixture.runs.count - 1].isLost = true
            }
        }
        return fixture
    }

    private static func value(using generator: inout SeededGenerator) -> Value? {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: nil
        case 1: .text(["adam", "sgd", "a \"quote\"", ""].randomElement(using: &generator) ?? "")
        case 2: .flag(Bool.random(using: &generator))
        case 3: .list([.integer(Int64.random(in: 0...2, using: &generator))])
        case 4: .number(Double(bitPattern: generator.next()))
        case 5: .number(Double.random(in: 0...1, using: &generator))
        default: .integer(Int64.random(in: 0...40, using: &generator))
        }
    }
}
