/// Which weights of each lane have been pruned: they are zero after every step, whatever momentum
/// or the gradient would make of them.
final class WeightMasks<Element: Scalar> {
    /// 1 where a parameter lives and 0 where it was pruned, laid out like the parameters.
    private let arena: Arena<Element>
    /// For each slot, its weights.
    private let blocks: [[ParameterBlock]]
    /// The lanes with a pruned weight.
    private var pruned = LaneSet([])

    /// Lays out masks that let everything live.
    init(blocks: [[ParameterBlock]], parameterCount: Int) {
        arena = Arena(count: parameterCount)
        arena.buffer.update(repeating: 1)
        self.blocks = blocks.map { $0.filter { $0.role == .weight } }
    }

    /// Prunes the fraction of a lane's weights that has the least magnitude; what was pruned
    /// before counts first, and of equal ones the first in memory.
    ///
    /// - Returns: The fraction of the weights that is pruned now.
    func prune(
        lane: Int, to fraction: Double, scope: PruningPlan.Scope, in parameters: Arena<Element>
    ) -> Double {
        switch scope {
        case .global: prune(blocks[lane], to: fraction, in: parameters)
        case .layer: for block in blocks[lane] { prune([block], to: fraction, in: parameters) }
        }
        pruned.insert(lane)
        apply(to: lane, in: parameters)
        var (count, zeros) = (0, 0)
        for block in blocks[lane] {
            count += block.count
            block.forEachRow { row in
                for column in 0..<block.rowLength where arena.base[row + column] == 0 { zeros += 1 }
            }
        }
        return count == 0 ? 0 : Double(zeros) / Double(count)
    }

    /// Sets the pruned weights of a lane to zero.
    func apply(to lane: Int, in parameters: Arena<Element>) {
        guard pruned.contains(lane) else { return }
        for block in blocks[lane] {
            block.forEachRow { row in
                maskElements(count: block.rowLength, arena.base + row, parameters.base + row)
            }
        }
    }

    /// Writes which weights of a lane have been pruned.
    func writeState(of lane: Int, to writer: inout StateWriter) {
        writer.write(pruned.contains(lane))
        guard pruned.contains(lane) else { return }
        for block in blocks[lane] { writer.write(block, of: arena) }
    }

    /// Reads what ``writeState(of:to:)`` wrote.
    func readState(of lane: Int, from reader: inout StateReader) throws(CheckpointProblem) {
        guard try reader.flag() else { return }
        pruned.insert(lane)
        for block in blocks[lane] { try reader.read(block, into: arena) }
    }

    /// Prunes among the weights of these blocks together.
    private func prune(
        _ blocks: [ParameterBlock], to fraction: Double, in parameters: Arena<Element>
    ) {
        let weights = blocks.flatMap { block in
            var offsets: [Int] = []
            offsets.reserveCapacity(block.count)
            block.forEachRow { offsets.append(contentsOf: $0..<$0 + block.rowLength) }
            return offsets
        }
        let count = PruningPlan.prunedCount(fraction, of: weights.count)
        guard count > 0 else { return }
        let magnitudes = weights.map { offset in
            arena.base[offset] == 0 ? -1 : Float(parameters.base[offset].magnitude)
        }
        for index in smallest(count, of: magnitudes) { arena.base[weights[index]] = 0 }
    }
}

/// Returns the indices of the `count` smallest values; of equal ones the first, NaN last.
package func smallest(_ count: Int, of values: [Float]) -> [Int] {
    precondition(count <= values.count, "\(count) of \(values.count) values")
    // The value in the high half, so that whole numbers order as the values do, and the index in
    // the low half: sorting numbers is many times as fast as sorting by a closure.
    var keys = values.indices.map { index -> UInt64 in
        let bits = values[index].bitPattern
        // Below zero a larger magnitude is a smaller value.
        let ordered =
            values[index].isNaN ? UInt32.max : bits >> 31 == 1 ? ~bits : bits | 1 << 31
        return UInt64(ordered) << 32 | UInt64(index)
    }
    keys.sort()
    return keys.prefix(count).map { Int($0 & 0xFFFF_FFFF) }
}

/// Sets each value to zero whose mask is zero; another NaN or infinity stays.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func maskElements<S: Scalar>(
    count: Int, _ mask: UnsafePointer<S>, _ values: UnsafeMutablePointer<S>
) {
    for i in 0..<count { values[i] = mask[i] == 0 ? 0 : values[i] }
}
