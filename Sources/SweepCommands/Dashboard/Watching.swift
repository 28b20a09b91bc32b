package import SweepCore

/// What the dashboard's reading thread looks at: the store, or in tests something that is told what to say.
package protocol Watching {
    /// What is new since the look before, and how long to wait before the next one: no time when there is more.
    ///
    /// Never throws: that reading fails is an observation too.
    mutating func look(_ request: WatchRequest) -> (news: [Observation], wait: Duration)

    /// Forgets what it has seen, so that the next look begins anew.
    mutating func forget()

    /// Whether somebody looks at the terminal; a watcher can take it easy where nobody does.
    var isFocused: Bool { get set }
}
