package import SweepCore

/// Proposes every configuration of a grid once, in file order: the last parameter varies fastest.
///
/// A configuration's number is read as a number of mixed radix, one digit per parameter, so nothing is
/// stored per configuration and any of them can be asked for.
package struct GridSampler: Sampler {
    /// The parameters in file order with their numbers of values.
    private let axes: [(parameter: SweptParameter, count: Int)]
    /// The number of configurations, after `runCap`; saturates at `Int.max`.
    private let total: Int
    private var next = 0

    /// Makes the sampler of a definition whose parameters a grid can take.
    ///
    /// - Precondition: Every parameter is constant, categorical, int_uniform or q_uniform.
    package init(_ definition: SweepDefinition) {
        // The cap counts runs; a configuration whose last seeds are cut off is still one.
        let (seeds, cap) = (definition.seeds, definition.runCap)
        self.init(
            parameters: definition.parameters,
            runCap: cap.map { $0 / seeds + ($0.isMultiple(of: seeds) ? 0 : 1) })
    }

    /// Makes the sampler of the given parameters; `runCap` takes the first configurations in order.
    ///
    /// - Precondition: Every parameter is constant, categorical, int_uniform or q_uniform.
    package init(parameters: [SweptParameter], runCap: Int? = nil) {
        axes = parameters.map { parameter in
            guard let count = parameter.distribution.gridCount else {
                preconditionFailure(
                    "a grid cannot take \(parameter.name) from \(parameter.distribution.name)")
            }
            return (parameter, count)
        }
        let product =
            axes.contains { $0.count == 0 }
            ? 0
            : axes.reduce(1) { product, axis in
                let (next, overflow) = product.multipliedReportingOverflow(by: axis.count)
                return overflow ? Int.max : next
            }
        total = min(product, max(0, runCap ?? Int.max))
    }

    package var count: Int? { total }

    /// Returns configuration number `index`, counted from 0.
    ///
    /// - Precondition: `0 ..< count` contains `index`.
    /// - Complexity: O(*p*) in the number of parameters.
    package func configuration(at index: Int) -> [String: Value] {
        precondition(
            (0..<total).contains(index), "configuration \(index) of a grid of \(total)")
        var values: [String: Value] = [:]
        var rest = index
        for (parameter, count) in axes.reversed() {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: count)
            values[parameter.name] = parameter.distribution.gridValue(at: digit)
            rest = quotient
        }
        return values
    }

    package mutating func propose() -> [String: Value]? {
        guard next < total else { return nil }
        defer { next += 1 }
        return configuration(at: next)
    }
}
