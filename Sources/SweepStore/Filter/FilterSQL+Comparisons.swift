import SweepCore

extension FilterSQL {
    mutating func sql(
        _ subject: FilterSubject, _ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand,
        name: RunFilter.Name, column: Int
    ) throws -> String {
        if case .flag = operand, comparison != .equal, comparison != .unequal {
            throw FilterError("true and false are compared with = and != only", column: column)
        }
        switch subject {
        case .parameter(let parameter): return sql(parameter: parameter, comparison, operand)
        case .field(let field):
            let value = try number(operand, name: name, column: column)
            return "\(sql(field)) \(comparison.rawValue) \(bind(value))"
        case .metric(let metric, let summary):
            let value = try number(operand, name: name, column: column)
            return "\(sql(metric, summary)) \(comparison.rawValue) \(bind(value))"
        }
    }

    private func number(
        _ operand: RunFilter.Operand, name: RunFilter.Name, column: Int
    ) throws -> any SQLBindable {
        switch operand {
        case .integer(let value): return value
        case .number(let value): return value
        case .flag, .text:
            throw FilterError(
                "\"\(name.text.visible)\" is compared with a number", column: column)
        }
    }

    private mutating func sql(_ field: RunFilter.Field) -> String {
        switch field {
        case .objective: "run.objective"
        case .seed: "run.seed"
        case .number: "run.number"
        case .step: "run.objective_step"
        case .seconds:
            """
            ((CASE WHEN run.state = 'running' THEN \(bindNow()) ELSE run.ended_at END \
            - run.started_at) / 1000.0)
            """
        case .attempts: "run.attempt"
        }
    }

    private mutating func sql(
        _ metric: FilterSubject.Metric, _ summary: FilterSubject.Summary
    ) -> String {
        let key = bind(metric.id)
        func select(_ value: String) -> String {
            """
            (SELECT series.\(value) FROM summary AS series \
            WHERE series.run = run.id AND series.metric = \(key))
            """
        }
        switch summary {
        case .minimum: return select("minimum")
        case .maximum: return select("maximum")
        case .value:
            return """
                (CASE WHEN (SELECT owner.metric FROM sweep AS owner WHERE owner.id = run.sweep) \
                IS \(bind(metric.name)) THEN run.objective ELSE \(select("last")) END)
                """
        }
    }

    /// A value of another kind than the operand is unequal to it, and neither less nor greater.
    private mutating func sql(
        parameter: String, _ comparison: RunFilter.Comparison, _ operand: RunFilter.Operand
    ) -> String {
        let key = bind(parameter)
        let isUnequal = comparison == .unequal
        let sign = isUnequal ? "=" : comparison.rawValue
        let test: String
        switch operand {
        case .integer, .number:
            test = "entry.type IN ('integer', 'real') AND entry.value \(sign) \(numeric(operand))"
        case .flag(let value): test = "entry.type = \(bind(value ? "true" : "false"))"
        case .text(let value):
            test =
                "entry.type IN ('text', 'array', 'object') AND entry.value \(sign) \(bind(value))"
        }
        return """
            EXISTS (SELECT 1 FROM json_each(run.configuration) AS entry WHERE entry.key = \(key) \
            AND entry.type <> 'null' AND \(isUnequal ? "NOT " : "")(\(test)))
            """
    }

    /// A finite number goes through SQLite's own reader, as the number in the JSON does: it is not exact
    /// to the last bit, and equal numbers must stay equal.
    private mutating func numeric(_ operand: RunFilter.Operand) -> String {
        switch operand {
        case .number(let value) where value.isFinite:
            "CAST(\(bind(Value.number(value).canonicalJSON)) AS NUMERIC)"
        case .number(let value): bind(value)
        case .integer(let value): bind(value)
        case .flag, .text: "NULL"
        }
    }
}
