/// A sweep as somebody sees it who watches: values alone, whatever the store is.
package struct WatchedSweep: Sendable, Equatable {
    package var id: SweepID
    package var uid: UID
    package var name: String
    package var state: SweepState
    package var objective: Objective?
    /// In file order.
    package var variedNames: [String]
    /// Every parameter that a run has: the varied ones in file order, then the others by name.
    package var parameterNames: [String]
    /// In the order in which they first appeared.
    package var metricNames: [String]
    /// `nil` for a sweep that came from elsewhere.
    package var plannedRunCount: Int?
    /// Runs per state. A lost one counts as running, and in `lostCount` too.
    package var counts: [RunState: Int]
    package var lostCount: Int
    /// Diverged runs; they are among the failed ones.
    package var divergedCount: Int
    package var createdAt: SweepInstant
    package var endedAt: SweepInstant?
    package var isArchived: Bool
    package var note: String?
    /// By name.
    package var tags: [String]

    package init(
        id: SweepID, uid: UID, name: String, state: SweepState, objective: Objective?,
        variedNames: [String], parameterNames: [String], metricNames: [String],
        plannedRunCount: Int? = nil, counts: [RunState: Int] = [:], lostCount: Int = 0,
        divergedCount: Int = 0, createdAt: SweepInstant, endedAt: SweepInstant? = nil,
        isArchived: Bool = false, note: String? = nil, tags: [String] = []
    ) {
        self.id = id
        self.uid = uid
        self.name = name
        self.state = state
        self.objective = objective
        self.variedNames = variedNames
        self.parameterNames = parameterNames
        self.metricNames = metricNames
        self.plannedRunCount = plannedRunCount
        self.counts = counts
        self.lostCount = lostCount
        self.divergedCount = divergedCount
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.isArchived = isArchived
        self.note = note
        self.tags = tags
    }

    package var runCount: Int { counts.values.reduce(0, +) }
}
