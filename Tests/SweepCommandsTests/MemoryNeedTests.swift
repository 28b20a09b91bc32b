import SweepCommands
import SweepCore
import SweepTraining
import Testing

@Suite("Memory before a launch")
struct MemoryNeedTests {
    private func need(width: Int64, runs: Int) -> MemoryNeed {
        var need = MemoryNeed()
        need.consider(
            ParameterTable.resolve(["width": .integer(width)]), runCount: runs,
            on: TrainingExecutor(dataSets: TrainingDataSets()))
        return need
    }

    @Test("as many workers fit as groups of the largest kind fit beside each other")
    func workers() {
        let group = need(width: 256, runs: 8)
        let bytes = group.largestGroup
        #expect(bytes > 0)
        #expect(group.fittingWorkers(4, available: 10 * bytes) == 4)
        #expect(group.fittingWorkers(4, available: 2 * bytes + 1) == 2)
        #expect(group.fittingWorkers(4, available: bytes - 1) == 0)
        #expect(MemoryNeed().fittingWorkers(4, available: 0) == 4)
    }

    @Test("a sweep of many runs has groups of several lanes, which need more")
    func lanes() {
        #expect(need(width: 64, runs: 64).largestGroup > 5 * need(width: 64, runs: 1).largestGroup)
    }

    @Test("available memory is read in bytes, and nothing is made up where it is not told")
    func meminfo() {
        let text = "MemTotal:       24681472 kB\nMemAvailable:   24000000 kB\n"
        #expect(MemoryNeed.available(inMemoryInfo: text) == 24_000_000 * 1_024)
        #expect(MemoryNeed.available(inMemoryInfo: "MemFree: 1 kB\n") == nil)
    }

    @Test("amounts are read in their largest unit")
    func bytes() {
        #expect(NumberText.bytes(860) == "860 B")
        #expect(NumberText.bytes(4_928_307) == "4.7 MiB")
        #expect(NumberText.bytes(38 << 30) == "38 GiB")
    }
}
