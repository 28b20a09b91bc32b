/// The places of a grid that `when` and `where` leave.
package enum AdmittedGrid {
    /// The most combinations that are looked at.
    package static let mostCombinations = 10_000_000

    /// The indices (of mixed radix, the last parameter varies fastest) whose configurations exist, each configuration
    /// once: where a parameter does not act, the index with its first value stands for all.
    ///
    /// The parameters are those of a grid, with a product of at most `mostCombinations`; constants are the values of
    /// what is not swept.
    package static func indices(
        of parameters: [SweptParameter], constants: [String: Value],
        constraints: SearchConstraints
    ) throws(ExpressionError) -> [Int] {
        let counts = parameters.map { $0.distribution.gridCount ?? 0 }
        let total = counts.reduce(1, *)
        guard total > 0 else { return [] }
        let constants = constants.mapValues { Operand($0) }
        let axes = Dictionary(
            parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var digits = [Int](repeating: 0, count: counts.count)
        var values = parameters.map { Operand($0.distribution.gridValue(at: 0)) }
        var kept: [Int] = []
        for index in 0..<total {
            let idle = try constraints.idleParameters { name in
                axes[name].map { values[$0] } ?? constants[name] ?? .undefined
            }
            if let idle, idle.allSatisfy({ name in axes[name].map { digits[$0] == 0 } ?? true }) {
                kept.append(index)
            }
            // Like a counter: the last digit that can grow does, and those after it begin anew.
            var axis = counts.count - 1
            while axis >= 0 {
                digits[axis] = digits[axis] + 1 < counts[axis] ? digits[axis] + 1 : 0
                values[axis] = Operand(parameters[axis].distribution.gridValue(at: digits[axis]))
                if digits[axis] > 0 { break }
                axis -= 1
            }
        }
        return kept
    }
}
