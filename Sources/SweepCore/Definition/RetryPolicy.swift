/// How often a run that failed by itself is tried again (`retry` in the sweep file).
package struct RetryPolicy: Sendable, Hashable {
    /// So many failures of a run lead to another attempt.
    package var failures: Int
    /// Which of them; a diverged run is an outcome and never among them.
    package var causes: Set<FailureReason>

    package init(failures: Int, causes: Set<FailureReason>) {
        self.failures = failures
        self.causes = causes.subtracting([.diverged, .lost])
    }

    /// Nothing is tried again by itself.
    package static let none = RetryPolicy(failures: 0, causes: [])

    /// Whether a run that has failed for this reason is tried again, `count` failures came before.
    package func allows(_ reason: FailureReason, after count: Int) -> Bool {
        count < failures && causes.contains(reason)
    }
}
