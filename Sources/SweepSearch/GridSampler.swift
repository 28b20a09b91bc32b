package import SweepCore

/// Proposes every configuration of a grid once, in file order: the last parameter varies fastest.
///
/// A configuration's number is read as a number of mixed radix, one digit per parameter, so nothing is
/// stored per configuration and any of them can be asked for.
package struct GridSampler: Sampler {
    /// The parameters in file order with their numbers of values.
    private let axes: [(parameter: SweptParameter, count: Int)]
    /// Where there are constraints, the combinations that exist; otherwise all do.
    private let admitted: [Int]?
    private let constraints: SearchConstraints
    private let constants: [String: Operand]
    /// The number of configurations, after `runCap`; saturates at `Int.max`.
    private let total: Int
    private var next = 0

    /// Makes the sampler of a definition whose parameters a grid can take.
    ///
    /// - Precondition: Every parameter is constant, categorical, int_uniform or q_uniform, and the reader of sweep
    ///   files has found no fault in the constraints.
    package init(_ definition: SweepDefinition) {
        // The cap counts runs; a configuration whose last seeds are cut off is still one.
        let (seeds, cap) = (definition.seeds, definition.runCap)
        self.init(
            parameters: definition.parameters, constraints: definition.constraints,
            constants: definition.constants,
            runCap: cap.map { $0 / seeds + ($0.isMultiple(of: seeds) ? 0 : 1) })
    }

    /// Makes the sampler of the given parameters; `runCap` takes the first configurations in order.
    ///
    /// - Precondition: Every parameter is constant, categorical, int_uniform or q_uniform.
    package init(
        parameters: [SweptParameter], constraints: SearchConstraints = .none,
        constants: [String: Value] = [:], runCap: Int? = nil
    ) {
        self.constraints = constraints
        self.constants = constants.mapValues { Operand($0) }
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
        let most = max(0, runCap ?? Int.max)
        guard !constraints.isEmpty else {
            admitted = nil
            total = min(product, most)
            return
        }
        do {
            let indices = try AdmittedGrid.indices(
                of: parameters, constants: constants, constraints: constraints)
            admitted = Array(indices.prefix(most))
            total = min(indices.count, most)
        } catch {
            preconditionFailure("the constraints were not checked: \(error)")
        }
    }

    package var count: Int? { total }

    /// Writes the place of configuration number `index` on each axis, in the order of the parameters.
    func readDigits(at index: Int, into digits: inout [Int]) {
        var rest = admitted?[index] ?? index
        for axis in axes.indices.reversed() {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: axes[axis].count)
            digits[axis] = digit
            rest = quotient
        }
    }

    /// The parameters with their numbers of values, in file order.
    var axisCounts: [(parameter: SweptParameter, count: Int)] { axes }

    /// Returns configuration number `index`, counted from 0, without the parameters that do not act.
    ///
    /// - Precondition: `0 ..< count` contains `index`.
    /// - Complexity: O(*p*) in the number of parameters.
    package func configuration(at index: Int) -> [String: Value] {
        precondition(
            (0..<total).contains(index), "configuration \(index) of a grid of \(total)")
        var values: [String: Value] = [:]
        var rest = admitted?[index] ?? index
        for (parameter, count) in axes.reversed() {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: count)
            values[parameter.name] = parameter.distribution.gridValue(at: digit)
            rest = quotient
        }
        guard !constraints.conditions.isEmpty else { return values }
        do {
            let idle = try constraints.idleParameters { name in
                values[name].map { Operand($0) } ?? constants[name] ?? .undefined
            }
            for name in idle ?? [] { values[name] = nil }
        } catch {
            preconditionFailure("the constraints were not checked: \(error)")
        }
        return values
    }

    package mutating func propose() -> [String: Value]? {
        guard next < total else { return nil }
        defer { next += 1 }
        return configuration(at: next)
    }
}
