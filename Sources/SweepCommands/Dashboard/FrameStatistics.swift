import SweepStore

/// How long frames took, for `--stats`.
struct FrameStatistics {
    private var frames = LatencyHistogram()
    private var keys = LatencyHistogram()

    /// Takes note of a frame that has just reached the terminal.
    ///
    /// `key` is when the oldest key came whose effect it shows.
    mutating func drew(since began: ContinuousClock.Instant, key: ContinuousClock.Instant?) {
        let now = ContinuousClock.now
        frames.add(now - began)
        if let key { keys.add(now - key) }
    }

    /// One object: counts and milliseconds; quantiles are at most a quarter too large.
    var json: String {
        func milliseconds(_ histogram: LatencyHistogram, _ share: Double) -> String {
            "\(histogram.quantile(share) / .microseconds(1) / 1_000)"
        }
        func object(_ histogram: LatencyHistogram) -> String {
            "{\"count\": \(histogram.count), \"median_ms\": \(milliseconds(histogram, 0.5)), "
                + "\"p99_ms\": \(milliseconds(histogram, 0.99)), \"max_ms\": \(milliseconds(histogram, 1))}"
        }
        return "{\"frames\": \(object(frames)), \"keys\": \(object(keys))}\n"
    }
}

extension FrameStatistics {
    /// - Throws: A `Failure` that names the file.
    func write(to path: String) throws {
        try OutputFile(path).write { file in
            var text = json
            let error = text.withUTF8 { Console.attempt(UnsafeRawBufferPointer($0), to: file) }
            if error != 0 { throw Failure(errorNumber: error) }
        }
    }
}
