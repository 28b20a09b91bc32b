/// The counter-based generator Philox4x32-10.
///
/// A block of 128 random bits is a pure function of a 128-bit counter and a 64-bit key, so any draw
/// can be had without making those before it. Salmon, Moraes, Dror, Shaw: *Parallel random numbers:
/// as easy as 1, 2, 3*, SC 2011, §3.3; the constants are theirs, and the tests hold the known
/// answers of their library Random123.
package enum Philox {
    /// Returns the block of `counter` under `key`, after ten rounds.
    package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (x0, x1, x2, x3) = (counter.x, counter.y, counter.z, counter.w)
        var (k0, k1) = (key.x, key.y)
        for _ in 0..<10 {
            let a = x0.multipliedFullWidth(by: 0xD251_1F53)
            let b = x2.multipliedFullWidth(by: 0xCD9E_8D57)
            (x0, x1, x2, x3) = (b.high ^ x1 ^ k0, b.low, a.high ^ x3 ^ k1, a.low)
            // The key schedule is a Weyl sequence: golden ratio and √3 − 1, in 32 bits.
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(x0, x1, x2, x3)
    }
}
