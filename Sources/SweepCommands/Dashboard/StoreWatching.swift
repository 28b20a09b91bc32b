import SweepCore
import SweepStore

/// Looks at a database through the store, as often as something may have happened.
struct StoreWatching: Watching {
    private let path: String
    private let clock: SweepClock
    private var watcher: StoreWatcher
    private var pace: LookPace
    private let tick: Duration?

    /// `tick` is between two looks, in place of a pace that follows what happens.
    init(path: String, clock: @escaping SweepClock = systemClock, tick: Duration? = nil) {
        self.path = path
        self.tick = tick
        self.clock = clock
        watcher = StoreWatcher(path: path, clock: clock)
        pace = LookPace(now: clock())
    }

    var isFocused: Bool {
        get { pace.isFocused }
        set { pace.isFocused = newValue }
    }

    mutating func forget() { watcher = StoreWatcher(path: path, clock: clock) }

    mutating func look(_ request: WatchRequest) -> (news: [Observation], wait: Duration) {
        let look = watcher.look(request)
        pace.looked(hasChange: !look.observations.isEmpty, at: clock())
        guard look.isSettled else { return (look.observations, .zero) }
        let pause = tick.map { isFocused ? $0 : max($0, LookPace.unwatched) }
        return (look.observations, pause ?? pace.wait(at: clock()))
    }
}
