private import COpenBLAS
private import Glibc

extension Double: Scalar {
    package static func multiply(
        m: Int, n: Int, k: Int, alpha: Double,
        _ a: UnsafePointer<Double>, leadingDimensionA: Int, transposeA: Bool,
        _ b: UnsafePointer<Double>, leadingDimensionB: Int, transposeB: Bool,
        beta: Double, _ c: UnsafeMutablePointer<Double>, leadingDimensionC: Int
    ) {
        cblas_dgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans,
            blasSize(m), blasSize(n), blasSize(k), alpha,
            a, blasSize(leadingDimensionA), b, blasSize(leadingDimensionB),
            beta, c, blasSize(leadingDimensionC))
    }

    package static func exponential(_ x: Double) -> Double { exp(x) }
    package static func logarithm(_ x: Double) -> Double { log(x) }
}
