import Foundation
import GRDBSQLite
import SweepCore
import SweepStore
import Testing

/// What somebody knows who has taken every observation in order.
struct Picture: Equatable {
    /// A point whose NaN equals itself.
    struct Point: Equatable {
        let step: Int64
        let bits: UInt64
        let time: Int64

        init(_ point: CurvePoint) {
            step = point.step
            bits = point.value.isNaN ? Double.nan.bitPattern : point.value.bitPattern
            time = point.time
        }
    }

    var sweeps: [WatchedSweep] = []
    var watching: SweepID?
    var runs: [RunID: WatchedRun] = [:]
    var isComplete = false
    var curves: [CurveKey: [Point]] = [:]
    var completeCurves: Set<CurveKey> = []
    var closeUps: [CurveKey: [Point]] = [:]
    var epochs: [RunID: Int64?] = [:]
    var workers: [WatchedWorker] = []
    var events: [WatchedEvent] = []
    var trouble: String?

    mutating func take(_ observation: Observation) {
        switch observation {
        case .sweeps(let all): sweeps = all
        case .watching(let sweep):
            if sweep != watching { (runs, isComplete) = ([:], false) }
            watching = sweep
        case .runs(let changed, let isAll):
            for run in changed { runs[run.id] = run }
            isComplete = isAll
        case .removed(let gone): for run in gone { runs[run] = nil }
        case .points(let key, let points, let isReset, let isAll):
            if isReset { curves[key] = [] }
            curves[key, default: []] += points.map(Point.init)
            if isAll { completeCurves.insert(key) } else { completeCurves.remove(key) }
        case .closeUp(let key, _, let points, _): closeUps[key] = points.map(Point.init)
        case .epochLength(let run, let steps): epochs[run] = .some(steps)
        case .portrait: break
        case .workers(let all): workers = all
        case .events(let lines, let isReset): events = isReset ? lines : events + lines
        case .health: break
        case .trouble(let text): trouble = text
        }
    }
}

/// A watcher with what it has told.
final class Watch {
    let watcher: StoreWatcher
    var request = WatchRequest()
    private(set) var picture = Picture()

    init(
        _ fixture: Fixture, path: String? = nil, host: ProcessIdentity = .current(),
        probe: @escaping ProcessProbe = ProcessIdentity.probe,
        onOpen: @escaping (OpaquePointer) -> Void = { _ in }
    ) {
        watcher = StoreWatcher(
            path: path ?? fixture.path, clock: fixture.clock.clock, host: host, probe: probe,
            onOpen: onOpen)
    }

    @discardableResult
    func look(_ limit: LookLimit? = nil) -> StoreWatcher.Look {
        let look = watcher.look(request, limit: limit)
        for observation in look.observations { picture.take(observation) }
        return look
    }

    /// Looks until there is nothing more to read; returns everything that was told.
    @discardableResult
    func settle(
        _ limit: LookLimit? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Observation] {
        var told: [Observation] = []
        for _ in 0..<100_000 {
            let look = look(limit)
            told += look.observations
            if look.isSettled { return told }
        }
        Issue.record("it never settles", sourceLocation: sourceLocation)
        return told
    }

    func run(_ id: RunID) throws -> WatchedRun { try #require(picture.runs[id]) }

    func values(_ key: CurveKey) -> [Double] {
        (picture.curves[key] ?? []).map { Double(bitPattern: $0.bits) }
    }
}

extension [Observation] {
    /// Without what tells only how the reading goes.
    var news: [Observation] {
        filter { if case .health = $0 { false } else { true } }
    }

    var health: DatabaseHealth? {
        for case .health(let health) in reversed() { return health }
        return nil
    }
}

extension LookLimit {
    static func rows(_ count: Int) -> LookLimit { LookLimit(time: .seconds(60), rowCount: count) }
}
