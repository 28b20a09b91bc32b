private import Glibc

// The system's functions, one number after the other: `Double` serves gradient checks.

extension Double {
    /// Returns e raised to each value.
    package static func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> { mapped(x, exp) }
    /// Returns log(1 + u) of each value.
    package static func logarithm(onePlus u: SIMD8<Double>) -> SIMD8<Double> { mapped(u, log1p) }
    /// Returns the hyperbolic tangent of each value.
    package static func hyperbolicTangent(_ x: SIMD8<Double>) -> SIMD8<Double> { mapped(x, tanh) }
    /// Returns the error function of each value.
    package static func errorFunction(_ x: SIMD8<Double>) -> SIMD8<Double> { mapped(x, erf) }
    /// Returns the magnitude of each value.
    package static func absolute(_ x: SIMD8<Double>) -> SIMD8<Double> { mapped(x, abs) }
    /// Returns the square root of each value.
    package static func squareRoot(_ x: SIMD8<Double>) -> SIMD8<Double> { x.squareRoot() }

    /// Returns `yes` where `x` is above 0, else `no`.
    package static func select(
        _ yes: SIMD8<Double>, else no: SIMD8<Double>, wherePositive x: SIMD8<Double>
    ) -> SIMD8<Double> {
        no.replacing(with: yes, where: x .> 0)
    }

    /// Writes e raised to each of `count` values less `shift`.
    package static func exponentials(
        of x: UnsafePointer<Double>, minus shift: Double, count: Int,
        to y: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<count { y[i] = exponential(x[i] - shift) }
    }

    private static func mapped(
        _ x: SIMD8<Double>, _ function: (Double) -> Double
    ) -> SIMD8<Double> {
        var y = x
        for i in y.indices { y[i] = function(x[i]) }
        return y
    }
}
