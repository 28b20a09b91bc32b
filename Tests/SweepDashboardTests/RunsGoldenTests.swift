import Foundation
import SweepCore
import SweepDashboard
import Testing

/// Screens as lines of text in `Tests/SweepDashboardGoldens`. With SWEEP_GOLDENS=write they are written anew; read
/// the difference before it is committed.
@Suite("Runs screens as drawn")
struct RunsGoldenTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var runs = 12
        var columns = 100
        var rows = 30
        var glyphs = GlyphSet.braille
        var keys = ""
        var change: @Sendable (inout ListedSweep) -> Void = { _ in }
        var testDescription: String { name }
    }

    private static let cases: [Case] = [
        Case(name: "runs-80x24", columns: 80, rows: 24),
        Case(name: "runs-100x30"),
        Case(name: "runs-120x36", columns: 120, rows: 36),
        Case(name: "runs-60x15", columns: 60, rows: 15),
        Case(name: "runs-60x15-details", columns: 60, rows: 15, keys: "tab tab"),
        Case(name: "runs-upright-80x50", columns: 80, rows: 50),
        Case(name: "runs-ascii-80x24", columns: 80, rows: 24, glyphs: .ascii),
        Case(name: "runs-ascii-100x30", glyphs: .ascii),
        Case(name: "runs-block-80x24", columns: 80, rows: 24, glyphs: .block),
        Case(name: "runs-none-100x30", runs: 0),
        Case(name: "runs-one-100x30", runs: 1),
        Case(name: "runs-ten-thousand-100x30", runs: 10_000, keys: "pagedown j j"),
        Case(name: "runs-repeats-100x30", runs: 36, keys: "B j z"),
        Case(
            name: "runs-diverged-100x30", keys: "y",
            change: { sweep in
                for index in sweep.runs.indices
                where index % 2 == 0 && sweep.runs[index].state != .queued {
                    sweep.runs[index].state = .failed
                    sweep.runs[index].reason = "diverged"
                    sweep.runs[index].objective = nil
                    sweep.runs[index].latest[1] = ListedSweep.latest(
                        301, index % 4 == 0 ? .infinity : .nan)
                }
            }),
        Case(
            name: "runs-hostile-names-80x24", columns: 80, rows: 24,
            change: { sweep in
                sweep.runs[0].name = "\u{1B}[2J\u{202E}evil"
                sweep.runs[11].name = "日本語のとても長い名前のラン"
                sweep.runs[2].name = "e\u{301}\u{301}" + String(repeating: "x", count: 90)
            }),
        Case(name: "run-page-100x30", keys: "j j enter"),
        Case(name: "run-page-80x24", columns: 80, rows: 24, keys: "j j enter"),
        Case(name: "compare-100x30", keys: "c"),
        Case(name: "compare-120x50", columns: 120, rows: 50, keys: "c = l"),
    ]

    @Test("a screen is drawn as it was", arguments: cases)
    func screen(_ test: Case) throws {
        var sweep = ListedSweep(test.runs)
        test.change(&sweep)
        if test.runs < 100 { sweep.addCurves() }
        var model = sweep.model(test.columns, test.rows, glyphs: test.glyphs)
        press(test.keys, &model)
        let drawn = view(model).lines.joined(separator: "\n") + "\n"
        // Beside the tests' folder: SwiftPM warns of files in it that it does not know.
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "SweepDashboardGoldens/\(test.name).txt")
        if ProcessInfo.processInfo.environment["SWEEP_GOLDENS"] == "write" {
            try drawn.write(to: file, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        let pairs = zip(
            drawn.split(separator: "\n", omittingEmptySubsequences: false),
            expected.split(separator: "\n", omittingEmptySubsequences: false))
        for (line, (new, old)) in pairs.enumerated() where new != old {
            Issue.record("line \(line) of \(test.name):\n\(old)\n\(new)")
            break
        }
        #expect(drawn == expected)
    }
}
