import ArgumentParser
import SweepCore
import SweepFile
import SweepStore
import TrainingEngine

/// `sweep extend`: adds the runs of a changed sweep file to a sweep that is in the database.
struct ExtendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extend",
        abstract: "Add values, parameters or seeds to a sweep: only what is new is queued.",
        discussion: """
            The runs of the file that the sweep has already are kept as they are; the others are queued, with the \
            next numbers. Values that the file no longer has stay in the sweep. Afterwards both the first and the \
            changed file go on with this sweep when they are launched. A process that works on the sweep takes the \
            new runs up.

            Examples:
              sweep extend fashion-mnist sweeps/fashion-mnist.yaml
              sweep extend fashion-mnist more-widths.yaml --dry-run
            """)

    @Argument(help: "The sweep's name or uid.")
    private var sweep: String

    @Argument(
        help: "The changed sweep file.", completion: .file(extensions: ["yaml", "yml"]))
    private var file: String

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption
    @OptionGroup private var set: SetOption

    @Flag(help: "Say how many runs would be added; write nothing.")
    private var dryRun = false

    init() {}

    func run() throws {
        let record = try database.openReader().sweep(sweep)
        _ = BLASRuntime.configure()
        var definition = try SweepFileReader.read(
            path: file, overrides: try set.overrides(for: file), allowRuns: set.allowRuns)
        let prepared = try PreparedLaunch(
            definition, file: file, database: database, data: data)
        definition = prepared.definition
        let plan = try plan(definition, of: record, checksums: prepared.checksums)
        let reader = try StoreReader(path: database.path, clock: systemClock)
        if record.state == .expanding { return try finish(plan, of: record, reader: reader) }
        guard [.active, .stopped, .completed].contains(record.state) else {
            throw Failure(
                "\(record.name.visible) is \(record.state.rawValue); let it go on first with: \(ResumeCommand.call(for: record.name, in: database.path))"
            )
        }
        let earlier = try reader.earlierRuns(of: record.id)
        let count = plan.expansion.newRunCount(besides: earlier.keys)
        let known = plan.expansion.runCount - count
        let line =
            "\(record.name.visible): \(NumberText.grouped(known)) of the file's "
            + "\(NumberText.count(plan.expansion.runCount, "run")) \(known == 1 ? "is" : "are") there already"
        guard count > 0 else { return Console.note(line + "; nothing to add") }
        guard !dryRun else {
            return Console.note(line + "; \(NumberText.count(count, "new one")) would be queued")
        }
        try database.write { writer in
            try writer.beginExtension(
                of: record.id, by: plan.new, firstRun: earlier.firstNumber, adding: count)
            try plan.expansion.insert(into: record.id, after: earlier, by: writer)
            try writer.finishExpanding(record.id)
            try writer.setSettings(
                SweepSettings(keep: definition.keep, retry: definition.retry), of: record.id)
        }
        Console.note(
            line + "; \(NumberText.count(count, "new one")) \(count == 1 ? "is" : "are") queued")
        try sayWhoWorks()
    }

    private struct Plan {
        let new: NewSweep
        let expansion: SweepExpansion
    }

    private func plan(
        _ definition: SweepDefinition, of record: SweepRecord, checksums: [String: String]
    ) throws -> Plan {
        let identity = definition.identity(datasetChecksums: checksums)
        let old = record.definitionValue
        if let obstacle = SweepExtension.obstacle(from: old, to: identity) {
            throw Failure(
                "\(file.visible) cannot extend \(record.name.visible): \(obstacle.visible); launch it as a sweep of its own",
                code: .usage)
        }
        let varied = SweepExtension.variedNames(
            from: old, varied: record.variedNames, to: definition, identity: identity)
        let expansion = SweepExpansion(definition, variedNames: varied)
        return Plan(
            new: NewSweep(
                name: record.name, identity: identity, source: definition.source,
                seed: definition.seed, objective: definition.objective, variedNames: varied),
            expansion: expansion)
    }

    /// Goes on with an extension by the same file that was cut short.
    private func finish(_ plan: Plan, of record: SweepRecord, reader: StoreReader) throws {
        let latest = try reader.revisions(of: record).last
        guard let latest, latest.definition == plan.new.identity.canonicalJSON else {
            throw Failure(
                "\(record.name.visible) is being stored or extended by another file; launch or extend it with that one first"
            )
        }
        guard !dryRun else {
            return Console.note("\(record.name.visible): an extension by this file was cut short")
        }
        let earlier = try reader.earlierRuns(of: record.id, before: latest.firstRun)
        try database.write { writer in
            try plan.expansion.insert(into: record.id, after: earlier, by: writer)
            try writer.finishExpanding(record.id)
        }
        Console.note("\(record.name.visible): the extension that was cut short is complete")
        try sayWhoWorks()
    }

    private func sayWhoWorks() throws {
        guard try database.openReader().liveWorkerCount() == 0 else { return }
        Console.note(
            "nobody is at work on them; go on with: sweep launch \(Shell.quoted(file))\(set.arguments)\(database.argument)\(data.argument)"
        )
    }
}
