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

    /// Returns the square root of each value, as IEEE 754 rounds it.
    @inline(__always)
    package static func squareRoot(_ x: SIMD8<Float>) -> SIMD8<Float> {
        SIMD8(lowHalf: sweep_square_root(x.lowHalf), highHalf: sweep_square_root(x.highHalf))
    }

    /// Returns `yes` where `x` is above 0, else `no`, also where it is NaN.
    @inline(__always)
    package static func select(
        _ yes: SIMD8<Float>, else no: SIMD8<Float>, wherePositive x: SIMD8<Float>
    ) -> SIMD8<Float> {
        SIMD8(
            lowHalf: sweep_select(x.lowHalf, yes.lowHalf, no.lowHalf),
            highHalf: sweep_select(x.highHalf, yes.highHalf, no.highHalf))
    }
}
