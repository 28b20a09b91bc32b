import ArgumentParser
import SweepCore
import SweepStore

/// `sweep show`: everything about one run, or the outline of a sweep.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one run: configuration, metrics, history. Or the outline of a sweep.",
        discussion: """
            A run is named by its uid (4 characters suffice), its name, or SWEEP/NUMBER.

            Examples:
              sweep show fashion-mnist/12
              sweep show fashion-mnist/lr0.1-d2-w128-s0
              sweep show k3m9 --json
              sweep show fashion-mnist/12 --yaml > best.yaml     a file that launches it again
            """)

    @Argument(help: "A run or a sweep.")
    private var name: String

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var format: FormatOption

    @Flag(help: "Print a sweep file that launches the run, or the sweep, again.")
    private var yaml = false

    init() {}

    mutating func validate() throws {
        if yaml, !format.isTable { throw ValidationError("--yaml excludes --json and --csv") }
    }

    func run() throws {
        let reader = try database.openReader()
        switch try reader.reference(name) {
        case .sweep(let sweep) where yaml:
            Console.print(
                sweep.source.hasSuffix("\n") ? String(sweep.source.dropLast()) : sweep.source)
        case .sweep(let sweep): try show(sweep, reader: reader)
        case .run(let run) where yaml: try printFile(of: run, reader: reader)
        case .run(let run):
            guard let detail = try reader.detail(of: run.id) else {
                throw Failure("run \(run.uid) has just been deleted")
            }
            let text = RunText(
                detail: detail, tags: try reader.tags(of: .run(run)), now: systemClock())
            if format.isTable {
                for line in text.lines { Console.print(line) }
            } else {
                format.print(text.report)
            }
        }
    }

    private func printFile(of run: RunRecord, reader: StoreReader) throws {
        let sweep = try run.sweep.flatMap { try reader.overview(of: $0)?.sweep }
        guard let sweep, sweep.definitionValue.asMap?["train"] != nil else {
            throw Failure("\(run.name.visible) did not run on the built-in engine")
        }
        for line in RunFile.lines(
            name: "\(sweep.name)-\(run.number)", train: run.configuration.values,
            objective: sweep.objective, seed: sweep.seed, runSeed: run.seed)
            + RunFile.lines(try reader.settings(of: sweep.id))
        {
            Console.print(line)
        }
    }

    private func show(_ sweep: SweepRecord, reader: StoreReader) throws {
        guard let overview = try reader.overview(of: sweep.id) else {
            throw Failure("sweep \(sweep.uid) has just been deleted")
        }
        let states = RunState.allCases.filter { overview.counts[$0] != nil }
        guard format.isTable else {
            var report = Report(
                columns: ["uid", "name", "state", "runs"] + states.map(\.rawValue)
                    + ["created_at", "definition"])
            report.append(
                [
                    .text(sweep.uid.description), .text(sweep.name), .text(sweep.state.rawValue),
                    .init(overview.runCount),
                ] + states.map { .init(overview.counts[$0]) }
                    + [.text(sweep.createdAt.iso), .json(sweep.definition)])
            return format.print(report)
        }
        let counts = states.map { "\(overview.counts[$0] ?? 0) \($0.rawValue)" }
        Console.print("sweep \(sweep.name.visible)  \(sweep.uid)  \(sweep.state.rawValue)")
        if let description = sweep.description { Console.print("  \(description.visible)") }
        let tags = try reader.tags(of: .sweep(sweep))
        if !tags.isEmpty { Console.print("  tags: \(tags.joined(separator: ", ").visible)") }
        if let note = sweep.note { Console.print("  note: \(note.visible)") }
        if sweep.archivedAt != nil { Console.print("  archived") }
        Console.print("  \(overview.runCount) runs: \(counts.joined(separator: ", "))")
        Console.print("  created \(sweep.createdAt.shown)")
        let revisions = try reader.revisions(of: sweep)
        if revisions.count > 1 {
            Console.print("  \(revisions.count) definitions (the last one is below):")
            for revision in revisions {
                Console.print("    from run \(revision.firstRun) on, \(revision.createdAt.shown)")
            }
        }
        if let objective = sweep.objective {
            Console.print("  objective: \(objective.goal.rawValue) \(objective.metric.visible)")
        }
        if let best = overview.best, let value = best.objective {
            Console.print("  best: \(NumberText.short(value))  \(best.name.visible)  \(best.uid)")
        }
        for launch in try reader.environments(of: sweep.id) {
            Console.print("  launched")
            for line in EnvironmentText(launch).lines { Console.print("    " + line) }
        }
        Console.print("")
        for line in sweep.source.split(separator: "\n", omittingEmptySubsequences: false) {
            Console.print(("  " + line).visible)
        }
    }
}

