import ArgumentParser
import SweepCore
import SweepScheduler
import SweepStore
import SweepTraining
import TrainingEngine

/// `sweep reproduce`: trains a finished run again and checks every point.
struct ReproduceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Train a finished run again, and compare every point to the last bit.",
        discussion: """
            Metrics that measure the machine (throughput/ and the like) are not compared. Nothing in the \
            database changes; with --keep, the best weights are stored when every point is the same.

            Examples:
              sweep reproduce fashion-mnist/12
              sweep reproduce k3m9 --keep

            Exit codes: 0 all the same, 1 error, 4 something differs, 129/130/143 after HUP/INT/TERM.
            """)

    @Argument(
        help: ArgumentHelp("The run, by name, uid or SWEEP/NUMBER.", valueName: "run"))
    private var runName: String

    @Flag(help: "Store the best weights, in place of those that the run has.")
    private var keep = false

    @Flag(help: "With --keep: store them although points differ, as on another machine.")
    private var acceptDifferences = false

    @OptionGroup private var database: DatabaseOption
    @OptionGroup private var data: DataOption

    init() {}

    mutating func validate() throws {
        if acceptDifferences, !keep {
            throw ValidationError("--accept-differences goes with --keep")
        }
    }

    func run() throws {
        let stop = StopRequests()
        let signals = try SignalWatcher { _ in stop.addAll() }
        let (reproduction, executor) = try prepare()
        // Opened first: a database that cannot be written to is to be told before the training.
        let writer = keep ? try StoreWriter(path: database.path, clock: systemClock) : nil
        do {
            let isSame = try execute(reproduction, on: executor, writer: writer) { stop.isForAll }
            try writer?.close()
            if !isSame { throw Failure("", code: .difference) }
        } catch is Interruption {
            try writer?.close()
            Console.note("stopped; nothing was changed")
            throw Failure("", code: Failure.Code(rawValue: 128 + signals.received) ?? .interrupted)
        } catch {
            // The first error is the one to tell.
            try? writer?.close()
            throw error
        }
    }

    private struct Interruption: Error {}

    /// Finds the run and refuses what cannot be done, before anything is trained.
    ///
    /// The reader is closed again: the last connection to close takes SQLite's side files away, and one that
    /// only reads cannot.
    private func prepare() throws -> (Reproduction, TrainingExecutor) {
        let blas = BLASRuntime.configure()
        let reader = try database.openReader()
        let reproduction = try Reproduction(of: try reader.run(runName), in: reader)
        let run = reproduction.run
        if keep, run.hasDiverged {
            throw Failure("\(run.title) diverged: there are no weights to keep")
        }
        let dataSets = TrainingDataSets(directory: data.path)
        try reproduction.check(try dataSets.dataSet(for: run.configuration))
        let executor = TrainingExecutor(
            dataSets: dataSets,
            teachers: try TeacherLookup.load(for: run.configuration, in: database))
        if keep {
            try WeightOption.checkSize(
                executor.weightBytes(of: run.configuration), of: run.title)
        }
        try warn(of: blas, run: run, reader: reader)
        return (reproduction, executor)
    }

    /// Trains, compares and keeps; returns whether all is the same.
    private func execute(
        _ reproduction: Reproduction, on executor: TrainingExecutor, writer: StoreWriter?,
        shouldStop: @escaping @Sendable () -> Bool
    ) throws -> Bool {
        let result = try reproduction.execute(
            executor, keeps: keep, database: database, shouldStop: shouldStop)
        switch result.outcome {
        case .interrupted: throw Interruption()
        case .failed(_, let message):
            throw Failure("\(reproduction.run.title) cannot be trained again: \(message)")
        case .completed, .outOfPatience, .diverged: break
        }
        let isSame = tell(result, of: reproduction)
        if let writer {
            if isSame || acceptDifferences {
                try store(result.weights, of: reproduction.run, by: writer)
            } else {
                Console.note("the weights are not stored (--accept-differences would)")
            }
        }
        return isSame
    }

    private func warn(of blas: BLASRuntime, run: RunRecord, reader: StoreReader) throws {
        guard let core = try reader.environment(of: run)?.blasCore, core != blas.core else {
            return
        }
        Console.note(
            "sweep: \(run.title) was executed with OpenBLAS's kernels for \(core.visible), here they are "
                + "for \(blas.core): the last bits may differ")
    }

    /// Says what was found; returns whether all is the same.
    private func tell(_ result: Reproduction.Result, of reproduction: Reproduction) -> Bool {
        let run = reproduction.run
        let comparison = result.comparison
        let endedAlike = reproduction.endedAlike(result.outcome)
        let points =
            "\(NumberText.count(comparison.pointCount, "point")) of "
            + NumberText.count(comparison.metricCount, "metric")
        guard comparison.differenceCount > 0 || !endedAlike else {
            Console.print("\(run.title): \(points) compared, all the same to the last bit")
            return true
        }
        Console.print(
            "\(run.title): \(points) compared, "
                + "\(NumberText.grouped(comparison.differenceCount)) differ")
        if !endedAlike { Console.print("  it does not end as it did: \(run.stateText.visible)") }
        for difference in comparison.differences {
            Console.print(
                "  \(difference.metric.visible) at step \(difference.step): stored "
                    + "\(Self.text(difference.stored)), now \(Self.text(difference.now))")
        }
        if comparison.differenceCount > comparison.differences.count { Console.print("  …") }
        return false
    }

    /// All digits: the last ones are what this is about.
    private static func text(_ value: Double?) -> String {
        value.map { $0.isFinite ? $0.description : NumberText.short($0) } ?? "nothing"
    }

    private func store(
        _ weights: [ModelWeights], of run: RunRecord, by writer: StoreWriter
    ) throws {
        guard let best = weights.first else { return }
        guard try writer.replaceWeights(of: run, by: weights) else {
            throw Failure("\(run.title) was executed again meanwhile; its weights are not replaced")
        }
        Console.print(
            "kept its best weights: epoch \(best.epoch), "
                + "\(NumberText.grouped(best.content.count)) bytes")
    }
}
