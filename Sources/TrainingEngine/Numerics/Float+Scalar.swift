private import COpenBLAS
private import Glibc

extension Float: Scalar {
    package static func multiply(
        m: Int, n: Int, k: Int, alpha: Float,
        _ a: UnsafePointer<Float>, leadingDimensionA: Int, transposeA: Bool,
        _ b: UnsafePointer<Float>, leadingDimensionB: Int, transposeB: Bool,
        beta: Float, _ c: UnsafeMutablePointer<Float>, leadingDimensionC: Int
    ) {
        // OpenBLAS would do this too, at half the speed.
        if beta == 0 { clear(c, rowCount: m, width: n, rowStride: leadingDimensionC) }
        cblas_sgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans,
            blasSize(m), blasSize(n), blasSize(k), alpha,
            a, blasSize(leadingDimensionA), b, blasSize(leadingDimensionB),
            beta == 0 ? 1 : beta, c, blasSize(leadingDimensionC))
    }

    package static func exponential(_ x: Float) -> Float { expf(x) }
    package static func logarithm(_ x: Float) -> Float { logf(x) }
}

/// Overwrites `width` scalars of each row with zeros.
@inline(__always)
private func clear(
    _ c: UnsafeMutablePointer<Float>, rowCount: Int, width: Int, rowStride: Int
) {
    guard rowStride > width else {
        c.update(repeating: 0, count: rowCount &* width)
        return
    }
    for row in 0..<rowCount { (c + row &* rowStride).update(repeating: 0, count: width) }
}
