import ArgumentParser
import Glibc
import SweepCore
import SweepStore
import TrainingEngine

/// `sweep import`: a sweep from a file into the database.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a sweep that `sweep export sweep` wrote, or runs from a CSV table.",
        discussion: """
            The sweep is in the database whole or not at all. A run that was at work when it was exported is \
            queued and begins anew.

            A CSV table becomes a sweep of finished runs, a row each. --parameters names its parameters; other columns \
            of numbers become metrics. docs/export.md says more.

            Examples:
              sweep import fashion-mnist.jsonl
              sweep export sweep fashion-mnist --db a.db | sweep import - --db b.db
              sweep import runs.csv --name old --parameters lr,width --metric accuracy --goal maximize
            """)

    @Argument(help: "The file, or - for standard input.", completion: .file())
    private var file: String

    @Option(help: "For a CSV table: the name of the sweep that is made of it.")
    private var name: String?

    @Option(
        help:
            "For a CSV table: the columns that are parameters, separated by commas; can be repeated."
    )
    private var parameters: [String] = []

    @Option(help: "For a CSV table: the column that is the objective's metric.")
    private var metric: String?

    @Option(help: "For a CSV table: minimize or maximize.")
    private var goal: Objective.Goal?

    @OptionGroup private var database: DatabaseOption

    init() {}

    func validate() throws {
        if name == nil, !parameters.isEmpty || metric != nil || goal != nil {
            throw ValidationError("a CSV table needs --name; the other options go with it")
        }
        if (metric == nil) != (goal == nil) {
            throw ValidationError("--metric and --goal go together")
        }
    }

    func run() throws {
        let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(Failure(errorNumber: errno)) }
        defer { close(descriptor) }
        var lines = LineReader(file: descriptor)
        // What can be refused without a database is refused before there is one.
        let read: (SweepImport) throws -> Void
        do {
            read = try name.map { try table($0, &lines) } ?? exported(lines)
        } catch {
            throw problem(error)
        }
        let writer = try StoreWriter(path: database.path, clock: systemClock)
        let sweep: ImportedSweep
        do {
            sweep = try store(read, into: writer)
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw problem(error)
        }
        try writer.close()
        Console.note(summary(of: sweep))
    }

    private func exported(_ file: LineReader) throws -> (SweepImport) throws -> Void {
        var lines = file
        let head = try lines.next() ?? []
        let isTable = !head.starts(with: [UInt8(ascii: "{")]) && head.contains(UInt8(ascii: ","))
        if isTable { throw Failure("this looks like a CSV table; name its sweep with --name") }
        try SweepImport.checkHead(head)
        let rest = lines
        return { sweepImport in
            var lines = rest
            try sweepImport.line(head)
            while let line = try lines.next() { try sweepImport.line(line) }
        }
    }

    private func table(
        _ name: String, _ lines: inout LineReader
    ) throws -> (SweepImport) throws -> Void {
        let objective = metric.flatMap { metric in
            goal.map { Objective(metric: metric, goal: $0, summary: .last) }
        }
        let table = try TableImport(
            CSVTable(lines.rest(), path: file), name: name,
            parameters: parameters.flatMap { $0.split(separator: ",").map(String.init) },
            objective: objective, now: systemClock())
        if !table.leftOut.isEmpty {
            let names = table.leftOut.map(\.visible).joined(separator: ", ")
            Console.note("left out, being no numbers and not in --parameters: \(names)")
        }
        return table.add
    }

    /// Stores what `read` reads; after an error nothing of it.
    private func store(
        _ read: (SweepImport) throws -> Void, into writer: StoreWriter
    ) throws -> ImportedSweep {
        let sweepImport = SweepImport(into: writer)
        do {
            try read(sweepImport)
            return try sweepImport.finish()
        } catch {
            // What cannot be removed now is not shown as complete, and the next import removes it.
            try? sweepImport.abandon()
            throw error
        }
    }

    private func problem(_ error: any Error) -> Failure {
        Failure("cannot import \(file == "-" ? "standard input" : file.visible): \(error)")
    }

    private func summary(of sweep: ImportedSweep) -> String {
        let requeued =
            sweep.requeuedCount == 0
            ? "" : "; \(NumberText.count(sweep.requeuedCount, "run")) will begin anew"
        return "imported sweep \(sweep.name.visible) (\(sweep.uid.description)): "
            + "\(NumberText.count(sweep.runCount, "run")), "
            + "\(NumberText.count(sweep.pointCount, "point"))\(requeued)"
    }
}

extension Objective.Goal: ExpressibleByArgument {}
