import Foundation
import Testing
import TrainingEngine

/// Sets BLAS to one thread, once for the process, before anything multiplies.
let blasRuntime: BLASRuntime = BLASRuntime.configure()

/// Collects what happens to one lane of a group, and stops it where it is told to.
struct LaneRecord {
    struct Point: Equatable {
        var step: Int
        var value: Double
    }

    var points: [TrainingMetric: [Point]] = [:]
    var ends: [TrainingEnd] = []
    /// The run is asked to stop once this many training points are in.
    var stopAfter = Int.max

    func values(_ metric: TrainingMetric) -> [Double] { points[metric, default: []].map(\.value) }
    func steps(_ metric: TrainingMetric) -> [Int] { points[metric, default: []].map(\.step) }

    /// Bit patterns of every point but measurements, so that equality is exact and NaN equals
    /// itself.
    var bits: [String: [UInt64]] {
        var result: [String: [UInt64]] = [:]
        for (metric, points) in points where metric != .samplesPerSecond {
            result[metric.rawValue] = points.flatMap { [UInt64($0.step), $0.value.bitPattern] }
        }
        return result
    }
}

/// Collects what happens to every lane of a group.
struct GroupObserver: TrainingObserver {
    var lanes: [LaneRecord]
    /// How often each lane was asked whether it should stop.
    var questions: [Int]

    /// `stops` says after how many training points a lane is asked to stop.
    init(slots: Int, stops: [Int: Int] = [:]) {
        lanes = (0..<slots).map { LaneRecord(stopAfter: stops[$0] ?? .max) }
        questions = [Int](repeating: 0, count: slots)
    }

    mutating func record(_ metric: TrainingMetric, lane: Int, step: Int, value: Double) {
        #expect(lanes[lane].ends.isEmpty, "a point of lane \(lane) after its end")
        lanes[lane].points[metric, default: []].append(.init(step: step, value: value))
    }

    mutating func ended(lane: Int, _ end: TrainingEnd) { lanes[lane].ends.append(end) }

    mutating func shouldStop(lane: Int) -> Bool {
        questions[lane] += 1
        return lanes[lane].points[.trainLoss, default: []].count >= lanes[lane].stopAfter
    }
}

/// The plan of a run by itself: the shape of its group and its own constants.
@dynamicMemberLookup
struct RunPlan {
    var shape: TrainingPlan
    var lane: LanePlan

    subscript<T>(dynamicMember path: WritableKeyPath<TrainingPlan, T>) -> T {
        get { shape[keyPath: path] }
        set { shape[keyPath: path] = newValue }
    }
}

/// Trains a group and returns what happened to each lane; the clock stands still.
func train(
    _ plan: TrainingPlan, lanes: [LanePlan?], on dataSet: DataSet, stops: [Int: Int] = [:]
) throws -> [LaneRecord] {
    _ = blasRuntime
    var observer = GroupObserver(slots: lanes.count, stops: stops)
    try GroupTrainer(plan: plan, lanes: lanes, dataSet: dataSet)
        .run(observer: &observer, clock: { 0 })
    return observer.lanes
}

/// Trains one run and returns how it ended with everything that was recorded.
func train(
    _ plan: RunPlan, on dataSet: DataSet, stopAfter: Int = .max
) throws -> (end: TrainingEnd, observer: LaneRecord) {
    let record = try train(
        plan.shape, lanes: [plan.lane], on: dataSet, stops: [0: stopAfter])[0]
    try #require(record.ends.count == 1)
    return (record.ends[0], record)
}

extension TrainingSession {
    /// Makes a session for a single model.
    convenience init(
        layers: [any Layer<Element>], loss: Loss, optimizer: OptimizerSettings, batchSize: Int,
        evaluationSize: Int = 0
    ) throws {
        try self.init(
            layers: layers, loss: loss, lanes: [LanePlan(optimizer: optimizer)],
            batchSize: batchSize, evaluationSize: evaluationSize)
    }
}

/// A small data set of two features whose class is the sign of their sum.
func signDataSet(rows: Int = 100, validation: Double = 0.1) throws -> DataSet {
    let stream = RandomStream(sweepSeed: 7, runSeed: 7, purpose: .dropout, index: 0)
    let values = (0..<2 * rows).map { (i: Int) -> Float in
        Float(2 * stream.uniform(at: UInt64(i)) - 1)
    }
    let classes = (0..<rows).map { (row: Int) -> Int32 in
        values[2 * row] + values[2 * row + 1] > 0 ? 1 : 0
    }
    return DataSet(
        name: "sign", featureCount: 2, features: .scalars(values),
        targets: .classes(classes, names: ["negative", "positive"]),
        split: try DataSplit(rowCount: rows, validation: validation), checksum: "none")
}

/// A small data set of two features with the target 3 a − 2 b + 1.
func planeDataSet(rows: Int = 100) throws -> DataSet {
    let stream = RandomStream(sweepSeed: 8, runSeed: 8, purpose: .dropout, index: 0)
    let values = (0..<2 * rows).map { (i: Int) -> Float in
        Float(2 * stream.uniform(at: UInt64(i)) - 1)
    }
    let targets = (0..<rows).map { (row: Int) -> Float in
        3 * values[2 * row] - 2 * values[2 * row + 1] + 1
    }
    return DataSet(
        name: "plane", featureCount: 2, features: .scalars(values), targets: .numbers(targets),
        split: try DataSplit(rowCount: rows, validation: 0.1), checksum: "none")
}

/// A folder that goes away with the object.
final class TemporaryFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("sweep-engine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder left behind in /tmp harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// Expects an error with exactly this description, which must be a single line.
func expectFailure(
    _ description: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch {
        #expect("\(error)" == description, sourceLocation: sourceLocation)
        #expect(!"\(error)".contains("\n"), sourceLocation: sourceLocation)
    }
}
