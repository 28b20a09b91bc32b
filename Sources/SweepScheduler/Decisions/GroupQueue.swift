/// The order in which groups are claimed.
package enum GroupOrder: Sendable, Hashable {
    /// Longest first, so that no worker idles at the end while another has just begun a long one; of
    /// equal ones the lower number first.
    case longestFirst
    /// By number: the order of the file.
    case file
    /// Shuffled by this key, the same in every process that uses it.
    case random(UInt64)
}

/// The groups that may be claimed, in the order in which they should be.
///
/// Groups that may be what kills their workers come after all others.
struct GroupQueue: Sendable {
    private let order: GroupOrder
    /// Popped from the end, so the next one stands last.
    private var groups: [PlannedGroup] = []
    private var numbers: Set<Int> = []

    init(_ groups: [PlannedGroup], order: GroupOrder) {
        self.order = order
        add(groups)
    }

    var isEmpty: Bool { groups.isEmpty }

    /// Adds the groups that are not in the queue.
    mutating func add(_ new: [PlannedGroup]) {
        let unknown = new.filter { numbers.insert($0.number).inserted }
        guard !unknown.isEmpty else { return }
        if unknown.count == 1 {
            let group = unknown[0]
            let place = groups.firstIndex { isBefore($0, group) } ?? groups.endIndex
            groups.insert(group, at: place)
        } else {
            groups = (groups + unknown).sorted { isBefore($1, $0) }
        }
    }

    mutating func next() -> PlannedGroup? {
        guard let group = groups.popLast() else { return nil }
        numbers.remove(group.number)
        return group
    }

    /// Whether `a` should be claimed before `b`.
    private func isBefore(_ a: PlannedGroup, _ b: PlannedGroup) -> Bool {
        if a.isStalled != b.isStalled { return b.isStalled }
        switch order {
        case .longestFirst: return (b.cost, a.number) < (a.cost, b.number)
        case .file: return a.number < b.number
        case .random(let key):
            return (Self.mix(a.number, key), a.number) < (Self.mix(b.number, key), b.number)
        }
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    private static func mix(_ number: Int, _ key: UInt64) -> UInt64 {
        var z = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15 &+ key
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
