/// How one parameter of a sweep varies: the distributions of a W&B sweep file (`formats.md` §a).
package enum ParameterDistribution: Sendable, Hashable {
    case constant(Value)
    case categorical([Value], probabilities: [Double]? = nil)
    case integerUniform(minimum: Int64, maximum: Int64)
    case quantizedUniform(minimum: Double, maximum: Double, quantum: Double)
    /// Any other distribution, by its W&B name; only a search method can draw from it.
    case continuous(name: String, arguments: [String: Double])

    /// The name as the sweep file writes it.
    package var name: String {
        switch self {
        case .constant: "constant"
        case .categorical(_, probabilities: nil): "categorical"
        case .categorical: "categorical_w_probabilities"
        case .integerUniform: "int_uniform"
        case .quantizedUniform: "q_uniform"
        case .continuous(let name, _): name
        }
    }

    /// The number of grid values, or `nil` when a grid cannot take this distribution.
    ///
    /// `int_uniform` includes its maximum; `q_uniform` excludes it, as numpy's `arange(min, max, q)` does
    /// and W&B's grid with it. The count saturates at `Int.max`.
    package var gridCount: Int? {
        switch self {
        case .constant: return 1
        case .categorical(let values, _): return values.count
        case .integerUniform(let minimum, let maximum):
            let (span, overflow) = maximum.subtractingReportingOverflow(minimum)
            return overflow || span == Int64.max ? Int.max : max(0, Int(span) + 1)
        case .quantizedUniform(let minimum, let maximum, let quantum):
            let count = ((maximum - minimum) / quantum).rounded(.up)
            return count >= 0x1p62 ? Int.max : max(0, Int(count))
        case .continuous: return nil
        }
    }

    /// Returns grid value number `index`, counted from 0.
    ///
    /// - Precondition: `0 ..< gridCount` contains `index`.
    package func gridValue(at index: Int) -> Value {
        switch self {
        case .constant(let value): return value
        case .categorical(let values, _): return values[index]
        case .integerUniform(let minimum, _): return .integer(minimum + Int64(index))
        case .quantizedUniform(let minimum, _, let quantum):
            // numpy's arange computes its step as (start + step) - start, and so do we: same bits.
            let delta = (minimum + quantum) - minimum
            return .number(minimum + Double(index) * delta)
        case .continuous:
            preconditionFailure("a grid has no values of \(name)")
        }
    }

    /// Whether a grid over this distribution gives more than one value.
    package var isVaried: Bool { (gridCount ?? 2) > 1 }

    /// The normal form that enters a sweep's identity.
    package var identity: Value {
        switch self {
        case .constant(let value):
            return .map(["value": value])
        case .categorical(let values, let probabilities):
            var map: [String: Value] = ["values": .list(values)]
            if let probabilities { map["probabilities"] = .list(probabilities.map(Value.number)) }
            return .map(map)
        case .integerUniform(let minimum, let maximum):
            return .map([
                "distribution": .text(name), "max": .integer(maximum), "min": .integer(minimum),
            ])
        case .quantizedUniform(let minimum, let maximum, let quantum):
            return .map([
                "distribution": .text(name), "max": .number(maximum), "min": .number(minimum),
                "q": .number(quantum),
            ])
        case .continuous(let name, let arguments):
            var map = arguments.mapValues(Value.number)
            map["distribution"] = .text(name)
            return .map(map)
        }
    }
}

/// One parameter of a sweep: its full (dotted) name, how it varies, and where the file says so.
package struct SweptParameter: Sendable, Hashable {
    package let name: String
    package let distribution: ParameterDistribution
    /// The line in the sweep file, counted from 1; 0 when it came from `--set`.
    package let line: Int

    package init(name: String, distribution: ParameterDistribution, line: Int = 0) {
        self.name = name
        self.distribution = distribution
        self.line = line
    }
}
