/// Some of the lanes of a group, by their slots, which lie in 0 ..< 64.
package struct LaneSet: Sequence, Sendable, Equatable {
    /// The number of slots that a set can name.
    package static let capacity = 64

    /// Bit s stands for slot s.
    private var bits: UInt64

    /// Collects these slots.
    package init(_ slots: some Sequence<Int>) {
        bits = slots.reduce(0) { bits, slot in
            precondition(slot >= 0 && slot < Self.capacity, "slot \(slot)")
            return bits | 1 << UInt64(slot)
        }
    }

    /// Whether no slot is in the set.
    package var isEmpty: Bool { bits == 0 }
    /// The number of slots in the set.
    package var count: Int { bits.nonzeroBitCount }

    /// Whether this slot is in the set.
    package func contains(_ slot: Int) -> Bool { bits >> UInt64(slot) & 1 == 1 }

    /// Adds a slot, if it is not in.
    package mutating func insert(_ slot: Int) { bits |= 1 << UInt64(slot) }

    /// Takes a slot out, if it is in.
    package mutating func remove(_ slot: Int) { bits &= ~(1 << UInt64(slot)) }

    package func makeIterator() -> Iterator { Iterator(bits: bits) }

    /// Yields the slots in ascending order; a set that changes meanwhile does not matter.
    package struct Iterator: IteratorProtocol {
        fileprivate var bits: UInt64

        package mutating func next() -> Int? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return bits.trailingZeroBitCount
        }
    }
}
