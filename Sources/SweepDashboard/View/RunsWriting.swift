import SweepCore

/// The listed runs as files: those that match, in the order of the list, and all that is known of them.
package enum RunsWriting {
    /// RFC 4180, lines ending in CR LF. Missing values are empty fields; NaN and the infinities are `NaN`,
    /// `Infinity`, `-Infinity`, which pandas and R read as numbers.
    package static func csv(_ model: DashboardModel) -> String {
        var text = columns(model).map(csvField).joined(separator: ",") + "\r\n"
        for run in listed(model) {
            text += cells(run, model).map { cell in
                switch cell {
                case .none: ""
                case .some(.number(let value)): csvNumber(value)
                case .some(let value): csvField(value.display)
                }
            }.joined(separator: ",")
            text += "\r\n"
        }
        return text
    }

    /// An array of objects, one a line. NaN is `null`, an infinity `1e999`, as in `sweep runs --json`.
    package static func json(_ model: DashboardModel) -> String {
        let keys = uniqueKeys(columns(model)).map(quoted)
        let lines = listed(model).map { run in
            let fields = zip(keys, cells(run, model)).map { key, cell in
                "\(key):\(cell.map(jsonText) ?? "null")"
            }
            return "{" + fields.joined(separator: ",") + "}"
        }
        return lines.isEmpty ? "[]\n" : "[" + lines.joined(separator: ",\n ") + "]\n"
    }

    /// The screen as it is drawn.
    package static func text(_ model: DashboardModel) -> String {
        view(model).lines.joined(separator: "\n") + "\n"
    }

    private static func listed(_ model: DashboardModel) -> [WatchedRun] {
        let list = model.runList
        let rows = model.shown.runs.rows
        var seen: Set<RunID> = []
        return list.lines.flatMap { line -> [WatchedRun] in
            line.group.map { list.groups[$0].places.map { rows[$0] } } ?? [rows[line.place]]
        }.filter { seen.insert($0.id).inserted }
    }

    private static let fixedColumns = [
        "sweep", "number", "uid", "name", "state", "reason", "seed", "metric", "objective",
        "objective_step", "attempt", "started_at", "seconds",
    ]

    private static func columns(_ model: DashboardModel) -> [String] {
        let sweep = model.shown.sweep
        return fixedColumns + (sweep?.parameterNames ?? []) + (sweep?.metricNames ?? [])
            + ["tags", "note"]
    }

    private static func cells(_ run: WatchedRun, _ model: DashboardModel) -> [Value?] {
        let sweep = model.shown.sweep
        let parameters = (sweep?.parameterNames ?? []).indices.map { place in
            place < run.parameters.count ? run.parameters[place] : nil
        }
        let metrics = (sweep?.metricNames ?? []).indices.map { place in
            place < run.latest.count ? run.latest[place].map { Value.number($0.value) } : nil
        }
        let started = run.startedAt.map { RunText.day($0) + "T" + RunText.timeOfDay($0) + "Z" }
        return [
            sweep.map { .text($0.name) }, .integer(Int64(run.number)),
            .text(run.uid.description), .text(run.name),
            .text(run.isLost ? "lost" : run.state.rawValue), run.reason.map(Value.text),
            .integer(Int64(run.seed)), (sweep?.objective?.metric).map(Value.text),
            run.objective.map(Value.number), run.objectiveStep.map(Value.integer),
            .integer(Int64(run.attempt)), started.map(Value.text),
            run.seconds(at: model.now).map(Value.number),
        ] + parameters + metrics
            + [
                run.tags.isEmpty ? nil : .text(run.tags.joined(separator: ",")),
                run.note.map(Value.text),
            ]
    }

    private static func csvNumber(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.description
    }

    /// Quotes a field that contains a comma, a quote, a line break, or white space at its ends.
    private static func csvField(_ text: String) -> String {
        let needsQuotes =
            text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || text.first?.isWhitespace == true || text.last?.isWhitespace == true
        guard needsQuotes else { return text }
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.joined(separator: "\"\"") + "\""
    }

    private static func jsonText(_ value: Value) -> String {
        guard case .number(let number) = value else { return value.canonicalJSON }
        if number.isNaN { return "null" }
        if number.isInfinite { return number < 0 ? "-1e999" : "1e999" }
        return number.description
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        Value.appendQuoted(text, to: &quoted)
        return quoted
    }

    /// Of equal names the later gets `_2`, because an object has each key once.
    private static func uniqueKeys(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.map { name in
            var (key, count) = (name, 1)
            while !seen.insert(key).inserted {
                count += 1
                key = "\(name)_\(count)"
            }
            return key
        }
    }
}
