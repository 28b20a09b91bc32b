/// A run as somebody sees it who watches a sweep: one row of a list, small enough for ten thousand of them.
package struct WatchedRun: Sendable, Equatable, Identifiable {
    package var id: RunID
    package var uid: UID
    /// Counted from 1 within the sweep.
    package var number: Int
    package var name: String
    package var state: RunState
    /// `running` in the table, but no lease says that a worker is at it.
    package var isLost: Bool
    package var reason: String?
    package var message: String?
    /// In the order of `WatchedSweep.parameterNames`; `nil` for a parameter that the run does not have.
    package var parameters: [Value?]
    package var seed: Int
    package var attempt: Int
    /// Grows when points were removed; the run's curves are read anew then.
    package var rewind: Int
    package var worker: WorkerID?
    package var startedAt: SweepInstant?
    package var endedAt: SweepInstant?
    /// Finite; `nil` when there is none.
    package var objective: Double?
    package var objectiveStep: Int64?
    /// The latest value of each metric, in the order of `WatchedSweep.metricNames`; shorter than that when the
    /// run has none of the later ones.
    package var latest: [Latest?]
    package var note: String?
    /// By name.
    package var tags: [String]
    package var isArchived: Bool

    /// The newest point of a metric, and its extremes over all finite points.
    package struct Latest: Sendable, Equatable {
        package var step: Int64
        package var value: Double
        package var minimum: Double
        package var maximum: Double
        /// NaN where every point is NaN or infinite.
        package init(step: Int64, value: Double, minimum: Double, maximum: Double) {
            self.step = step
            self.value = value
            self.minimum = minimum
            self.maximum = maximum
        }

        /// Two NaNs are equal here, so that an unchanged row is known as such.
        package static func == (a: Latest, b: Latest) -> Bool {
            a.step == b.step && a.value.bitPattern == b.value.bitPattern
                && a.minimum.bitPattern == b.minimum.bitPattern
                && a.maximum.bitPattern == b.maximum.bitPattern
        }
    }

    package init(
        id: RunID, uid: UID, number: Int, name: String, state: RunState, isLost: Bool = false,
        reason: String? = nil, message: String? = nil, parameters: [Value?] = [], seed: Int = 0,
        attempt: Int = 0, rewind: Int = 0, worker: WorkerID? = nil, startedAt: SweepInstant? = nil,
        endedAt: SweepInstant? = nil, objective: Double? = nil, objectiveStep: Int64? = nil,
        latest: [Latest?] = [], note: String? = nil, tags: [String] = [], isArchived: Bool = false
    ) {
        self.id = id
        self.uid = uid
        self.number = number
        self.name = name
        self.state = state
        self.isLost = isLost
        self.reason = reason
        self.message = message
        self.parameters = parameters
        self.seed = seed
        self.attempt = attempt
        self.rewind = rewind
        self.worker = worker
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.objective = objective
        self.objectiveStep = objectiveStep
        self.latest = latest
        self.note = note
        self.tags = tags
        self.isArchived = isArchived
    }

    package var hasDiverged: Bool {
        state == .failed && reason == FailureReason.diverged.rawValue
    }

    /// The last step that any of its metrics has; `nil` before the first point.
    package var step: Int64? { latest.compactMap { $0?.step }.max() }
}
