import Foundation
import SweepCore
import SweepStore

/// `StoreBench write FILE RUNS STEPS` fills a database through the store as a launch does, `StoreBench schedule
/// FILE RUNS LANES normal|full` launches runs that do nothing, `StoreBench read FILE` times reading; each prints
/// one line of JSON. `Benchmarks/measure/store.py` runs it beside the limit and the peers.
///
/// `StoreBench watch FILE` times what a dashboard reads, `sweep` adds a sweep of queued runs, and `live` executes
/// some of them at a chosen pace; `Benchmarks/measure/dashboard.py` runs these.
@main struct StoreBench {
    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "write", let runs = Int(words[3]),
            let steps = Int64(words[4])
        {
            print(try Filling(path: words[2], runCount: runs, stepCount: steps).run())
        } else if words.count == 6, words[1] == "schedule", let runs = Int(words[3]),
            let lanes = Int(words[4]), let sync = Sync(rawValue: words[5])
        {
            print(
                try Scheduling(path: words[2], runCount: runs, laneCount: lanes, sync: sync).run())
        } else if words.count == 3, words[1] == "read" {
            print(try Reading(path: words[2]).run())
        } else if words.count == 3, words[1] == "watch" {
            print(try Watching(path: words[2]).run())
        } else if words.count == 5, words[1] == "sweep", let runs = Int(words[4]) {
            try LiveWriting(path: words[2]).addSweep(words[3], runCount: runs)
        } else if words.count == 6, words[1] == "live", let rate = Int(words[3]),
            let seconds = Int(words[4]), let runs = Int(words[5])
        {
            print(
                try LiveWriting(path: words[2]).run(
                    pointsPerSecond: rate, seconds: seconds, runCount: runs))
        } else {
            let usage = """
                usage: StoreBench write FILE RUNS STEPS | schedule FILE RUNS LANES normal|full | read FILE
                    | watch FILE | sweep FILE NAME RUNS | live FILE POINTS_PER_SECOND SECONDS RUNS

                """
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }
}
