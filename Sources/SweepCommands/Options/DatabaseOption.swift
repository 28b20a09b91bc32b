import ArgumentParser
import SweepCore

/// `--db FILE`, for every command that opens a database.
struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The database. (default: $SWEEP_DB, or experiments.db)", valueName: "file"),
        completion: .file(extensions: ["db", "sqlite"]))
    private var file: String?

    init() {}

    /// Names a file without a command line.
    init(path: String) { file = path }

    var path: String {
        let path = file ?? Console.environment("SWEEP_DB") ?? "experiments.db"
        // SQLite would read it as a URI.
        return path.hasPrefix("file:") ? "./" + path : path
    }

    /// How to name the database in a command that a person is to type: empty for the default.
    var argument: String { file.map { " --db \(Shell.quoted($0))" } ?? "" }

    /// The same where only the path is known.
    static func argument(of path: String) -> String {
        let usual = Console.environment("SWEEP_DB") ?? "experiments.db"
        return path == usual ? "" : " --db \(Shell.quoted(path))"
    }
}

/// `--data DIR`, for commands that read data sets.
struct DataOption: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "A folder with data files. (default: $SWEEP_DATA)", valueName: "directory"),
        completion: .directory)
    private var directory: String?

    init() {}

    var path: String? { directory ?? Console.environment("SWEEP_DATA") }

    var argument: String { directory.map { " --data \(Shell.quoted($0))" } ?? "" }
}
