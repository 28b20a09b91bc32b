import SweepCore

/// Checks that a grid is exact and of a size that was meant.
struct GridChecks {
    let allowRuns: Int
    let definition: SweepDefinition

    /// Checks each parameter and the number of runs; `place` is where `parameters` stands, `constraintPlace` where
    /// `where` or `when` does.
    func check(
        _ parameters: [ReadParameter], place: Place, constraintPlace: Place?
    ) throws(SweepFileError) {
        var combinations = 1
        for parameter in parameters {
            let (product, overflow) = combinations.multipliedReportingOverflow(
                by: try count(parameter))
            guard !overflow else {
                throw place.error(
                    "the grid has more than \(Int.max.grouped) configurations; give fewer values")
            }
            combinations = product
        }
        let configurations = try admitted(combinations, place: constraintPlace ?? place)
        let (seeds, runCap) = (definition.seeds, definition.runCap)
        let (all, overflows) = configurations.multipliedReportingOverflow(by: seeds)
        let runs = min(overflows ? Int.max : all, runCap ?? Int.max)
        let overflow = overflows && runCap == nil
        guard runs > allowRuns else { return }
        let product =
            seeds > 1 && runCap == nil
            ? " (\(configurations.grouped) configurations × \(seeds.grouped) seeds)" : ""
        let count = overflow ? "more than \(Int.max.grouped)" : runs.grouped
        throw place.error(
            "the grid has \(count) runs\(product); at most \(allowRuns.grouped) are allowed: "
                + "set run_cap, or give --allow-runs \(runs == Int.max || overflow ? "N" : "\(runs)")"
        )
    }

    /// How many of the combinations `when` and `where` leave; each is looked at.
    private func admitted(_ combinations: Int, place: Place) throws(SweepFileError) -> Int {
        guard !definition.constraints.isEmpty else { return combinations }
        guard combinations <= AdmittedGrid.mostCombinations else {
            throw place.error(
                "the grid has \(combinations.grouped) combinations before where and when; "
                    + "at most \(AdmittedGrid.mostCombinations.grouped) can be looked at")
        }
        do {
            let count = try AdmittedGrid.indices(
                of: definition.parameters, constants: definition.constants,
                constraints: definition.constraints
            ).count
            guard count > 0 else {
                throw place.error(
                    "where leaves none of the \(combinations.grouped) combinations of the grid")
            }
            return count
        } catch let error as ExpressionError {
            throw place.error("\(error)")
        } catch let error as SweepFileError {
            throw error
        } catch {
            throw place.error("\(error)")
        }
    }

    /// The number of the parameter's values, each of which is different.
    private func count(_ parameter: ReadParameter) throws(SweepFileError) -> Int {
        let name = parameter.name.quoted
        guard let count = parameter.distribution.gridCount else {
            throw parameter.place.error(
                "parameter \(name) is drawn from \(parameter.distribution.name); a grid takes "
                    + "constant, categorical, int_uniform and q_uniform")
        }
        guard count > 0 else {
            throw parameter.place.error(
                "parameter \(name) has no values: min is not below max, which q_uniform leaves out")
        }
        switch parameter.distribution {
        case .categorical(let values, _):
            var seen: Set<Value> = []
            for (value, place) in zip(values, parameter.valuePlaces)
            where !seen.insert(value).inserted {
                throw place.error(
                    "parameter \(name) has the value \(value.canonicalJSON.shown) twice; "
                        + "a grid runs every configuration once")
            }
        case .quantizedUniform(let minimum, let maximum, let quantum):
            // Far from zero a small step is lost in rounding, and values would repeat.
            guard minimum + quantum > minimum, maximum - quantum < maximum else {
                throw parameter.place.error(
                    "parameter \(name) goes in steps of \(Value.number(quantum).canonicalJSON), "
                        + "too small to change a value; give a larger q")
            }
        case .constant, .integerUniform, .continuous: break
        }
        return count
    }
}
