/// How much one look may read: whatever is reached first ends it.
package struct LookLimit: Sendable, Equatable {
    package var time: Duration
    /// Runs and points together.
    package var rowCount: Int

    package init(time: Duration, rowCount: Int = .max) {
        self.time = time
        self.rowCount = rowCount
    }

    /// While sweeps are at work: their writers must not find the log held.
    package static let live = LookLimit(time: .milliseconds(5))
    /// While there is a lot that was never read before: as much as is shown in a frame or two, so that what
    /// waits to be taken stays small.
    package static let loading = LookLimit(time: .milliseconds(30), rowCount: 32_768)
}

/// What is left of a look's limit.
struct LookBudget {
    private let end: ContinuousClock.Instant
    private(set) var rowCount: Int

    init(_ limit: LookLimit, from start: ContinuousClock.Instant = .now) {
        end = start + limit.time
        rowCount = limit.rowCount
    }

    private init(end: ContinuousClock.Instant, rowCount: Int) {
        self.end = end
        self.rowCount = rowCount
    }

    var isOver: Bool { rowCount <= 0 || ContinuousClock.now >= end }

    mutating func spend(_ count: Int) { rowCount -= min(count, rowCount) }

    /// Half of what is left, for one who must leave something to others; spend here what was spent there.
    func half() -> LookBudget {
        let now = ContinuousClock.now
        return LookBudget(end: now + (end - now) / 2, rowCount: max(1, rowCount / 2))
    }
}
