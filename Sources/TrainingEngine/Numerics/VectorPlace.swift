/// Where up to eight neighbouring scalars stand in arenas of one layout.
///
/// Loops over it are vector code on every stream, without the checks for overlap that a compiler
/// puts in front of each row of a plain loop.
struct VectorPlace {
    /// The first scalar.
    let offset: Int
    /// The number of scalars, 8 except at the end of a row.
    let count: Int

    /// Reads the scalars; past `count` the vector is zero.
    @inline(__always)
    func load<S: Scalar>(_ stream: UnsafePointer<S>) -> SIMD8<S> {
        if count == 8 {
            return UnsafeRawPointer(stream + offset).loadUnaligned(as: SIMD8<S>.self)
        }
        // The bound of the loop is fixed, so that it is unrolled and no scalar goes through memory.
        var vector = SIMD8<S>()
        for i in 0..<7 where i < count { vector[i] = stream[offset + i] }
        return vector
    }

    /// Reads the scalars; past `count` the vector is zero.
    @inline(__always)
    func load<S: Scalar>(_ stream: UnsafeMutablePointer<S>) -> SIMD8<S> {
        load(UnsafePointer(stream))
    }

    /// Writes the first `count` scalars of a vector.
    @inline(__always)
    func store<S: Scalar>(_ vector: SIMD8<S>, to stream: UnsafeMutablePointer<S>) {
        if count == 8 {
            UnsafeMutableRawPointer(stream + offset).storeBytes(of: vector, as: SIMD8<S>.self)
            return
        }
        for i in 0..<7 where i < count { stream[offset + i] = vector[i] }
    }
}

/// What is done with each eight neighbouring scalars of a block.
protocol VectorLoop {
    /// Handles one place.
    func update(_ place: VectorPlace)
}

extension ParameterBlock {
    /// Applies `loop` to each eight scalars of each row, and to what is left of the row.
    @inline(__always)
    func forEachVector(_ loop: some VectorLoop) {
        let whole = rowLength & ~7
        for row in 0..<rowCount {
            let start = offset &+ row &* rowStride
            var column = 0
            while column < whole {
                loop.update(VectorPlace(offset: start &+ column, count: 8))
                column &+= 8
            }
            if whole < rowLength {
                loop.update(VectorPlace(offset: start &+ whole, count: rowLength &- whole))
            }
        }
    }
}

/// Calls `body` for each eight neighbours of each row of a matrix, and for what is left of the row:
/// with their place in the matrix, and with that in a vector as long as a row.
@inline(__always)
func forEachVector(
    rowCount: Int, width: Int, rowStride: Int, _ body: (VectorPlace, VectorPlace) -> Void
) {
    let whole = width & ~7
    for row in 0..<rowCount {
        let start = row &* rowStride
        var column = 0
        while column < whole {
            body(
                VectorPlace(offset: start &+ column, count: 8),
                VectorPlace(offset: column, count: 8))
            column &+= 8
        }
        if whole < width {
            body(
                VectorPlace(offset: start &+ whole, count: width &- whole),
                VectorPlace(offset: whole, count: width &- whole))
        }
    }
}
