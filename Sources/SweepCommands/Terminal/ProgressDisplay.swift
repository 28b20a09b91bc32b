import Glibc
import SweepCore
package import SweepScheduler

/// Shows a launch: a live region on a terminal, plain lines elsewhere. On standard error, so that standard
/// output holds results only.
package final class ProgressDisplay {
    package enum Style: String, CaseIterable, Sendable { case auto, live, plain, none }

    private let lines: ProgressLines
    private let isSilent: Bool
    /// `nil` where lines are written one below the other.
    private var region: LiveRegion?
    private var lastDrawn: SweepInstant?
    private var lastCounts: LaunchProgress.Counts?
    private var wasPaused = false

    private var started: SweepInstant?

    /// A live region changes at most this often, in milliseconds.
    private static let liveInterval: Int64 = 100
    /// Plain lines come at most this often, at the start and at the end of a long sweep.
    private static let plainIntervals: ClosedRange<Int64> = 1_000...300_000

    /// Milliseconds between two plain lines, so long after the start: a log of a night should be read in a
    /// minute, so they become rarer.
    package static func plainInterval(after elapsed: Int64) -> Int64 {
        min(max(elapsed / 20, plainIntervals.lowerBound), plainIntervals.upperBound)
    }

    /// - Throws: A `Failure` when a live display is asked for and standard error is not a terminal.
    package init(style: Style, lines: ProgressLines) throws {
        try Self.check(style)
        let sequences = style == .auto || style == .live ? Self.sequences : nil
        region = sequences.map { sequences in
            LiveRegion(
                sequences: sequences, size: { Console.size(of: STDERR_FILENO) ?? (80, 24) },
                write: { Console.write($0, to: STDERR_FILENO) })
        }
        isSilent = style == .none
        self.lines = lines
    }

    private static var sequences: TerminalSequences? {
        Console.isTerminal(STDERR_FILENO) ? .described(by: STDERR_FILENO) : nil
    }

    /// Refuses a live display where there is no terminal to draw on.
    package static func check(_ style: Style) throws {
        guard style == .live, sequences == nil else { return }
        let reason =
            Console.isTerminal(STDERR_FILENO)
            ? "the terminal (TERM=\(Console.environment("TERM")?.visible ?? "")) cannot redraw lines"
            : "standard error is not a terminal"
        throw Failure(
            "cannot draw a live display: \(reason); use --progress plain", code: .notATerminal)
    }

    package func show(_ progress: LaunchProgress) {
        guard !isSilent else { return }
        let elapsed = progress.now.milliseconds - (started ?? progress.now).milliseconds
        started = started ?? progress.now
        let interval = region != nil ? Self.liveInterval : Self.plainInterval(after: elapsed)
        let isPaused = progress.sweepState == .paused
        let isNews = isPaused != wasPaused
        wasPaused = isPaused
        if let lastDrawn, !isNews, progress.now < lastDrawn.adding(milliseconds: interval) {
            return
        }
        if region != nil {
            let columns = Console.size(of: STDERR_FILENO)?.columns ?? 80
            region?.draw(lines.live(progress, columns: columns))
        } else {
            // The end has a line of its own.
            let counts = progress.counts
            guard counts != lastCounts || isNews, counts.finished < counts.total else { return }
            if lastCounts != nil || isPaused { Console.note(lines.plain(progress)) }
            lastCounts = counts
        }
        lastDrawn = progress.now
    }

    /// Says something in a line that stays.
    package func say(_ line: String) {
        region?.clear()
        lastDrawn = nil
        Console.note(line)
    }

    /// Takes the live region away; the launch's last line says how it ended.
    package func finish() { region?.clear() }
}
