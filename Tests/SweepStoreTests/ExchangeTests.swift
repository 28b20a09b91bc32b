import Foundation
import GRDBSQLite
import SweepCore
import SweepStore
import SweepTestSupport
import Testing

@Suite("Export and import of a sweep")
struct ExchangeTests {
    /// What has to be the same in both databases, without local ids.
    static let comparisons = [
        """
        SELECT uid, name, state, definition, source, seed, metric, goal, summary, varied, parameters,
            run_count_planned, description, note, created_at, ended_at, archived_at FROM sweep
        """,
        """
        SELECT uid, number, name, state, reason, message, configuration, configuration_hash, seed,
            run_group, slot, slots, attempt, failures, interruptions, rewind, created_at, started_at,
            ended_at, objective, objective_step, note, archived_at FROM run ORDER BY number
        """,
        """
        SELECT run.number, metric.name, step, value, time FROM point JOIN run ON run.id = point.run
            JOIN metric ON metric.id = point.metric ORDER BY 1, 2, 3
        """,
        """
        SELECT run.number, metric.name, count, nan_count, infinite_count, first, last, last_step,
            minimum, minimum_step, maximum, maximum_step FROM summary JOIN run ON run.id = summary.run
            JOIN metric ON metric.id = summary.metric ORDER BY 1, 2
        """,
        """
        SELECT position, metric.name FROM sweep_metric JOIN metric ON metric.id = metric ORDER BY 1
        """,
        """
        SELECT time, run.number, event.attempt, kind, event.message FROM event
            LEFT JOIN run ON run.id = event.run ORDER BY event.id
        """,
        """
        SELECT run.number, checkpoint.attempt, step, epoch, kind, checkpoint.created_at, content
            FROM checkpoint JOIN run ON run.id = checkpoint.run ORDER BY 1, checkpoint.id
        """,
        """
        SELECT created_at, host, operating_system, cpu, cores, blas, git_dirty, git_diff, command
            FROM environment ORDER BY id
        """,
        """
        SELECT tag.name, tag.sweep IS NULL, run.number FROM tag LEFT JOIN run ON run.id = tag.run
            ORDER BY 2, 3, 1
        """,
        """
        SELECT revision, definition, source, first_run, created_at FROM sweep_definition
            ORDER BY revision
        """,
        "SELECT * FROM sweep_view", "SELECT * FROM test ORDER BY name", "SELECT * FROM leaderboard",
    ]

    static func lines(_ fixture: Fixture, _ name: String = "test") throws -> [[UInt8]] {
        let reader = try fixture.reader()
        var lines: [[UInt8]] = []
        try reader.exportSweep(
            try reader.sweep(name).id, programVersion: "1", withWeights: true
        ) { lines.append(Array($0.dropLast())) }
        return lines
    }

    static func add(_ lines: [[UInt8]], to fixture: Fixture) throws -> ImportedSweep {
        let sweepImport = SweepImport(into: fixture.writer)
        do {
            for line in lines { try sweepImport.line(line) }
            return try sweepImport.finish()
        } catch {
            try sweepImport.abandon()
            throw error
        }
    }

    /// A sweep with something in every column and every table.
    static func full(weightBytes: Int = 2_000_000) throws -> Fixture {
        let fixture = try Fixture()
        let sweep = try fixture.sweep(runs: 3) { index in
            ["lr": .number(0.5 + Double(index)), "we\"ird\n": .text("\u{0}\u{202E}é")]
        }
        let worker = try fixture.worker()
        for group in 0..<2 {
            let claimed = try #require(try fixture.claim(sweep, group: group, worker: worker))
            let attempt = claimed.attempts[0]
            try fixture.record(
                attempt,
                [1, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1.0 / 3]
                    + (1...2_100).map(Double.init))
            try fixture.record(attempt, [0.25], of: "b,\"c\"")
            fixture.clock.advance(1_234)
            _ = try fixture.end(attempt, group == 0 ? .completed : .diverged(step: 7))
        }
        var environment = LaunchEnvironment()
        environment.isGitDirty = true
        environment.gitDiff = "+a\r\n-b"
        try fixture.writer.recordEnvironment(environment, of: sweep.id)
        try fixture.writer.recordEvent(kind: "note", sweep: sweep.id, message: "=1+1")
        let run = try #require(try fixture.reader().runs(of: sweep.id).first)
        let content = (0..<weightBytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        _ = try fixture.writer.replaceWeights(
            of: run, by: [ModelWeights(kind: .best, epoch: 2, step: 9, content: content)])
        try fixture.change(
            """
            INSERT INTO tag (name, sweep) VALUES ('good', \(sweep.id.rawValue));
            INSERT INTO tag (name, run) VALUES ('best', \(run.id.rawValue)), ('x', \(run.id.rawValue));
            UPDATE run SET note = char(10) || 'n"o' WHERE number = 2;
            UPDATE sweep SET note = 'mine', description = 'd', source = 'a: 1';
            UPDATE run SET archived_at = 5 WHERE number = 3;
            """)
        return fixture
    }

    @Test("a sweep that was imported equals the one that was exported, to the last bit")
    func equal() throws {
        let fixture = try Self.full()
        let target = try Fixture()
        let imported = try Self.add(try Self.lines(fixture), to: target)
        #expect(imported.name == "test")
        #expect(imported.runCount == 3)
        #expect(imported.pointCount == 2 * 2_108)
        for sql in Self.comparisons {
            let (mine, theirs) = (try fixture.rows(sql), try target.rows(sql))
            #expect(!mine.isEmpty && mine.count == theirs.count, "\(sql)")
            // Texts, so that −0 is not 0.
            #expect(mine.map { "\($0)" } == theirs.map { "\($0)" }, "\(sql)")
        }
        #expect(try Self.lines(target) == Self.lines(fixture))
    }

    @Test("a sweep that is there is refused; one whose name is taken gets another")
    func taken() throws {
        let fixture = try Self.full()
        let lines = try Self.lines(fixture)
        #expect(throws: StoreError.self) { try Self.add(lines, to: fixture) }
        #expect(try fixture.rows("SELECT * FROM sweep").count == 1)
        let target = try Fixture()
        _ = try target.sweep(runs: 1)
        #expect(try Self.add(lines, to: target).name == "test-2")
        #expect(try target.rows("SELECT * FROM test_2").count == 3)
    }

    @Test("a run that was at work comes in as queued, without its points, and can be claimed")
    func running() throws {
        let fixture = try Fixture()
        try fixture.record(try fixture.attempt(), [1, 2])
        let target = try Fixture()
        let imported = try Self.add(try Self.lines(fixture), to: target)
        #expect(imported.requeuedCount == 1)
        #expect(
            try target.rows("SELECT state, attempt, worker, objective FROM run")
                == [[.text("queued"), .integer(1), .null, .null]])
        #expect(try target.rows("SELECT * FROM point").isEmpty)
        let sweep = try target.reader().sweep("test")
        let claimed = try target.claim(sweep, worker: try target.worker())
        #expect(claimed?.attempts.first?.number == 2)
    }

