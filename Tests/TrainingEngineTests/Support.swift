import Foundation
import Testing
import TrainingEngine

/// Sets BLAS to one thread, once for the process, before anything multiplies.
let blasRuntime: BLASRuntime = BLASRuntime.configure()

/// Collects every point, and stops where it is told to.
struct RecordingObserver: TrainingObserver {
    struct Point: Equatable {
        var step: Int
        var value: Double
    }

    var points: [TrainingMetric: [Point]] = [:]
    /// The run is asked to stop once this many training points are in.
    var stopAfter = Int.max

    mutating func record(_ metric: TrainingMetric, step: Int, value: Double) {
        points[metric, default: []].append(Point(step: step, value: value))
    }

    func shouldStop() -> Bool { points[.trainLoss, default: []].count >= stopAfter }

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

/// Trains and returns how it ended with everything that was recorded; the clock stands still.
func train(
    _ plan: TrainingPlan, on dataSet: DataSet, stopAfter: Int = .max
) throws -> (end: TrainingEnd, observer: RecordingObserver) {
    _ = blasRuntime
    var observer = RecordingObserver(stopAfter: stopAfter)
    let trainer = try Trainer(plan: plan, dataSet: dataSet)
    let end = trainer.run(observer: &observer, clock: { 0 })
    return (end, observer)
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
