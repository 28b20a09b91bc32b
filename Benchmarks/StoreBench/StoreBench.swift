import Foundation
import SweepCore
import SweepStore

/// `StoreBench write FILE RUNS STEPS` fills a database through the store as a launch does, `StoreBench read
/// FILE` times reading it; each prints one line of JSON. `Benchmarks/measure/store.py` runs it beside the
/// limit and the peers.
@main struct StoreBench {
    static func main() throws {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "write", let runs = Int(words[3]),
            let steps = Int64(words[4])
        {
            print(try Filling(path: words[2], runCount: runs, stepCount: steps).run())
        } else if words.count == 3, words[1] == "read" {
            print(try Reading(path: words[2]).run())
        } else {
            let usage = "usage: StoreBench write FILE RUNS STEPS | read FILE\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }
}
