/// A floating-point type that the engine can train in: `Float` for users, `Double` for gradient
/// checks.
///
/// Numeric code is generic over this protocol and specialised for both types inside the module
/// (`@_specialize` on every kernel), so that a call through an existential layer still ends in
/// machine code for the concrete type.
package protocol Scalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
    /// Computes C = alpha · op(A) · op(B) + beta · C on row-major matrices.
    ///
    ///     op(A)  m × k    A itself, or the transpose of A (k × m) when `transposeA`
    ///     op(B)  k × n    B itself, or the transpose of B (n × k) when `transposeB`
    ///     C      m × n    not read when `beta` is 0, so it may hold NaN
    ///
    /// A leading dimension is the distance between the starts of two rows as stored.
    static func multiply(
        m: Int, n: Int, k: Int, alpha: Self,
        _ a: UnsafePointer<Self>, leadingDimensionA: Int, transposeA: Bool,
        _ b: UnsafePointer<Self>, leadingDimensionB: Int, transposeB: Bool,
        beta: Self, _ c: UnsafeMutablePointer<Self>, leadingDimensionC: Int)

    /// Returns e raised to `x`.
    static func exponential(_ x: Self) -> Self
    /// Returns the natural logarithm of `x`.
    static func logarithm(_ x: Self) -> Self
    /// Writes e raised to each of `count` values less `shift`; the target may be the source.
    static func exponentials(
        of x: UnsafePointer<Self>, minus shift: Self, count: Int, to y: UnsafeMutablePointer<Self>)

    /// Returns e raised to each value.
    static func exponential(_ x: SIMD8<Self>) -> SIMD8<Self>
    /// Returns log(1 + u) of values in 0 ... 1, exact for tiny ones too.
    static func logarithm(onePlus u: SIMD8<Self>) -> SIMD8<Self>
    /// Returns the hyperbolic tangent of each value.
    static func hyperbolicTangent(_ x: SIMD8<Self>) -> SIMD8<Self>
    /// Returns the error function of each value.
    static func errorFunction(_ x: SIMD8<Self>) -> SIMD8<Self>
    /// Returns the magnitude of each value.
    static func absolute(_ x: SIMD8<Self>) -> SIMD8<Self>
    /// Returns `yes` where `x` is above 0, else `no`, also where it is NaN.
    static func select(
        _ yes: SIMD8<Self>, else no: SIMD8<Self>, wherePositive x: SIMD8<Self>
    ) -> SIMD8<Self>
    /// Returns the square root of each value.
    static func squareRoot(_ x: SIMD8<Self>) -> SIMD8<Self>
}

/// Returns a matrix size as the BLAS interface wants it.
///
/// - Precondition: `size` fits the 32-bit `blasint` of the installed library.
@inline(__always)
func blasSize(_ size: Int) -> Int32 {
    precondition(size >= 0 && size <= Int32.max, "BLAS cannot take a matrix side of \(size)")
    return Int32(truncatingIfNeeded: size)
}
