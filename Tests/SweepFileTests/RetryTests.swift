import SweepCore
import SweepFile
import Testing

@Suite("retry in a sweep file")
struct RetryTests {
    private func retry(_ line: String) throws -> RetryPolicy {
        try SweepFileReader.parse(
            text: """
                method: grid
                train: {dataset: digits}
                \(line)
                parameters: {depth: {values: [1, 2]}}
                """, path: "x.yaml"
        ).retry
    }

    @Test("without the key nothing is tried again by itself")
    func none() throws {
        #expect(try retry("seeds: 1") == .none)
        #expect(try !retry("seeds: 1").allows(.error, after: 0))
    }

    @Test("the key alone means three times, whatever the cause; divergence is never one")
    func usual() throws {
        let policy = try retry("retry: {}")
        for cause in [FailureReason.error, .exitCode, .signal, .outOfMemory] {
            #expect(policy.allows(cause, after: 2))
            #expect(!policy.allows(cause, after: 3))
        }
        #expect(!policy.allows(.diverged, after: 0))
        #expect(!policy.allows(.lost, after: 0))
    }

    @Test("failures and causes are taken as written")
    func written() throws {
        let policy = try retry("retry: {failures: 1, causes: [signal]}")
        #expect(policy == RetryPolicy(failures: 1, causes: [.signal]))
        #expect(!policy.allows(.error, after: 0))
    }

    @Test("it is no part of the sweep's identity, and survives being stored")
    func settings() throws {
        let settings = SweepSettings(
            keep: .best, retry: RetryPolicy(failures: 2, causes: [.error, .signal]))
        #expect(SweepSettings(stored: settings.value) == settings)
        #expect(SweepSettings(stored: nil) == SweepSettings())
        #expect(SweepSettings(stored: .map(["keep": .integer(3)])) == SweepSettings())
    }
}
