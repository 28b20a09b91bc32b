import Synchronization

/// Whether the call that is at work was asked to end.
///
/// SQLite looks at its own flag between instructions only, and 3.40 does not tell it to functions.
final class Interruption: Sendable {
    struct Requested: Error {}

    private let isRequested = Atomic<Bool>(false)

    func request() { isRequested.store(true, ordering: .relaxed) }

    /// Forgets requests that were for an earlier call.
    func begin() { isRequested.store(false, ordering: .relaxed) }

    /// - Throws: `Requested`.
    func check() throws {
        if isRequested.load(ordering: .relaxed) { throw Requested() }
    }
}
