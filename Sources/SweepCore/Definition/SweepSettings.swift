/// What of a sweep file is no part of the sweep's identity, but whoever executes its runs must know.
package struct SweepSettings: Sendable, Hashable {
    package var keep: WeightPolicy
    package var retry: RetryPolicy

    package init(keep: WeightPolicy = .none, retry: RetryPolicy = .none) {
        self.keep = keep
        self.retry = retry
    }

    /// As it is stored; the order of the causes is fixed.
    package var value: Value {
        let causes = FailureReason.allCases.filter(retry.causes.contains)
        return .map([
            "keep": .text(keep.rawValue),
            "retry": .map([
                "failures": .integer(Int64(retry.failures)),
                "causes": .list(causes.map { .text($0.rawValue) }),
            ]),
        ])
    }

    /// Reads what is stored; what is missing or unknown there is as if the file had not said it.
    package init(stored value: Value?) {
        let map = value?.asMap ?? [:]
        let retry = map["retry"]?.asMap ?? [:]
        let causes = (retry["causes"]?.asList ?? []).compactMap {
            $0.asText.flatMap(FailureReason.init)
        }
        self.init(
            keep: map["keep"]?.asText.flatMap(WeightPolicy.init) ?? .none,
            retry: RetryPolicy(
                failures: Int(retry["failures"]?.asInteger ?? 0), causes: Set(causes)))
    }
}
