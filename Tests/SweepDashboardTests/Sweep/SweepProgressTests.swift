import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The progress of a sweep")
struct SweepProgressTests {
    /// Runs of 20 s that end one every 10 s, two at a time; and two that began 5 s before `now`.
    private func fixture(finished: Int, running: Int = 2, planned: Int = 10) -> SweepFixture {
        var fixture = SweepFixture(varied: [], planned: planned)
        for index in 0..<finished {
            let start = Int64(index) * 10_000
            fixture.add([], value: 1, start: start, end: start + 20_000)
        }
        fixture.now = SweepFixture.begin.adding(milliseconds: 100_000)
        for _ in 0..<running { fixture.add([], state: .running, start: 95_000) }
        for run in fixture.runs { fixture.sweep.counts[run.state, default: 0] += 1 }
        return fixture
    }

    private func progress(_ fixture: SweepFixture) -> SweepProgress {
        SweepProgress(sweep: fixture.sweep, rows: fixture.runs)
    }

    @Test("the time left is the work left over the runs at work")
    func remaining() {
        let fixture = fixture(finished: 4)
        // Two running ones with 15 s each and four of 20 s, two at a time.
        #expect(progress(fixture).remaining(now: fixture.now) == Int64(55_000))
    }

    @Test("with fewer workers the estimate grows at once")
    func fewerWorkers() {
        let fixture = fixture(finished: 4, running: 1)
        #expect(progress(fixture).remaining(now: fixture.now) == Int64(115_000))
    }

    @Test("a run that lasts longer than the others still has a tenth to go")
    func overdue() {
        let fixture = fixture(finished: 9, running: 1)
        let later = fixture.now.adding(milliseconds: 100_000)
        #expect(progress(fixture).remaining(now: later) == 2_000)
    }

    @Test("no estimate below three finished runs, without a worker, or when all is done")
    func none() {
        for fixture in [
            fixture(finished: 2), fixture(finished: 4, running: 0),
            fixture(finished: 10, running: 0),
        ] {
            #expect(progress(fixture).remaining(now: fixture.now) == nil)
        }
    }

    @Test("the rate counts runs that ended over the time in which they did")
    func rate() {
        #expect(progress(fixture(finished: 4)).rate == 3 / 30_000.0)
        #expect(progress(fixture(finished: 30, planned: 40)).rate == 20 / 200_000.0)
        #expect(progress(fixture(finished: 2)).rate == nil)
    }

    @Test("time stands still while nobody works")
    func elapsed() {
        let busy = fixture(finished: 4)
        #expect(progress(busy).elapsed(now: busy.now) == 100_000)
        let idle = fixture(finished: 4, running: 0)
        #expect(progress(idle).elapsed(now: idle.now) == 50_000)
        #expect(progress(SweepFixture(varied: [])).elapsed(now: idle.now) == nil)
    }

    @Test("an imported sweep has as many planned runs as it has runs")
    func planned() {
        var fixture = fixture(finished: 4)
        fixture.sweep.plannedRunCount = nil
        #expect(progress(fixture).plannedCount == 6)
        fixture.sweep.plannedRunCount = 1
        #expect(progress(fixture).fraction == 1)
    }
}
