import SweepCore
package import SweepDashboard

/// What is on the screen as a file: the runs with all that is known of them, or the screen itself.
package struct DashboardFile {
    /// The whole file.
    package let text: String

    package init(_ kind: FileKind, of model: DashboardModel) {
        switch kind {
        case .text: text = view(model).lines.map { $0 + "\n" }.joined()
        case .csv:
            let report = Self.report(model.shown)
            let rows = [report.columns.map(Report.Cell.text)] + report.rows
            text = rows.map { CSVText.line($0) + CSVText.lineEnd }.joined()
        case .json:
            text = JSONText.lines(Self.report(model.shown)).map { $0 + "\n" }.joined()
        }
    }

    private static func report(_ data: WatchedData) -> Report {
        let parameters = data.sweep?.parameterNames ?? []
        let metrics = data.sweep?.metricNames ?? []
        let before = ["run", "uid", "name", "state", "reason"]
        let between = ["seed", "step", "objective", "objective_step"]
        var report = Report(columns: before + parameters + between + metrics)
        for run in data.runs.rows {
            var row: [Report.Cell] = [
                .init(run.number), .text(run.uid.description), .text(run.name),
                .text(run.isLost ? "lost" : run.state.rawValue), .init(run.reason),
            ]
            for index in parameters.indices {
                row.append(.init(index < run.parameters.count ? run.parameters[index] : nil))
            }
            row += [
                .init(run.seed), .init(run.step), .init(run.objective), .init(run.objectiveStep),
            ]
            for index in metrics.indices {
                row.append(.init(index < run.latest.count ? run.latest[index]?.value : nil))
            }
            report.append(row)
        }
        return report
    }
}
