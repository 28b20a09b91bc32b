private import CVector

extension Float {
    /// Writes e raised to each of `count` values less `shift`.
    ///
    /// Every value is computed in the same way, wherever it stands, also in the last, partial
    /// vector; the system's `expf`, one at a time, took a tenth of a step of a small net.
    package static func exponentials(
        of x: UnsafePointer<Float>, minus shift: Float, count: Int,
        to y: UnsafeMutablePointer<Float>
    ) {
        let (source, target) = (UnsafeRawPointer(x), UnsafeMutableRawPointer(y))
        let (size, whole) = (MemoryLayout<Float>.stride, count & ~7)
        for i in stride(from: 0, to: whole, by: 8) {
            let values = source.loadUnaligned(fromByteOffset: i * size, as: SIMD8<Float>.self)
            target.storeBytes(
                of: exponential(values - shift), toByteOffset: i * size, as: SIMD8<Float>.self)
        }
        guard whole < count else { return }
        var rest = SIMD8<Float>()
        for i in whole..<count { rest[i - whole] = x[i] - shift }
        rest = exponential(rest)
        for i in whole..<count { y[i] = rest[i - whole] }
    }

    /// Returns e raised to each value, to 2 units in the last place.
    ///
    /// From 88.38 up the result is +∞ and below −87.33, where it would be subnormal, 0; NaN stays
    /// NaN. The range is reduced to ±ln 2 / 2 in two steps (Cody and Waite) and the polynomial is
    /// that of Cephes' `expf` (Moshier, 1992). Without a fused multiply-add, so that all processors
    /// agree.
    static func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
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
        return power.replacing(with: 0, where: x .< -87.33)
            .replacing(with: .infinity, where: x .> 88.37)
            .replacing(with: x, where: x .!= x)
    }

    /// Returns the square root of each value, as IEEE 754 rounds it.
    @inline(__always)
    package static func squareRoot(_ x: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(lowHalf: sweep_square_root(x.lowHalf), highHalf: sweep_square_root(x.highHalf))
    }
}

extension Double {
    /// Writes e raised to each of `count` values less `shift`.
    package static func exponentials(
        of x: UnsafePointer<Double>, minus shift: Double, count: Int,
        to y: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<count { y[i] = exponential(x[i] - shift) }
    }

    /// Returns the square root of each value.
    package static func squareRoot(_ x: SIMD8<Double>) -> SIMD8<Double> { x.squareRoot() }
}