/// What there is to say about a run.
struct RunText {
    let detail: RunDetail
    let tags: [String]
    let now: SweepInstant

    var lines: [String] {
        let run = detail.run
        var lines = ["run \(run.name.visible)  \(run.uid)  \(run.stateText.visible)"]
        if let sweep = detail.sweep {
            lines.append("  sweep      \(sweep.name.visible), run \(run.number)")
        }
        if !tags.isEmpty { lines.append("  tags       \(tags.joined(separator: ", ").visible)") }
        if let note = run.note { lines.append("  note       \(note.visible)") }
        if let message = run.message { lines.append("  message    \(message.visible)") }
        if let metric = detail.sweep?.objective?.metric, let value = run.objective {
            let step = run.objectiveStep.map { " at step \($0)" } ?? ""
            lines.append("  objective  \(metric.visible) \(NumberText.short(value))\(step)")
        }
        if let started = run.startedAt {
            let seconds = run.seconds(at: now).map { ", \(NumberText.short($0)) s" } ?? ""
            lines.append("  started    \(started.shown)\(seconds), attempt \(run.attempt)")
        }
        lines.append(
            "  place      group \(run.place.group), slot \(run.place.slot + 1) of \(run.place.slots)"
        )
        lines += ["", "configuration"]
        let varied = Set(detail.sweep?.variedNames ?? [])
        let names = run.configuration.values.keys.sorted {
            (varied.contains($0) ? 0 : 1, $0) < (varied.contains($1) ? 0 : 1, $1)
        }
        let width = names.map(TextTable.columns(of:)).max() ?? 0
        for name in names + ["seed"] {
            let value = name == "seed" ? "\(run.seed)" : (run.configuration[name] ?? .null).display
            let padding = String(repeating: " ", count: max(0, width - TextTable.columns(of: name)))
            lines.append(
                "  \(name.visible)\(padding)  \(value.visible)"
                    + (varied.contains(name) ? "  *" : ""))
        }
        if !detail.metrics.isEmpty {
            lines += ["", "metrics"]
            lines += TextTable(metrics, width: nil).lines.map { "  " + $0 }
        }
        if let environment = detail.environment {
            lines += ["", "launched"] + EnvironmentText(environment).lines.map { "  " + $0 }
        }
        if !detail.events.isEmpty {
            lines += ["", "history"]
            for event in detail.events {
                lines.append(
                    "  \(event.time.shown)  \(event.kind.visible)  \((event.message ?? "").visible)"
                )
            }
        }
        return lines
    }

    private var metrics: Report {
        var report = Report(
            columns: [
                "metric", "points", "first", "last", "minimum", "at step", "maximum", "at step",
            ])
        for metric in detail.metrics {
            let summary = metric.summary
            report.append([
                .text(metric.name), .init(summary.count), .init(summary.first),
                .init(summary.last), .init(summary.minimum?.value), .init(summary.minimum?.step),
                .init(summary.maximum?.value), .init(summary.maximum?.step),
            ])
        }
        return report
    }

    /// One row with the same columns for every run of a sweep.
    var report: Report {
        let run = detail.run
        let metrics = detail.metrics
        var columns = [
            "uid", "name", "sweep", "number", "state", "reason", "message", "seed", "objective",
            "objective_step", "attempt", "started_at", "seconds", "configuration",
            "tags", "note",
        ]
        var row: [Report.Cell] = [
            .text(run.uid.description), .text(run.name), .init(detail.sweep?.name),
            .init(run.number), .text(run.shownState), .init(run.reason), .init(run.message),
            .init(run.seed), .init(run.objective), .init(run.objectiveStep), .init(run.attempt),
            .init(run.startedAt?.iso), .init(run.seconds(at: now)),
            .json(run.configuration.canonicalJSON),
            .json(Value.list(tags.map(Value.text)).canonicalJSON), .init(run.note),
        ]
        for metric in metrics {
            columns += [metric.name, "\(metric.name) minimum", "\(metric.name) maximum"]
            row += [
                .init(metric.summary.last), .init(metric.summary.minimum?.value),
                .init(metric.summary.maximum?.value),
            ]
        }
        var report = Report(columns: columns)
        report.append(row)
        return report
    }
}
