/// What stands between the affine map of each hidden layer and its activation.
package enum Normalization: String, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// Each unit over the rows of the batch; see ``BatchNormalizationLayer``.
    case batch
    /// Each row over its units; see ``LayerNormalizationLayer``.
    case layer

    /// What is added to a variance, inside the root.
    static let epsilon = 1e-5

    /// Returns the layer that normalises and then applies `activation`; nil for `none`.
    ///
    /// `rateFactor` multiplies the learning rate of gain and shift.
    func layer<Element: Scalar>(
        width: Int, activation: Activation, rateFactor: Double, laneCount: Int
    ) -> (any Layer<Element>)? {
        switch self {
        case .none: nil
        case .batch:
            BatchNormalizationLayer<Element>(
                width: width, activation: activation, rateFactor: rateFactor,
                laneCount: laneCount)
        case .layer:
            LayerNormalizationLayer<Element>(
                width: width, activation: activation, rateFactor: rateFactor,
                laneCount: laneCount)
        }
    }
}

/// Calls `body` for each eight of `count` neighbouring scalars, and for what is left of them.
@inline(__always)
func forEachVector(count: Int, _ body: (VectorPlace) -> Void) {
    let whole = count & ~7
    var offset = 0
    while offset < whole {
        body(VectorPlace(offset: offset, count: 8))
        offset &+= 8
    }
    if whole < count { body(VectorPlace(offset: whole, count: count &- whole)) }
}

/// Adds up a ⊙ b over the rows: s_j = Σ_i a_ij b_ij, m rows of n at distance `rowStride` each.
@_specialize(where S == Float)
@_specialize(where S == Double)
func sumProducts<S: Scalar>(
    rowCount m: Int, width n: Int, rowStride: Int, _ a: UnsafePointer<S>, _ b: UnsafePointer<S>,
    to s: UnsafeMutablePointer<S>
) {
    s.update(repeating: 0, count: n)
    for i in 0..<m {
        let (a, b) = (a + i &* rowStride, b + i &* rowStride)
        forEachVector(count: n) { $0.store($0.load(s) + $0.load(a) * $0.load(b), to: s) }
    }
}
