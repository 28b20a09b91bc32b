import SweepCore
import SweepStore
import Testing

@Suite("Stored weights")
struct WeightTests {
    private func weights(_ kind: WeightKind, epoch: Int = 1, _ content: [UInt8] = [1, 2, 3])
        -> ModelWeights
    {
        ModelWeights(kind: kind, epoch: epoch, step: Int64(epoch) * 10, content: content)
    }

    @Test("what an attempt keeps is listed with its size and reads back byte for byte")
    func roundTrip() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        try fixture.writer.keep(weights(.epoch, epoch: 1), of: attempt)
        try fixture.writer.keep(weights(.best, epoch: 2, content), of: attempt)
        let reader = try fixture.reader()
        let stored = try reader.weights(of: attempt.run)
        #expect(stored.map(\.kind) == [.epoch, .best])
        #expect(stored.map(\.epoch) == [1, 2])
        #expect(stored.map(\.step) == [10, 20])
        #expect(stored.map(\.byteCount) == [3, 100_000])
        #expect(stored.map(\.runName) == ["run0", "run0"])
        #expect(stored.map(\.sweepName) == ["test", "test"])
        #expect(try reader.content(of: stored[1]) == content)
    }

    @Test("empty content is a blob of no bytes, not NULL")
    func empty() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.writer.keep(weights(.last, []), of: attempt)
        let reader = try fixture.reader()
        let stored = try #require(try reader.weights().first)
        #expect(stored.byteCount == 0)
        #expect(try reader.content(of: stored) == [])
    }

    @Test("those of an attempt that is no longer current are dropped, like its points")
    func fencing() throws {
        let fixture = try Fixture()
        let old = try fixture.attempt()
        #expect(try fixture.end(old, .interrupted))
        try fixture.writer.keep(weights(.best), of: old)
        #expect(try fixture.reader().weights().isEmpty)
        let sweep = try fixture.reader().sweep("test")
        let new = try #require(
            try fixture.claim(sweep, worker: try fixture.worker())?.attempts.first)
        try fixture.writer.keep(weights(.best, [1]), of: old)
        try fixture.writer.keep(weights(.best, [2]), of: new)
        #expect(
            try fixture.rows("SELECT attempt, content FROM checkpoint") == [
                [.integer(2), .blob([2])]
            ])
        #expect(try fixture.end(new, .completed))
        try fixture.writer.keep(weights(.last), of: new)
        #expect(try fixture.reader().weights().count == 1)
    }

    @Test("a run that is executed again loses its former weights, and only weights")
    func again() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.writer.keep(weights(.epoch), of: attempt)
        try fixture.change(
            """
            INSERT INTO checkpoint (run, attempt, step, epoch, kind, created_at, content)
            VALUES (\(attempt.run.rawValue), 1, 5, 0, 'resume', 0, x'00')
            """)
        #expect(try fixture.end(attempt, .interrupted))
        #expect(try fixture.reader().weights().count == 1)
        _ = try fixture.claim(
            try fixture.reader().sweep("test"), worker: try fixture.worker())
        #expect(try fixture.rows("SELECT kind FROM checkpoint") == [[.text("resume")]])
        #expect(try fixture.reader().weights().isEmpty)
    }

    @Test("a finished run is given weights in place of those of the same kind")
    func replacing() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        try fixture.writer.keep(weights(.best), of: attempt)
        try fixture.writer.keep(weights(.last), of: attempt)
        #expect(try fixture.end(attempt, .completed))
        let run = try fixture.reader().run("run0")
        #expect(try fixture.writer.replaceWeights(of: run, by: [weights(.best, [7])]))
        #expect(
            try fixture.rows("SELECT run, attempt, kind, content FROM checkpoint ORDER BY kind")
                == [
                    [.integer(run.id.rawValue), .integer(1), .text("best"), .blob([7])],
                    [.integer(run.id.rawValue), .integer(1), .text("last"), .blob([1, 2, 3])],
                ])
    }

    @Test("a run that is queued, executed or was executed again meanwhile keeps what it has")
    func protected() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let running = try fixture.reader().run("run0")
        #expect(try fixture.writer.replaceWeights(of: running, by: [weights(.best)]) == false)
        try fixture.writer.keep(weights(.last), of: attempt)
        #expect(try fixture.end(attempt, .completed))
        let finished = try fixture.reader().run("run0")
        try fixture.change("UPDATE run SET state = 'queued'")
        #expect(try fixture.writer.replaceWeights(of: finished, by: [weights(.best)]) == false)
        let queued = try fixture.reader().run("run0")
        #expect(try fixture.writer.replaceWeights(of: queued, by: [weights(.best)]) == false)
        let again = try #require(
            try fixture.claim(
                try fixture.reader().sweep("test"), worker: try fixture.worker())?.attempts.first)
        try fixture.writer.keep(weights(.last, [9]), of: again)
        #expect(try fixture.end(again, .completed))
        #expect(try fixture.writer.replaceWeights(of: finished, by: [weights(.best)]) == false)
        #expect(try fixture.rows("SELECT content FROM checkpoint") == [[.blob([9])]])
    }

    @Test("a full disk is told, and ends the writing")
    func fullDisk() throws {
        let fixture = try Fixture()
        let attempt = try fixture.attempt()
        let pages = try fixture.rows("PRAGMA page_count")
        guard case .integer(let count) = pages[0][0] else { return #expect(Bool(false)) }
        try fixture.writer.limitFile(toPages: Int(count) + 2)
        #expect(throws: StoreError.diskFull(path: fixture.path)) {
            try fixture.writer.keep(
                weights(.best, [UInt8](repeating: 1, count: 1 << 20)), of: attempt)
        }
        #expect(throws: StoreError.diskFull(path: fixture.path)) { try fixture.writer.flush() }
        #expect(try fixture.reader().weights().isEmpty)
    }

    @Test("weights are listed by run, by sweep or all of them")
    func listing() throws {
        let fixture = try Fixture()
        let worker = try fixture.worker()
        for name in ["a", "b"] {
            let sweep = try fixture.sweep(name, runs: 2, groupSize: 2)
            let group = try #require(try fixture.claim(sweep, worker: worker))
            for attempt in group.attempts.reversed() {
                try fixture.writer.keep(weights(.last), of: attempt)
            }
        }
        let reader = try fixture.reader()
        let all = try reader.weights()
        #expect(all.map(\.sweepName) == ["a", "a", "b", "b"])
        #expect(all.map(\.runName) == ["run0", "run1", "run0", "run1"])
        let sweep = try reader.sweep("b")
        #expect(try reader.weights(sweep: sweep.id) == Array(all[2...]))
        #expect(try reader.weights(of: all[1].run) == [all[1]])
    }
}
