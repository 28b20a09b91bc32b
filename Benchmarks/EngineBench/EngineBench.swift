import Glibc
import TrainingEngine

/// Measures the engine on request: reads one command a line, answers each with one line of JSON.
///
///     train WIDTH DEPTH OPTIMIZER LANES ROUNDS [ACTIVATION]
///     sgemm SECONDS
///
/// A conversation instead of one long report, so that `Benchmarks/run` can let the peers have
/// their turn between two of our measurements.
@main
enum EngineBench {
    static func main() throws {
        let runtime = BLASRuntime.configure()
        let dataSet = try DataSetCatalog().load(
            DataSetRequest(name: "fashion-mnist", validation: 0))
        let peak = ProductPeak()
        answer(["blas": "\"\(runtime.configuration)\"", "core": "\"\(runtime.core)\""])
        while let line = readLine() {
            switch Command(line) {
            case .train(let shape):
                let measured = try TrainingSpeed(shape, dataSet: dataSet, peak: peak)
                answer([
                    "samples_per_second": "\(measured.samplesPerSecond)",
                    "gigaflops": "\(measured.operationsPerSecond / 1e9)",
                    "sgemm_gigaflops": "\(measured.peakPerSecond / 1e9)",
                    "share": "\(measured.share)",
                ])
            case .product(let seconds):
                let rate = peak.operationsPerSecond(for: seconds, on: .wall)
                answer(["sgemm_gigaflops": "\(rate / 1e9)"])
            case nil:
                answer(["error": "\"not a command: \(line)\""])
            }
        }
    }

    /// Prints a JSON object of values that are JSON already.
    private static func answer(_ members: KeyValuePairs<String, String>) {
        print("{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}")
        fflush(nil)
    }
}
