import ArgumentParser
import Glibc
import SweepCore
import SweepStore

/// `sweep import`: a sweep from a file into the database.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read a sweep that `sweep export sweep` wrote.",
        discussion: """
            The sweep is in the database whole or not at all. A run that was at work when it was exported is \
            queued and begins anew. docs/export.md says what each line means.

            Examples:
              sweep import fashion-mnist.jsonl
              sweep export sweep fashion-mnist --db a.db | sweep import - --db b.db
            """)

    @Argument(help: "The file, or - for standard input.", completion: .file())
    private var file: String

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(Failure(errorNumber: errno)) }
        defer { close(descriptor) }
        var lines = LineReader(file: descriptor)
        let head: [UInt8]
        do {
            head = try lines.next() ?? []
            try SweepImport.checkHead(head)
        } catch {
            throw problem(error)
        }
        let writer = try StoreWriter(path: database.path, clock: systemClock)
        let sweep: ImportedSweep
        do {
            sweep = try read(head, then: &lines, into: writer)
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw problem(error)
        }
        try writer.close()
        Console.note(summary(of: sweep))
    }

    /// Reads every line; after an error nothing of them is stored.
    private func read(
        _ head: [UInt8], then lines: inout LineReader, into writer: StoreWriter
    ) throws -> ImportedSweep {
        let sweepImport = SweepImport(into: writer)
        do {
            try sweepImport.line(head)
            while let line = try lines.next() { try sweepImport.line(line) }
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
