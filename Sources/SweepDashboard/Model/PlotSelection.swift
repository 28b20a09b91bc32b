package import SweepCore

/// Which runs are plotted, and with which letter and hue.
///
/// A run gets the lowest free slot when it is first plotted and keeps it as long as it is, whatever is sorted
/// or filtered meanwhile. Slots 0 to 7 have a hue; all 26 have a letter.
package struct PlotSelection: Sendable, Equatable {
    package static let limit = 26
    /// How many are plotted by themselves.
    package static let automaticCount = 8

    /// The plotted runs and their slots.
    package private(set) var slots: [RunID: Int] = [:]
    /// Whether the best runs are plotted by themselves: until a person chooses.
    package private(set) var isAutomatic = true

    package init() {}

    package func slot(of run: RunID) -> Int? { slots[run] }

    package func letter(of run: RunID) -> Unicode.Scalar? {
        slots[run].flatMap { Unicode.Scalar(UInt32(97 + $0)) }
    }

    package func role(of run: RunID) -> Role { slots[run].map(Role.series) ?? .context }

    package func contains(_ run: RunID) -> Bool { slots[run] != nil }

    /// By slot.
    package var runs: [RunID] { slots.sorted { $0.value < $1.value }.map(\.key) }

    /// Plots the first runs of a ranking, when nobody has chosen others.
    package mutating func follow(_ ranking: some Sequence<RunID>) {
        guard isAutomatic else { return }
        let wanted = Array(ranking.prefix(Self.automaticCount))
        slots = slots.filter { wanted.contains($0.key) }
        for run in wanted { add(run) }
    }

    /// Plots the run or takes it out. Returns false when no slot is free.
    @discardableResult
    package mutating func toggle(_ run: RunID) -> Bool {
        isAutomatic = false
        if slots.removeValue(forKey: run) != nil { return true }
        return add(run)
    }

    /// Returns false when no slot is free.
    @discardableResult
    package mutating func plot(_ run: RunID) -> Bool {
        isAutomatic = false
        return add(run)
    }

    package mutating func unplot(_ run: RunID) {
        isAutomatic = false
        slots[run] = nil
    }

    /// The best runs by themselves again.
    package mutating func reset() {
        slots = [:]
        isAutomatic = true
    }

    package mutating func remove(_ runs: [RunID]) {
        for run in runs { slots[run] = nil }
    }

    /// Takes over slots that were kept, in place of the automatic ones; those that clash are left out.
    ///
    /// `isChosen` says that a person had chosen these runs; otherwise the best runs are plotted by themselves as
    /// before, and those among them that were kept have their old letters and hues. Nothing happens once a
    /// person has chosen here.
    package mutating func restore(_ kept: [RunID: Int], isChosen: Bool) {
        guard isAutomatic, !kept.isEmpty else { return }
        slots = [:]
        for (run, slot) in kept.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) })
        where (0..<Self.limit).contains(slot) && !slots.values.contains(slot) {
            slots[run] = slot
        }
        if isChosen { isAutomatic = false }
    }

    @discardableResult
    private mutating func add(_ run: RunID) -> Bool {
        guard slots[run] == nil else { return true }
        let taken = Set(slots.values)
        guard let free = (0..<Self.limit).first(where: { !taken.contains($0) }) else {
            return false
        }
        slots[run] = free
        return true
    }
}
