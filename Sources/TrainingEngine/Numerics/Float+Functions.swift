// Functions of eight numbers at a time, each computed in the same way wherever it stands. None uses a
// fused multiply-add, so that all processors agree. NaN stays NaN.

extension Float {
    /// Returns e raised to each value, to 2 units in the last place.
    ///
    /// From 88.38 up the result is +∞ and below −87.33, where it would be subnormal, 0; NaN stays
    /// NaN. The range is reduced to ±ln 2 / 2 in two steps (Cody and Waite) and the polynomial is
    /// that of Cephes' `expf` (Moshier, 1992).
    @inline(__always)
    package static func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
        // Adding 1.5 · 2²³ rounds to an integer, which then stands in the low bits.
        let shifter = SIMD8<Float>(repeating: 12_582_912)
        let shifted = x * 1.44269504 + shifter
        let n = shifted - shifter
        let r = x - n * 0.693359375 - n * -2.12194440e-4
        var p = r * 1.9875691500e-4 + 1.3981999507e-3
        p = p * r + 8.3334519073e-3
        p = p * r + 4.1665795894e-2
        p = p * r + 1.6666665459e-1
        p = p * r + 5.0000001201e-1
        p = p * (r * r) + r + 1
        let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
        let power = unsafeBitCast(
            unsafeBitCast(p, to: SIMD8<Int32>.self) &+ exponent, to: SIMD8<Float>.self)
        // The bits of a NaN need not survive the sum above: it is taken from x itself.
        let low = select(SIMD8(repeating: 0), else: x, wherePositive: -87 - x)
        let bounded = select(power, else: low, wherePositive: x + 87.33)
        return select(SIMD8(repeating: .infinity), else: bounded, wherePositive: x - 88.37)
    }

    /// Returns log(1 + u) of values in 0 ... 1, to 3 units in the last place.
    ///
    /// Cephes' `logf` of w = 1 + u, corrected for the rounding of that sum by u / (w − 1) (Kahan).
    @inline(__always)
    package static func logarithm(onePlus u: SIMD8<Float>) -> SIMD8<Float> {
        let w = u + 1
        let excess = w - 1.41421356
        let exponent = select(
            SIMD8(repeating: 1), else: SIMD8(repeating: 0), wherePositive: excess)
        let f = select(w * 0.5, else: w, wherePositive: excess) - 1
        let square = f * f
        var p = f * 7.0376836292e-2 - 1.1514610310e-1
        p = p * f + 1.1676998740e-1
        p = p * f - 1.2420140846e-1
        p = p * f + 1.4249322787e-1
        p = p * f - 1.6668057665e-1
        p = p * f + 2.0000714765e-1
        p = p * f - 2.4999993993e-1
        p = p * f + 3.3333331174e-1
        p = p * f * square + exponent * -2.12194440e-4 - square * 0.5 + f + exponent * 0.693359375
        let added = w - 1
        // Where u is lost in the sum it is the logarithm; NaN takes the second way too.
        return select(p * (u / added), else: u, wherePositive: added)
    }

    /// Returns the hyperbolic tangent of each value, to 3 units in the last place.
    ///
    /// A polynomial (Cephes' `tanhf`) up to 0.625 in magnitude, beyond it 1 − 2 / (exp 2|x| + 1).
    @inline(__always)
    package static func hyperbolicTangent(_ x: SIMD8<Float>) -> SIMD8<Float> {
        let z = x * x
        var p = z * -5.70498872745e-3 + 2.06390887954e-2
        p = p * z - 5.37397155531e-2
        p = p * z + 1.33314422036e-1
        p = p * z - 3.33332819422e-1
        let small = p * z * x + x
        let magnitude = absolute(x)
        let large = 1 - 2 / (exponential(magnitude + magnitude) + 1)
        return select(signed(large, like: x), else: small, wherePositive: magnitude - 0.625)
    }

    /// Returns the error function of each value, to 2 units in the last place.
    ///
    /// A polynomial up to 0.93 in magnitude, beyond it 1 − exp of another one (N. Juffa, answer
    /// 35148199 on Stack Overflow, 2016).
    @inline(__always)
    package static func errorFunction(_ x: SIMD8<Float>) -> SIMD8<Float> {
        // From 4 on the result is 1, and the polynomial not to be trusted.
        let magnitude = absolute(x)
        let t = select(SIMD8(repeating: 4), else: magnitude, wherePositive: magnitude - 4)
        let s = t * t
        var r = t * -1.72853470e-5 + 3.83197126e-4
        r = r * s + (t * -3.88396438e-3 + 2.42546219e-2)
        r = r * t - 1.06777877e-1
        r = r * t - 6.34846687e-1
        r = r * t - 1.28717512e-1
        let large = 1 - exponential(r * t - t)
        var p = s * -5.96761703e-4 + 4.99119423e-3
        p = p * s - 2.67681349e-2
        p = p * s + 1.12819925e-1
        p = p * s - 3.76125336e-1
        p = p * s + 1.28379166e-1
        return select(signed(large, like: x), else: p * x + x, wherePositive: t - 0.927734375)
    }

    /// Returns the magnitude of each value.
    @inline(__always)
    package static func absolute(_ x: SIMD8<Float>) -> SIMD8<Float> {
        unsafeBitCast(
            unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
    }

    /// Returns positive values with the signs of others.
    @inline(__always)
    private static func signed(_ x: SIMD8<Float>, like sign: SIMD8<Float>) -> SIMD8<Float> {
        let signs = unsafeBitCast(sign, to: SIMD8<UInt32>.self) & 0x8000_0000
        return unsafeBitCast(
            unsafeBitCast(x, to: SIMD8<UInt32>.self) | signs, to: SIMD8<Float>.self)
    }
}
