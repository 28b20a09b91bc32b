import TrainingEngine

/// The limit that training is measured against: SGEMM of two 1024 × 1024 matrices, in one thread.
final class ProductPeak {
    private static let side = 1024
    private static let operations = 2 * Double(side * side * side)

    private let matrices: [UnsafeMutablePointer<Float>]

    /// Fills the matrices with numbers of ordinary size.
    init() {
        matrices = (0..<3).map { _ in
            let matrix = UnsafeMutablePointer<Float>.allocate(capacity: Self.side * Self.side)
            matrix.initialize(repeating: 0.5, count: Self.side * Self.side)
            return matrix
        }
    }

    deinit {
        for matrix in matrices { matrix.deallocate() }
    }

    /// Returns the rate of as many products as fill `seconds`, at least one.
    func operationsPerSecond(for seconds: Double, on clock: Clock) -> Double {
        let side = Self.side
        let start = clock.seconds
        var (count, elapsed) = (0, 0.0)
        repeat {
            Float.multiply(
                m: side, n: side, k: side, alpha: 1,
                matrices[0], leadingDimensionA: side, transposeA: false,
                matrices[1], leadingDimensionB: side, transposeB: false,
                beta: 0, matrices[2], leadingDimensionC: side)
            count += 1
            elapsed = clock.seconds - start
        } while elapsed < seconds
        return Double(count) * Self.operations / elapsed
    }
}
