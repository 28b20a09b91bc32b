import ArgumentParser
import SweepCore
import SweepStore
import SweepTraining

/// `--kind` and `--epoch`, for commands that use the weights of a run.
struct WeightOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Which weights: best, last or epoch. (default: best, else last)", valueName: "kind"))
    private var kind: WeightKind?

    @Option(help: ArgumentHelp("The weights after this epoch.", valueName: "n"))
    private var epoch: Int?

    init() {}

    /// Finds the weights that are meant.
    ///
    /// - Throws: A `Failure` that says what there is instead.
    func find(of run: RunRecord, in reader: StoreReader, database: DatabaseOption) throws
        -> WeightRecord
    {
        try Self.find(of: run, kind: kind, epoch: epoch, in: reader, database: database)
    }

    /// Finds the best weights, else the last ones.
    static func usual(
        of run: RunRecord, in reader: StoreReader, database: DatabaseOption
    ) throws -> WeightRecord {
        try find(of: run, kind: nil, epoch: nil, in: reader, database: database)
    }

    private static func find(
        of run: RunRecord, kind: WeightKind?, epoch: Int?, in reader: StoreReader,
        database: DatabaseOption
    ) throws -> WeightRecord {
        let all = try reader.weights(of: run.id)
        guard !all.isEmpty else { throw none(of: run, database: database) }
        let order: [WeightKind] =
            kind.map { [$0] } ?? (epoch == nil ? [.best, .last] : [.epoch, .best, .last])
        for kind in order {
            let found = all.filter { $0.kind == kind && (epoch == nil || $0.epoch == epoch) }
            if found.count == 1 { return found[0] }
            if found.count > 1 {
                throw Failure("\(run.title) has \(list(found)); say which with --epoch")
            }
        }
        throw Failure(
            "\(run.title) has no such weights; it has \(list(all)) (--kind and --epoch choose)")
    }

    private static func list(_ weights: [WeightRecord]) -> String {
        let names = weights.prefix(20).map { "\($0.kind.rawValue) (epoch \($0.epoch))" }
        return names.joined(separator: ", ")
            + (weights.count > 20 ? ", … (\(weights.count) in all)" : "")
    }

    /// Refuses weights that no database takes; `what` is the run or the file that wants them kept.
    static func checkSize(_ bytes: Int, of what: String) throws {
        let most = StoreWriter.mostWeightBytes
        guard bytes > most else { return }
        throw Failure(
            "\(what.visible): the weights of a run take \(NumberText.grouped(bytes)) bytes and cannot be "
                + "kept; the most are \(NumberText.grouped(most)): choose keep: none or a smaller model",
            code: .usage)
    }

    /// Why a run has no weights, and what gives it some.
    static func none(of run: RunRecord, database: DatabaseOption) -> Failure {
        switch run.state {
        case .completed, .pruned:
            Failure(
                "\(run.title) has no weights; `sweep reproduce \(run.uid) --keep\(database.argument)` "
                    + "trains it again and keeps them")
        case .running where !run.isLost:
            Failure("\(run.title) has no weights yet: it is being executed just now")
        case .failed where run.hasDiverged:
            Failure("\(run.title) has no weights: it diverged")
        default:
            Failure(
                "\(run.title) has no weights: it is \(run.stateText.visible); launch its sweep file"
            )
        }
    }
}

extension WeightKind: ExpressibleByArgument {}

extension RunRecord {
    /// The run as an error names it.
    var title: String { "run \(name.visible) (\(uid))" }
}

extension StoreReader {
    /// Reads weights from the database.
    func bytes(of weights: WeightRecord) throws -> [UInt8] {
        guard let bytes = try content(of: weights) else {
            throw Failure(
                "the weights of run \(weights.runName.visible) have just been removed; try again")
        }
        return bytes
    }

    /// Reads weights as a model.
    ///
    /// - Throws: A `Failure` that says how to make them anew when they are damaged.
    func model(of weights: WeightRecord, database: DatabaseOption) throws -> ModelFile {
        try Self.model(
            try bytes(of: weights), of: weights, database: database)
    }

    static func model(
        _ bytes: [UInt8], of weights: WeightRecord, database: DatabaseOption
    ) throws -> ModelFile {
        do {
            return try ModelFile(bytes)
        } catch {
            throw Failure(
                "the \(weights.kind.rawValue) weights of run \(weights.runName.visible) "
                    + "(\(weights.runUID)) are \(error); "
                    + "`sweep reproduce \(weights.runUID) --keep\(database.argument)` makes them anew"
            )
        }
    }
}
