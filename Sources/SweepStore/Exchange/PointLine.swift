import Foundation
import SweepCore

/// Points of one series, as one line of a file has them.
struct PointLine: Sendable {
    /// The run's number within the sweep.
    let run: Int64
    let metric: String
    let steps: [Int64]
    let values: [Double]
    let times: [Int64]

    init(_ entries: [String: Value]) throws(LineProblem) {
        run = try (entries["run"] ?? .null).integer("run", in: ExchangeTable.numbers)
        guard let metric = entries["metric"]?.asText else {
            throw LineProblem("\"metric\" is missing")
        }
        self.metric = metric
        let steps = try Self.list("steps", entries)
        let values = try Self.list("values", entries)
        let times = try Self.list("times", entries)
        guard steps.count == values.count, steps.count == times.count else {
            throw LineProblem("\"steps\", \"values\" and \"times\" are not of one length")
        }
        self.steps = try Self.integers("steps", steps, in: ExchangeTable.steps)
        self.times = try Self.integers("times", times, in: ExchangeTable.times)
        var numbers: [Double] = []
        numbers.reserveCapacity(values.count)
        for value in values { numbers.append(try Self.number(value)) }
        self.values = numbers
    }

    private static func list(
        _ name: String, _ entries: [String: Value]
    ) throws(LineProblem) -> [Value] {
        guard let list = entries[name]?.asList else {
            throw LineProblem("\"\(name)\" is not a list")
        }
        return list
    }

    private static func integers(
        _ name: String, _ list: [Value], in range: ClosedRange<Int64>
    ) throws(LineProblem) -> [Int64] {
        var integers: [Int64] = []
        integers.reserveCapacity(list.count)
        for value in list { integers.append(try value.integer(name, in: range)) }
        return integers
    }

    private static func number(_ value: Value) throws(LineProblem) -> Double {
        switch value {
        case .number(let number): return number
        case .integer(let number): return Double(number)
        case .null: return .nan
        case .text("Infinity"): return .infinity
        case .text("-Infinity"): return -.infinity
        default: throw LineProblem("\"values\" holds something that is no number")
        }
    }
}

/// Weights as text.
enum Base64 {
    static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { Array($0) }
    }
}
