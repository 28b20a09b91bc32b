package import ArgumentParser

/// The program: its subcommands and what they share.
package struct SweepCommand: ParsableCommand {
    /// Kept in step with CHANGELOG.md by a test.
    package static let version = "0.1.0"

    package static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Hyperparameter sweeps and experiment tracking in one SQLite file.",
        discussion: """
            Start with a sweep file:
              sweep launch sweeps/quickstart.yaml     run it; every point goes to experiments.db
              sweep leaderboard                       the runs, best first
              sweep sql "SELECT * FROM quickstart"    everything is SQL

            The database is experiments.db in the current folder, unless --db or SWEEP_DB names another.
            Shell completions: sweep --generate-completion-script bash|zsh|fish
            """,
        version: version,
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(
                name: "Run sweeps:",
                subcommands: [
                    LaunchCommand.self, RunCommand.self, ExtendCommand.self, WorkerCommand.self,
                    ValidateCommand.self, CoordCheckCommand.self,
                ]),
            CommandGroup(
                name: "Steer them, from any terminal:",
                subcommands: [
                    PauseCommand.self, ResumeCommand.self, StopCommand.self, CancelCommand.self,
                    RetryCommand.self,
                ]),
            CommandGroup(
                name: "Look at results:",
                subcommands: [
                    ListCommand.self, RunsCommand.self, LeaderboardCommand.self, ShowCommand.self,
                    CompareCommand.self, DashboardCommand.self, PlotCommand.self,
                    LogsCommand.self, SQLCommand.self, ExportCommand.self, ImportCommand.self,
                ]),
            CommandGroup(
                name: "Use models:",
                subcommands: [
                    PredictCommand.self, ModelCommand.self, ReproduceCommand.self,
                ]),
            CommandGroup(
                name: "Keep house:",
                subcommands: [
                    TagCommand.self, NoteCommand.self, RenameCommand.self, ArchiveCommand.self,
                    DeleteCommand.self, CompactCommand.self, MergeCommand.self,
                    DoctorCommand.self,
                ]),
            CommandGroup(
                name: "Look things up:", subcommands: [DataCommand.self, ParametersCommand.self]),
        ])

    package init() {}
}
