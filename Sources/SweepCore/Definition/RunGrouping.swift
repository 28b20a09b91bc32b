/// Which runs are executed together (`design.md` §6): a pure function of the new runs.
///
/// The number of workers never enters, and the stored layout never changes, because OpenBLAS picks its
/// kernels by column position and another layout would change the last bits of every result.
package enum RunGrouping {
    package static let mostLanes = 8
    package static let mostColumns = 1_024

    /// A run's place: the group's number within the sweep, its slot, and the group's number of slots.
    package struct Place: Hashable, Sendable {
        package let group: Int
        package let slot: Int
        package let slots: Int

        package init(group: Int, slot: Int, slots: Int) {
            self.group = group
            self.slot = slot
            self.slots = slots
        }
    }

    /// Returns one place per run, in the order of `runs`.
    ///
    /// Runs are sorted by (group-forming parameters, seed, canonical configuration) and cut into groups
    /// of at most L = clamp(⌊runs / 8⌋, 1, 8) lanes with L × width ≤ 1,024. Runs without a width (a
    /// program's) stand alone.
    ///
    /// `firstGroup` is the number of the first new group; those of earlier runs lie below it.
    ///
    /// - Complexity: O(*n* log *n*).
    package static func places(
        for runs: some Sequence<(configuration: Configuration, seed: Int)>, firstGroup: Int = 0
    ) -> [Place] {
        var entries: [Entry] = []
        // A grid has many runs and few shapes: each shape's text is kept once.
        var shapes: [String: String] = [:]
        for (index, run) in runs.enumerated() {
            let text = shape(of: run.configuration)
            let shared = shapes[text] ?? text
            shapes[shared] = shared
            entries.append(
                Entry(
                    index: index, shape: shared, seed: run.seed,
                    canonical: run.configuration.canonicalJSON,
                    width: run.configuration["width"]?.asInteger.map { Int(clamping: $0) }))
        }
        entries.sort()
        return cut(
            entries.map(\.index), firstGroup: firstGroup, width: { entries[$0].width },
            joins: { entries[$0].joins(entries[$1]) })
    }

    /// Cuts sorted runs into groups.
    ///
    /// `order` has the index of each run in sorted order; `width` and `joins` (whether two runs may be lanes of one
    /// group) take positions in that order. Returns one place per run, by index.
    package static func cut(
        _ order: [Int], firstGroup: Int, width: (Int) -> Int?, joins: (Int, Int) -> Bool
    ) -> [Place] {
        var places = [Place](repeating: Place(group: 0, slot: 0, slots: 0), count: order.count)
        var group = firstGroup
        var start = 0
        while start < order.count {
            let lanes = laneLimit(runCount: order.count, width: width(start))
            var end = start + 1
            while end < order.count, end - start < lanes, joins(start, end) { end += 1 }
            for position in start..<end {
                places[order[position]] = Place(
                    group: group, slot: position - start, slots: end - start)
            }
            group += 1
            start = end
        }
        return places
    }

    /// The most lanes of a group among so many new runs; 1 without a width.
    package static func laneLimit(runCount: Int, width: Int?) -> Int {
        guard let width else { return 1 }
        return min(max(runCount / 8, 1), mostLanes, max(1, mostColumns / max(1, width)))
    }

    /// Canonical JSON of the parameters that lanes must share.
    package static func shape(of configuration: Configuration) -> String {
        Value.map(
            configuration.values.filter { ParameterTable.named($0.key)?.role != .laneVariable }
        ).canonicalJSON
    }

    private struct Entry: Comparable {
        let index: Int
        let shape: String
        let seed: Int
        let canonical: String
        let width: Int?

        func joins(_ other: Entry) -> Bool { shape == other.shape && seed == other.seed }

        static func < (a: Entry, b: Entry) -> Bool {
            (a.shape, a.seed, a.canonical) < (b.shape, b.seed, b.canonical)
        }
    }
}
