import SweepCore

/// What a watcher keeps of a run that it has told of.
struct RunMemo {
    var uid: UID
    var name: String
    var state: RunState
    var hasDiverged: Bool
    var worker: WorkerID?
    var pointCount: Int64
    /// In which loading of the sweep it was told of last.
    var load: Int
}

/// The runs of a sweep that were told of, and what they amount to.
struct RunMemos {
    private(set) var byRun: [RunID: RunMemo] = [:]
    private(set) var counts: [RunState: Int] = [:]
    private(set) var divergedCount = 0
    private(set) var pointCount: Int64 = 0
    /// Of every worker: the runs that it has completed or pruned, and those that failed in its hands.
    private(set) var endsByWorker: [WorkerID: Ends] = [:]

    struct Ends: Equatable {
        var doneCount = 0
        var failedCount = 0
    }

    var count: Int { byRun.count }

    subscript(run: RunID) -> RunMemo? { byRun[run] }

    /// Returns what was there before.
    @discardableResult
    mutating func set(_ run: RunID, _ memo: RunMemo?) -> RunMemo? {
        let old = byRun[run]
        byRun[run] = memo
        if let old { add(old, -1) }
        if let memo { add(memo, 1) }
        return old
    }

    private mutating func add(_ memo: RunMemo, _ sign: Int) {
        let count = counts[memo.state, default: 0] + sign
        counts[memo.state] = count == 0 ? nil : count
        if memo.hasDiverged { divergedCount += sign }
        pointCount += Int64(sign) * memo.pointCount
        guard let worker = memo.worker else { return }
        switch memo.state {
        case .completed, .pruned: endsByWorker[worker, default: Ends()].doneCount += sign
        case .failed: endsByWorker[worker, default: Ends()].failedCount += sign
        default: break
        }
    }
}
