import SweepCore
import SweepStore
import SweepTraining
import Synchronization
import TrainingEngine

/// One finished run, trained again in its stored layout: its group's slots, only its own filled.
struct Reproduction {
    /// What came of it.
    struct Result {
        let outcome: RunOutcome
        let comparison: PointComparison
        /// The best model; empty when it was not asked for or there is none.
        let weights: [ModelWeights]
    }

    let run: RunRecord
    let sweep: SweepRecord?

    /// - Throws: A `Failure` for a run that has nothing to be compared with.
    init(of run: RunRecord, in reader: StoreReader) throws {
        let isReproducible = run.state == .completed || run.hasDiverged
        guard isReproducible else { throw Self.refusal(of: run) }
        self.run = run
        sweep = try run.sweep.flatMap { try reader.overview(of: $0)?.sweep }
    }

    private static func refusal(of run: RunRecord) -> Failure {
        switch run.state {
        case .running where !run.isLost:
            Failure("\(run.title) is being executed just now; wait until it has ended")
        case .queued, .running, .paused:
            Failure("\(run.title) has not been executed to its end; launch its sweep file first")
        case .completed, .pruned, .failed, .cancelled:
            Failure(
                "\(run.title) is \(run.stateText.visible); only completed and diverged runs can be "
                    + "reproduced")
        }
    }

    /// Refuses data that are no longer those of the run.
    func check(_ dataSet: DataSet) throws {
        let checksums = sweep.flatMap {
            ValueParser.parse($0.definition)?.asMap?["datasets"]?.asMap
        }
        guard let stored = checksums?[dataSet.name]?.asText, stored != dataSet.checksum else {
            return
        }
        throw Failure(
            "data set \(dataSet.name.visible) has changed since \(run.title) was executed "
                + "(\(stored.visible) then, \(dataSet.checksum) now); restore it")
    }

    /// Trains, and compares every point.
    func execute(
        _ executor: TrainingExecutor, keeps: Bool, database: DatabaseOption,
        shouldStop: @escaping @Sendable () -> Bool
    ) throws -> Result {
        let attempt = Attempt(
            run: run.id, uid: run.uid, name: run.name, number: run.attempt, slot: run.place.slot,
            configuration: run.configuration, seed: run.seed,
            startedAt: run.startedAt ?? SweepInstant(milliseconds: 0))
        let points = ReplayedPoints()
        let weights = CollectedWeights()
        let outcome = Mutex<RunOutcome>(.interrupted)
        let keeping = WeightKeeping(
            policy: keeps ? .best : .none, sink: weights, sweepName: sweep?.name)
        executor.keeping(keeping).execute(
            ClaimedGroup(
                sweep: run.sweep ?? SweepID(0), group: run.place.group, slots: run.place.slots,
                worker: run.worker ?? WorkerID(0), attempts: [attempt]),
            context: ExecutionContext(
                sink: points, objective: sweep?.objective, sweepSeed: sweep?.seed ?? 0,
                shouldStop: { _ in shouldStop() }, began: { _ in },
                ended: { _, end in outcome.withLock { $0 = end } }, reported: { _, _, _ in }))
        return Result(
            outcome: outcome.withLock { $0 },
            comparison: try points.compare(with: run.id, in: try database.openReader()),
            weights: weights.all)
    }

    /// Whether the run ended as it did before.
    func endedAlike(_ outcome: RunOutcome) -> Bool {
        switch outcome {
        case .completed: run.state == .completed && run.reason == nil
        case .outOfPatience: run.state == .completed && run.reason != nil
        case .diverged: run.hasDiverged
        case .failed, .interrupted: false
        }
    }
}

/// Weights on their way to a run that no lease protects: stored together, at the end.
private final class CollectedWeights: WeightSink {
    private let weights = Mutex<[ModelWeights]>([])

    var all: [ModelWeights] { weights.withLock { $0 } }

    func keep(_ new: ModelWeights, of attempt: Attempt) throws {
        weights.withLock { $0.append(new) }
    }
}