    @Test("an import that was cut is not shown as complete, and the next one begins anew")
    func cut() throws {
        let lines = try Self.lines(try Self.full())
        let target = try Fixture()
        let first = SweepImport(into: target.writer)
        for line in lines.dropLast() { try first.line(line) }
        #expect(throws: StoreError.self) { _ = try first.finish() }
        // As after SIGKILL: nothing is abandoned.
        #expect(try target.rows("SELECT state FROM sweep") == [[.text("expanding")]])
        #expect(try target.rows("SELECT * FROM sweep_view").isEmpty)
        try target.reopen()
        #expect(try Self.add(lines, to: target).name == "test")
        #expect(try target.rows("SELECT state FROM sweep") == [[.text("active")]])
        #expect(try target.rows("SELECT * FROM run").count == 3)
    }

    @Test(
        "whatever is done to a file, it is imported whole or refused in one line, and nothing is left"
    )
    func fuzz() throws {
        let lines = try Self.lines(try Self.full(weightBytes: 1_000))
        let target = try Fixture()
        var generator = SeededGenerator(seed: 7)
        for round in 0..<300 {
            var lines = lines
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                Self.damage(&lines, using: &generator)
            }
            // Half of them with the right checksum, so that the rows themselves are looked at.
            if round.isMultiple(of: 2) { Self.sign(&lines) }
            do {
                _ = try Self.add(lines, to: target)
                let sweep = try target.reader().sweeps()[0].sweep
                _ = try target.reader().runs(of: sweep.id)
                try target.change(
                    "PRAGMA foreign_keys = 1; DELETE FROM sweep; DELETE FROM sweep_view; DROP VIEW IF EXISTS test"
                )
            } catch let error as StoreError {
                guard case .badImport = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(!error.description.contains("\n"))
            }
            for table in ["sweep", "run", "point", "summary", "event", "tag", "checkpoint"] {
                #expect(try target.rows("SELECT count(*) FROM \(table)") == [[.integer(0)]])
            }
        }
        #expect(try target.rows("PRAGMA integrity_check") == [[.text("ok")]])
        #expect(try target.rows("PRAGMA foreign_key_check").isEmpty)
    }

    private static func damage(_ lines: inout [[UInt8]], using generator: inout SeededGenerator) {
        guard lines.count > 2 else { return }
        let index = Int.random(in: 0..<lines.count, using: &generator)
        let other = Int.random(in: 0..<lines.count, using: &generator)
        let places = 0..<max(1, lines[index].count)
        let place = Int.random(in: places, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0 where !lines[index].isEmpty:
            lines[index][place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
        case 1: lines[index].removeLast(lines[index].count - min(place, lines[index].count))
        case 2: lines.swapAt(index, other)
        case 3: lines.insert(lines[index], at: other)
        case 4: lines.remove(at: index)
        case 5: lines.removeLast(min(lines.count - 1, lines.count - index))
        case 6:
            let depth = Int.random(in: 1...5_000, using: &generator)
            lines[index] =
                Array("{\"row\":".utf8) + Array(repeating: UInt8(ascii: "["), count: depth)
        default:
            // Another number where there is one.
            let digits = lines[index].indices.filter { (48...57).contains(lines[index][$0]) }
            guard let digit = digits.randomElement(using: &generator) else { return }
            let numbers = [
                "-1", "9223372036854775807", "1e999", "1e15", "99999999999999999999", "0.5",
            ]
            let number = numbers[Int.random(in: 0..<numbers.count, using: &generator)]
            lines[index].replaceSubrange(digit...digit, with: Array(number.utf8))
        }
    }

    private static func sign(_ lines: inout [[UInt8]]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        lines.removeLast()
        for line in lines {
            for byte in line + [10] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let digits = String(hash, radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        lines.append(
            Array("{\"end\":true,\"lines\":\(lines.count),\"checksum\":\"fnv1a64:\(padded)\"}".utf8)
        )
    }
}
