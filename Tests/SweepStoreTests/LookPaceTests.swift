import SweepCore
import SweepStore
import Testing

@Suite("The pace of looking")
struct LookPaceTests {
    private let start = SweepInstant(milliseconds: 1_000_000)

    @Test(
        "fast while something changes, slower the longer nothing does",
        arguments: [
            (0, 100), (1_999, 100), (2_000, 250), (9_999, 250), (10_000, 1_000), (99_999, 1_000),
        ] as [(Int64, Int)])
    func pace(passed: Int64, wait: Int) {
        var pace = LookPace(now: SweepInstant(milliseconds: 0))
        pace.looked(hasChange: true, at: start)
        let now = start.adding(milliseconds: passed)
        pace.looked(hasChange: false, at: now)
        #expect(pace.wait(at: now) == .milliseconds(wait))
    }

    @Test("seldom while nobody watches, and as before when somebody does again")
    func focus() {
        var pace = LookPace(now: start)
        pace.isFocused = false
        #expect(pace.wait(at: start) == .seconds(2))
        pace.isFocused = true
        #expect(pace.wait(at: start) == .milliseconds(100))
    }

    @Test("a clock that is set back slows nothing down and keeps nothing fast")
    func clock() {
        var pace = LookPace(now: start)
        let earlier = start.adding(milliseconds: -500_000)
        pace.looked(hasChange: false, at: earlier)
        #expect(pace.wait(at: earlier) == .milliseconds(100))
        #expect(pace.wait(at: earlier.adding(milliseconds: 10_000)) == .seconds(1))
    }
}
