/// Where the parameters of one lane lie in an arena: rows of equal length at equal distance.
///
/// Read row by row, the scalars of every lane of a layer come in the same order, that of the layer
/// alone. A lane that stands by itself is a single long row.
package struct ParameterBlock: Sendable, Equatable {
    /// The first scalar, from the start of the layer's parameters or of the arena.
    package var offset: Int
    /// The number of rows.
    package let rowCount: Int
    /// Scalars of a row that belong to the lane.
    package let rowLength: Int
    /// The distance between the starts of two rows.
    package let rowStride: Int

    /// Describes a block; rows without a gap between them become one.
    package init(offset: Int, rowCount: Int, rowLength: Int, rowStride: Int) {
        let isContiguous = rowStride == rowLength
        self.offset = offset
        self.rowCount = isContiguous ? 1 : rowCount
        self.rowLength = isContiguous ? rowCount * rowLength : rowLength
        self.rowStride = isContiguous ? rowCount * rowLength : rowStride
    }

    /// The number of scalars.
    package var count: Int { rowCount * rowLength }

    /// Calls `body` with the offset of each row.
    func forEachRow(_ body: (Int) -> Void) {
        for row in 0..<rowCount { body(offset + row * rowStride) }
    }
}

extension Arena {
    /// Overwrites the block with scalars that stand one after the other.
    func scatter(_ values: UnsafePointer<Element>, to block: ParameterBlock) {
        var source = values
        block.forEachRow { row in
            (base + row).update(from: source, count: block.rowLength)
            source += block.rowLength
        }
    }

    /// Copies the block's scalars one after the other.
    func gather(_ block: ParameterBlock, to destination: UnsafeMutablePointer<Element>) {
        var target = destination
        block.forEachRow { row in
            target.update(from: base + row, count: block.rowLength)
            target += block.rowLength
        }
    }

    /// Overwrites the block with that of another arena of the same layout.
    func copy(_ block: ParameterBlock, from other: Arena) {
        block.forEachRow { (base + $0).update(from: other.base + $0, count: block.rowLength) }
    }

    /// Overwrites the block with zeros.
    func clear(_ block: ParameterBlock) {
        block.forEachRow { (base + $0).update(repeating: 0, count: block.rowLength) }
    }
}
