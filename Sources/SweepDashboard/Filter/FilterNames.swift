import SweepCore

/// What a name before a comparison means in the watched sweep.
enum FilterSubject: Equatable {
    case field(RunFilter.Field)
    /// Its place among the sweep's parameters.
    case parameter(Int)
    /// Its place among the sweep's metrics.
    case metric(Int, Summary)

    /// Which of the metric's values.
    enum Summary: String, CaseIterable {
        /// The objective value for the objective's metric, else the last value.
        case value = ""
        case minimum = "_minimum"
        case maximum = "_maximum"
    }
}

/// The names that a filter can compare: those of one sweep, found as the store finds them.
///
/// A name is looked up as it is, then as the database's views spell it; each time among parameters, then
/// metrics, then metrics with `_minimum` or `_maximum`.
struct FilterNames {
    let parameters: [String]
    let metrics: [String]

    init(_ sweep: WatchedSweep?) {
        parameters = sweep?.parameterNames ?? []
        metrics = sweep?.metricNames ?? []
    }

    /// - Throws: `FilterError` when nothing has the name, or several things have it.
    func subject(_ name: RunFilter.Name, column: Int) throws(FilterError) -> FilterSubject {
        if let field = name.field { return .field(field) }
        for form in [{ $0 }, Self.plain] as [(String) -> String] {
            let found = subjects(name.text, in: form)
            guard let subject = found.first else { continue }
            guard found.count == 1 else {
                let names = found.map { "\"\(text($0).visible)\"" }.joined(separator: " or ")
                throw FilterError("\"\(name.text.visible)\" may be \(names)", column: column)
            }
            return subject
        }
        let fields = name.isQuoted ? [] : RunFilter.Field.allCases.map(\.rawValue)
        throw FilterError(
            "no parameter or metric is named \"\(name.text.visible)\""
                + NearestName.hint(name.text, among: parameters + metrics + fields), column: column)
    }

    private func subjects(_ text: String, in form: (String) -> String) -> [FilterSubject] {
        let named = parameters.indices.filter { form(parameters[$0]) == text }
        guard named.isEmpty else { return named.map(FilterSubject.parameter) }
        for summary in FilterSubject.Summary.allCases where text.hasSuffix(summary.rawValue) {
            let stem = String(text.dropLast(summary.rawValue.count))
            let found = metrics.indices.filter { form(metrics[$0]) == stem }
            guard found.isEmpty else { return found.map { .metric($0, summary) } }
        }
        return []
    }

    private func text(_ subject: FilterSubject) -> String {
        switch subject {
        case .field(let field): field.rawValue
        case .parameter(let place): parameters[place]
        case .metric(let place, let summary): metrics[place] + summary.rawValue
        }
    }

    /// As the views call it, but for SQL's own words: every other character than `[A-Za-z0-9_]` is `_`.
    private static func plain(_ name: String) -> String {
        let kept = String(
            name.map { character in
                let isPlain =
                    character.isASCII
                    && (character.isLetter || character.isNumber || character == "_")
                return isPlain ? character : "_"
            })
        return kept.first?.isNumber ?? true ? "_" + kept : kept
    }
}
