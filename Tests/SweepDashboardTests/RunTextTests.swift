import SweepCore
import SweepDashboard
import Testing

@Suite("Numbers and words of runs")
struct RunTextTests {
    @Test(
        "values have three or four digits that count",
        arguments: [
            (0.0812, "0.0812"), (0.08124, "0.0812"), (0.9, "0.9000"), (2.302585, "2.303"),
            (12.345, "12.35"), (123.45, "123.5"), (0.00812, "0.00812"), (0.000_3, "3e-4"),
            (1.254e-5, "1.25e-5"), (12_345, "12345"), (100_000, "1e5"), (1.5e300, "1.5e300"),
            (.leastNonzeroMagnitude, "4.94e-324"), (-0.5, "-0.5000"), (64, "64"), (-3, "-3"),
            (0, "0"),
            (.nan, "NaN"), (.infinity, "Inf"), (-.infinity, "-Inf"), (0.99999, "1.0000"),
            (9.9999, "10.00"), (9_999.9, "10000"), (99_999.9, "1e5"),
        ])
    func values(_ number: Double, _ text: String) { #expect(RunText.value(number) == text) }

    @Test(
        "steps are cut to a unit",
        arguments: [
            (0, "0"), (301, "301"), (999, "999"), (1_000, "1k"), (9_100, "9.1k"),
            (9_999, "9.9k"), (10_000, "10k"), (812_345, "812k"), (1_250_000, "1.2M"),
            (-1_500, "-1.5k"), (.max, "9223372036G"),
        ] as [(Int64, String)])
    func steps(_ count: Int64, _ text: String) { #expect(RunText.steps(count) == text) }

    @Test("thousands are separated")
    func grouped() {
        #expect(RunText.grouped(1_234_567) == "1,234,567")
        #expect(RunText.grouped(-999) == "-999")
        #expect(RunText.grouped(.min) == "-9,223,372,036,854,775,808")
    }

    @Test("durations in full and in short")
    func durations() {
        #expect(RunText.duration(seconds: 251) == "00:04:11")
        #expect(RunText.duration(seconds: 183_845) == "2d 03:04")
        #expect(RunText.duration(seconds: -5) == "00:00:00")
        #expect(RunText.duration(seconds: .infinity) == "-")
        #expect(RunText.shortDuration(seconds: 4.23) == "4.2s")
        #expect(RunText.shortDuration(seconds: 251) == "4m11s")
        #expect(RunText.shortDuration(seconds: 11_100) == "3h05m")
        #expect(RunText.shortDuration(seconds: 183_845) == "2d03h")
    }

    @Test("moments are told in UTC, before 1970 and in leap years too")
    func moments() {
        let moment = SweepInstant(milliseconds: 1_709_208_131_000)
        #expect(RunText.day(moment) == "2024-02-29")
        #expect(RunText.timeOfDay(moment) == "12:02:11")
        let before = SweepInstant(milliseconds: -1)
        #expect(RunText.day(before) == "1969-12-31")
        #expect(RunText.timeOfDay(before) == "23:59:59")
    }

    @Test("a diverged run says how and where")
    func divergence() {
        var run = ListedSweep.run(8)
        #expect(RunText.objective(of: run, sweep: nil) == "NaN@301")
        run.latest = [ListedSweep.latest(12, .infinity)]
        #expect(RunText.divergence(of: run, sweep: nil) == "Inf@12")
        run.latest = []
        #expect(RunText.divergence(of: run, sweep: nil) == "NaN")
        run.reason = "error"
        #expect(RunText.divergence(of: run, sweep: nil) == nil)
        #expect(RunText.state(of: run) == "failed: error")
    }

    @Test("parameters are shown as they were written")
    func parameters() {
        #expect(RunText.parameter(.number(0.003)) == "0.003")
        #expect(RunText.parameter(.number(1e-5)) == "1e-5")
        #expect(RunText.parameter(.number(0.123_456_789)) == "0.1235")
        #expect(RunText.parameter(.number(64)) == "64")
        #expect(RunText.parameter(.text("adam")) == "adam")
        #expect(RunText.parameter(nil) == "-")
        #expect(RunText.parameter(.list([.integer(1)])) == "[1]")
    }

    @Test("progress and the time that is left come from the pace so far")
    func progress() {
        var sweep = ListedSweep()
        sweep.runs[1].latest = [ListedSweep.latest(2_500, 1)]
        let model = sweep.model()
        let progress = RunProgress(sweep.runs[1], model, model.runList)
        #expect(progress.total == 10_000)
        #expect(progress.remainingSeconds == 753)
        let texts = progress.bar(columns: 40, model.glyphs).map(\.text)
        #expect(texts.first == "2,500 / 10,000 " && texts.last == " 25%")
        #expect(RunProgress(sweep.runs[8], model, model.runList).step == nil)
    }
}
