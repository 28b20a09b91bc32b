/// What a block of parameters is for: techniques treat weights and the rest apart.
package enum ParameterRole: String, Sendable, CaseIterable {
    /// A matrix, inputs × outputs.
    case weight
    /// What is added to the products of a linear layer.
    case bias
    /// What a normalization multiplies by.
    case gain
    /// What a normalization adds.
    case shift
    /// A running mean that evaluation reads; not trained.
    case runningMean = "running_mean"
    /// A running variance that evaluation reads; not trained.
    case runningVariance = "running_variance"

    /// Whether the optimizer moves it.
    package var isTrained: Bool { self != .runningMean && self != .runningVariance }
}

/// Where one tensor of one lane lies in an arena: rows of equal length at equal distance.
///
/// Read row by row, the scalars of every lane of a layer come in the same order, that of the layer
/// alone. A lane that stands by itself is a single long row.
package struct ParameterBlock: Sendable, Equatable {
    /// What the tensor is for.
    package let role: ParameterRole
    /// The tensor's sides: rows and columns of a weight, the length of any other.
    package let shape: [Int]
    /// The layer it belongs to, counted among those that have parameters.
    package var layer = 0
    /// What multiplies the learning rate of this tensor; 1 without a parametrization.
    package let rateFactor: Double
    /// The first scalar, from the start of the layer's parameters or of the arena.
    package var offset: Int
    /// The number of rows.
    package let rowCount: Int
    /// Scalars of a row that belong to the lane.
    package let rowLength: Int
    /// The distance between the starts of two rows.
    package let rowStride: Int

    /// Describes a matrix; rows without a gap between them become one.
    package init(
        role: ParameterRole, offset: Int, rowCount: Int, rowLength: Int, rowStride: Int,
        rateFactor: Double = 1
    ) {
        let isContiguous = rowStride == rowLength
        self.role = role
        self.shape = role == .weight ? [rowCount, rowLength] : [rowCount * rowLength]
        self.rateFactor = rateFactor
        self.offset = offset
        self.rowCount = isContiguous ? 1 : rowCount
        self.rowLength = isContiguous ? rowCount * rowLength : rowLength
        self.rowStride = isContiguous ? rowCount * rowLength : rowStride
    }

    /// Describes a vector.
    package init(role: ParameterRole, offset: Int, count: Int, rateFactor: Double = 1) {
        self.init(
            role: role, offset: offset, rowCount: 1, rowLength: count, rowStride: count,
            rateFactor: rateFactor)
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
