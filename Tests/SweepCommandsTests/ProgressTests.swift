import SweepCommands
import SweepCore
import SweepScheduler
import Synchronization
import Testing

@Suite("What a launch shows")
struct ProgressTests {
    static let start = SweepInstant(milliseconds: 0)
    static let worker = WorkerID(1)

    static func attempt(_ number: Int64) -> Attempt {
        Attempt(
            run: RunID(number), uid: UID(stored: "u"), name: "lr0.\(number)-s0", number: 1, slot: 0,
            configuration: Configuration(), seed: 0, startedAt: start)
    }

    /// A launch of four runs: one done, one running.
    static var progress: LaunchProgress { progress() }

    static func progress(after change: SweepChange? = nil) -> LaunchProgress {
        let objective = Objective(metric: "validation/accuracy", goal: .maximize)
        var machine = SweepStateMachine(
            groups: (0..<4).map { PlannedGroup(number: $0, runCount: 1, cost: 1) },
            workers: [worker, WorkerID(2)],
            progress: LaunchProgress(
                counts: .init(total: 4), objective: objective, startedAt: start, totalCost: 4),
            at: start)
        func feed(_ event: SweepStateMachine.Event, at milliseconds: Int64) {
            _ = machine.handle(event, at: SweepInstant(milliseconds: milliseconds))
        }
        for number in [1, 2] as [Int64] {
            let attempt = attempt(number)
            feed(.workerReady(worker), at: 0)
            feed(
                .claimed(
                    ClaimedGroup(
                        sweep: SweepID(1), group: Int(number), slots: 1, worker: worker,
                        attempts: [attempt])), at: 0)
            feed(.began(attempt), at: number == 1 ? 0 : 10_000)
            feed(
                .reported(
                    attempt.run, ObjectiveReport(value: 0.75 + Double(number) / 16, step: 40)),
                at: 10_000)
            if number == 1 {
                feed(.ended(attempt, .completed), at: 10_000)
                feed(.saved(attempt, .completed, state: .completed), at: 10_000)
            }
        }
        if let change { feed(.looked(change), at: 12_000) }
        feed(.tick, at: 13_000)
        return machine.progress
    }

    @Test("the live region: progress with the time left, a line per worker, the best so far")
    func live() {
        let lines = ProgressLines(name: "demo", workers: [Self.worker, WorkerID(2)])
        #expect(
            lines.live(Self.progress, columns: 80) == [
                "demo  [#####···············]  1 of 4 runs · 39 s left",
                "  worker 1  lr0.2-s0  step 40  validation/accuracy 0.875  3 s",
                "  worker 2  idle",
                "  best      validation/accuracy 0.875  lr0.2-s0",
            ])
    }

    @Test(
        "a paused sweep is said to be paused, how it goes on, and what of it is paused or cancelled"
    )
    func paused() {
        let lines = ProgressLines(name: "my demo", workers: [Self.worker])
        let counts = LaunchProgress.Counts(total: 4, completed: 1, paused: 2, cancelled: 1)
        let paused = Self.progress(after: SweepChange(state: .paused, counts: counts, rev: 9))
        #expect(
            lines.live(paused, columns: 80).prefix(2) == [
                "my demo  [#####···············]  1 of 4 runs · 2 paused · 1 cancelled",
                "  paused; go on with: sweep resume 'my demo'",
            ])
        #expect(
            lines.plain(paused)
                == "my demo: 1 of 4 runs · 2 paused · 1 cancelled · best validation/accuracy 0.875  lr0.2-s0 · paused; go on with: sweep resume 'my demo'"
        )
        let elsewhere = ProgressLines(
            name: "my demo", workers: [Self.worker], databasePath: "q r.db")
        #expect(elsewhere.plain(paused).hasSuffix("sweep resume 'my demo' --db 'q r.db'"))
        let active = Self.progress(after: SweepChange(counts: counts, rev: 9))
        #expect(!lines.plain(active).contains("resume"))
        #expect(lines.plain(active).contains("2 paused"))
    }

    @Test("plain lines come every second at first, every five minutes in a long sweep")
    func plainIntervals() {
        #expect(ProgressDisplay.plainInterval(after: 0) == 1_000)
        #expect(ProgressDisplay.plainInterval(after: 60_000) == 3_000)
        #expect(ProgressDisplay.plainInterval(after: 36_000_000) == 300_000)
    }

    @Test("the plain line of a pipe")
    func plain() {
        let lines = ProgressLines(name: "de\u{7}mo", workers: [Self.worker])
        #expect(
            lines.plain(Self.progress)
                == "de␇mo: 1 of 4 runs · best validation/accuracy 0.875  lr0.2-s0 · 39 s left")
    }
}

@Suite("The live region on a terminal")
struct LiveRegionTests {
    /// Draws frames onto a tiny terminal that understands just what the region writes.
    private func screen(
        _ frames: [[String]], columns: Int = 40, rows: Int = 10, clear: Bool = false
    ) -> [String] {
        let written = Mutex("")
        var region = LiveRegion(
            sequences: .ansi, size: { (columns, rows) },
            write: { text in written.withLock { $0 += text } })
        for frame in frames { region.draw(frame) }
        if clear { region.clear() }
        var terminal = TinyTerminal()
        terminal.feed(written.withLock { $0 })
        return terminal.lines
    }

    @Test("a frame takes the place of the last one, also when it is shorter")
    func redraw() {
        #expect(screen([["a", "bb"], ["ccc"]]) == ["ccc"])
        #expect(screen([["a"], ["bb", "c"]]) == ["bb", "c"])
    }

    @Test("a line is cut so that it cannot wrap, and the region never fills the screen")
    func bounds() {
        let lines = screen(
            [(0..<9).map { "\($0) " + String(repeating: "x", count: 60) }], columns: 20, rows: 5)
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.count <= 19 })
    }

    @Test("cleared, nothing of it is left")
    func clear() {
        let lines = screen([["a", "b"]], clear: true)
        #expect(lines.joined().isEmpty)
    }

    @Test("an equal frame writes nothing")
    func unchanged() {
        let count = Mutex(0)
        var region = LiveRegion(
            sequences: .ansi, size: { (40, 10) }, write: { _ in count.withLock { $0 += 1 } })
        region.draw(["a"])
        region.draw(["a"])
        #expect(count.withLock { $0 } == 1)
    }
}

/// Lines, carriage return, cursor up and the two kinds of clearing.
private struct TinyTerminal {
    private(set) var lines: [String] = [""]
    private var row = 0
    private var column = 0

    mutating func feed(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                row += 1
                column = 0
                if row == lines.count { lines.append("") }
            case "\u{1B}":
                rest = rest.dropFirst()
                let digits = rest.prefix { ("0"..."9").contains(Character($0)) }
                rest = rest.dropFirst(digits.count)
                let count = Int(String(String.UnicodeScalarView(digits))) ?? 1
                switch rest.popFirst() {
                case "A": row -= count
                case "K": lines[row] = String(lines[row].prefix(column))
                case "J":
                    lines[row] = String(lines[row].prefix(column))
                    lines.removeSubrange((row + 1)...)
                default: break
                }
            default:
                lines[row] =
                    lines[row].prefix(column) + String(scalar) + lines[row].dropFirst(column + 1)
                column += 1
            }
        }
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    }
}
