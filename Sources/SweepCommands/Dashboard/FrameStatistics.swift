/// How long frames took, for `--stats`.
package struct FrameStatistics {
    /// Milliseconds.
    private var frames: [Double] = []
    private var work: [Double] = []
    private var keys: [Double] = []

    package init() {}

    /// Takes note of a frame that has just reached the terminal.
    ///
    /// - Parameters:
    ///   - frame: How long it took, what the terminal let us wait included.
    ///   - work: The processor time of that.
    ///   - key: How long ago the oldest key came whose effect it shows.
    package mutating func drew(_ frame: Duration, work: Duration, sinceKey key: Duration?) {
        frames.append(frame / .milliseconds(1))
        self.work.append(work / .milliseconds(1))
        if let key { keys.append(key / .milliseconds(1)) }
    }

    /// One object: counts and milliseconds; a quantile is a time that occurred, 0 where there is none.
    package var json: String {
        "{\"frames\": \(Self.object(frames)), \"work\": \(Self.object(work)), "
            + "\"keys\": \(Self.object(keys))}\n"
    }

    private static func object(_ times: [Double]) -> String {
        let sorted = times.sorted()
        func quantile(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "0" }
            let place = min(sorted.count - 1, Int(share * Double(sorted.count)))
            return "\((sorted[place] * 1_000).rounded() / 1_000)"
        }
        return "{\"count\": \(sorted.count), \"median_ms\": \(quantile(0.5)), "
            + "\"p95_ms\": \(quantile(0.95)), \"p99_ms\": \(quantile(0.99)), "
            + "\"max_ms\": \(quantile(1))}"
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
