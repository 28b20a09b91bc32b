import SweepCore
import SweepStore

/// Where and with what a sweep was launched, for people.
struct EnvironmentText {
    private let environment: LaunchEnvironment

    init(_ environment: LaunchEnvironment) { self.environment = environment }

    var lines: [String] {
        var lines = [
            "host     \(environment.host), \(environment.operatingSystem)",
            "cpu      \(environment.cpu), \(environment.cores) cores",
        ]
        if let blas = environment.blas { lines.append("blas     \(blas)") }
        lines.append("program  sweep \(environment.programVersion)")
        if let commit = environment.gitCommit {
            let isDirty = environment.isGitDirty == true
            lines.append(
                "git      \(commit)" + (isDirty ? ", with changes (environment.git_diff)" : ""))
        }
        if let dataset = environment.dataset, !dataset.isEmpty {
            lines.append("data     \(dataset)  \(environment.datasetChecksum ?? "")")
        }
        lines.append("command  \(environment.command)")
        return lines.map(\.visible)
    }
}
