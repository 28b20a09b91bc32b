import ArgumentParser
import Glibc
import SweepStore

/// `sweep export sweep`.
struct ExportSweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "All of a sweep as one file, which `sweep import` reads.",
        discussion: """
            JSON Lines with a checksum: the sweep, where it was launched, its runs, events and points, and \
            with --weights the models that were kept. docs/export.md describes the format.

            Examples:
              sweep export sweep fashion-mnist -o fashion-mnist.jsonl
              sweep export sweep fashion-mnist | ssh host sweep import -
            """)

    @Argument(help: "The sweep, by name or uid.")
    private var sweep: String

    @Flag(help: "Write the weights that were kept, too.")
    private var weights = false

    @Option(
        name: .shortAndLong, help: "Write to this file instead of standard output.",
        completion: .file())
    private var output: String?

    @OptionGroup private var database: DatabaseOption

    init() {}

    func run() throws {
        let reader = try database.openReader()
        let record = try reader.sweep(sweep)
        guard let output else { return try write(record, from: reader, to: STDOUT_FILENO) }
        try OutputFile(output).write { try write(record, from: reader, to: $0) }
    }

    private func write(_ sweep: SweepRecord, from reader: StoreReader, to file: Int32) throws {
        var output = OutputBuffer(file: file)
        try reader.exportSweep(
            sweep.id, programVersion: SweepCommand.version, withWeights: weights
        ) { line in
            output.bytes.append(contentsOf: line)
            try output.flushIfLarge()
        }
        try output.flush()
    }
}
