package import SweepCore

/// When to look next: often while something happens, seldom while nothing does or nobody watches.
package struct LookPace: Sendable, Equatable {
    package static let live: Duration = .milliseconds(100)
    package static let usual: Duration = .milliseconds(250)
    package static let idle: Duration = .seconds(1)
    package static let unwatched: Duration = .seconds(2)
    /// So long after a change more changes are expected.
    private static let liveMilliseconds: Int64 = 2_000
    private static let idleMilliseconds: Int64 = 10_000

    private var changedAt: SweepInstant

    /// Whether the terminal shows the program to somebody; one that does not say so counts as if it did.
    package var isFocused = true

    /// Begins as if something had just changed.
    package init(now: SweepInstant) { changedAt = now }

    /// Takes note of a look.
    package mutating func looked(hasChange: Bool, at now: SweepInstant) {
        // A clock that was set back must not keep the pace fast until it has caught up.
        if hasChange || now < changedAt { changedAt = now }
    }

    /// How long to wait after a look that is settled; one that is not goes on at once.
    package func wait(at now: SweepInstant) -> Duration {
        guard isFocused else { return Self.unwatched }
        switch now.milliseconds - changedAt.milliseconds {
        case ..<Self.liveMilliseconds: return Self.live
        case ..<Self.idleMilliseconds: return Self.usual
        default: return Self.idle
        }
    }
}
