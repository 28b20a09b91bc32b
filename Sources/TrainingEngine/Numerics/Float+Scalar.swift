private import COpenBLAS
private import Glibc

extension Float: Scalar {
    package static func multiply(
        m: Int, n: Int, k: Int, alpha: Float,
        _ a: UnsafePointer<Float>, leadingDimensionA: Int, transposeA: Bool,
        _ b: UnsafePointer<Float>, leadingDimensionB: Int, transposeB: Bool,
        beta: Float, _ c: UnsafeMutablePointer<Float>, leadingDimensionC: Int
    ) {
        cblas_sgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans,
            blasSize(m), blasSize(n), blasSize(k), alpha,
            a, blasSize(leadingDimensionA), b, blasSize(leadingDimensionB),
            beta, c, blasSize(leadingDimensionC))
    }

    package static func exponential(_ x: Float) -> Float { expf(x) }
    package static func logarithm(_ x: Float) -> Float { logf(x) }
    package static func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
    package static func errorFunction(_ x: Float) -> Float { erff(x) }
}
