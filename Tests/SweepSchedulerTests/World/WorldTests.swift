import SweepCore
import SweepScheduler
import Testing

@Suite("Several launches of one sweep, in random orders of events")
struct WorldTests {
    private static let events = 200
    #if DEBUG
        private static let sequences = 100
    #else
        private static let sequences = 5_000
    #endif

    /// Lets so many events happen and then all come to rest.
    private static func world(seed: UInt64, defect: Defect? = nil) -> World {
        var world = World(seed: seed, defect: defect)
        for _ in 0..<events {
            world.step()
            if !world.problems.isEmpty { return world }
        }
        world.settle()
        return world
    }

    @Test(
        "whatever dies, pauses, fails or jumps: nothing is done twice, nothing is lost, nobody waits for ever",
        arguments: 0..<20)
    func invariants(part: Int) {
        var counts = [Int](repeating: 0, count: World.Kind.allCases.count)
        for index in 0..<Self.sequences {
            let seed = UInt64(part * Self.sequences + index)
            let world = Self.world(seed: seed)
            for (place, count) in world.counts.enumerated() { counts[place] += count }
            if let problem = world.problems.first {
                Issue.record("seed \(seed): \(problem)")
                return
            }
        }
        for kind in World.Kind.allCases { #expect(counts[kind.rawValue] > 0, "\(kind)") }
        if part == 0 {
            let text = World.Kind.allCases.map { "\($0) \(counts[$0.rawValue])" }
            print("of \(Self.sequences) sequences: \(text.joined(separator: ", "))")
        }
    }

    @Test("a mistake of this kind is noticed", arguments: Defect.allCases)
    func defects(defect: Defect) {
        let found = (0..<400).first { seed in
            !Self.world(seed: UInt64(seed), defect: defect).problems.isEmpty
        }
        #expect(found != nil)
    }
}
