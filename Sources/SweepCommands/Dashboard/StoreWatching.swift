import SweepCore
import SweepStore

/// Looks at a database through the store.
struct StoreWatching: Watching {
    private let path: String
    private let clock: SweepClock
    private var reader: StoreReader?
    private var version: Int64?
    var isFocused = true

    init(path: String, clock: @escaping SweepClock = systemClock) {
        self.path = path
        self.clock = clock
    }

    mutating func forget() { version = nil }

    mutating func look(_ request: WatchRequest) -> (news: [Observation], wait: Duration) {
        do {
            let reader = try self.reader ?? StoreReader(path: path, clock: clock)
            self.reader = reader
            let now = try reader.dataVersion()
            guard now != version else { return ([], .milliseconds(250)) }
            version = now
            let sweeps = try reader.sweeps().map { overview in
                WatchedSweep(
                    id: overview.sweep.id, uid: overview.sweep.uid, name: overview.sweep.name,
                    state: overview.sweep.state, objective: overview.sweep.objective,
                    variedNames: overview.sweep.variedNames, parameterNames: [], metricNames: [],
                    createdAt: overview.sweep.createdAt)
            }
            return (
                [.sweeps(sweeps), .watching(request.sweep ?? sweeps.first?.id)], .milliseconds(250)
            )
        } catch {
            return ([.trouble("\(error)")], .seconds(1))
        }
    }
}
