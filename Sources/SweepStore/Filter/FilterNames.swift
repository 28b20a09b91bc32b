import SweepCore

/// What a name before a comparison means in one database.
enum FilterSubject: Equatable {
    case field(RunFilter.Field)
    case parameter(String)
    case metric(Metric, Summary)

    struct Metric: Equatable {
        let id: Int64
        let name: String
    }

    /// Which of the summary's values.
    enum Summary: String, CaseIterable {
        /// The objective value for the objective's metric, else the last value.
        case value = ""
        case minimum = "_minimum"
        case maximum = "_maximum"
    }
}

/// The names that a filter can compare, read when the first one is looked up.
///
/// A name is looked up as it is, then in its plain form, which is what the views call it; each time among
/// parameters, then metrics, then metrics with `_minimum` or `_maximum`.
struct FilterNames {
    private var parameters: [String] = []
    private var metrics: [FilterSubject.Metric] = []

    init(_ connection: StoreConnection) throws {
        parameters = try connection.all(
            """
            SELECT DISTINCT entry.value FROM sweep, json_each(sweep.parameters) AS entry
            UNION SELECT DISTINCT entry.key FROM run, json_each(run.configuration) AS entry
                WHERE run.sweep IS NULL
            """
        ) { $0.text(0) }
        metrics = try connection.all("SELECT id, name FROM metric ORDER BY id") {
            FilterSubject.Metric(id: $0.integer(0), name: $0.text(1))
        }
    }

    /// - Throws: `FilterError` when nothing has the name, or several things have it.
    func subject(_ name: RunFilter.Name, column: Int) throws -> FilterSubject {
        if let field = name.field { return .field(field) }
        for form in [{ $0 }, SQLName.plain] as [(String) -> String] {
            let found = subjects(name.text, in: form)
            guard let subject = found.first else { continue }
            guard found.count == 1 else {
                throw FilterError(
                    "\"\(name.text.visible)\" may be "
                        + found.map { "\"\(Self.text($0).visible)\"" }.joined(separator: " or "),
                    column: column)
            }
            return subject
        }
        let known =
            parameters + metrics.map(\.name)
            + (name.isQuoted ? [] : RunFilter.Field.allCases.map(\.rawValue))
        throw FilterError(
            "no parameter or metric is named \"\(name.text.visible)\""
                + NearestName.hint(name.text, among: known), column: column)
    }

    private func subjects(_ text: String, in form: (String) -> String) -> [FilterSubject] {
        let named = parameters.filter { form($0) == text }
        guard named.isEmpty else { return named.map(FilterSubject.parameter) }
        for summary in FilterSubject.Summary.allCases where text.hasSuffix(summary.rawValue) {
            let stem = String(text.dropLast(summary.rawValue.count))
            let found = metrics.filter { form($0.name) == stem }
            guard found.isEmpty else { return found.map { .metric($0, summary) } }
        }
        return []
    }

    private static func text(_ subject: FilterSubject) -> String {
        switch subject {
        case .field(let field): field.rawValue
        case .parameter(let name): name
        case .metric(let metric, let summary): metric.name + summary.rawValue
        }
    }
}
