package import SweepDashboard

/// What is on the screen as a file: the runs as listed with all that is known of them, or the screen itself.
package struct DashboardFile {
    /// The whole file.
    package let text: String

    package init(_ kind: FileKind, of model: DashboardModel) {
        text =
            switch kind {
            case .text: view(model).lines.map { $0 + "\n" }.joined()
            case .csv: RunsWriting.csv(model)
            case .json: RunsWriting.json(model)
            }
    }
}
