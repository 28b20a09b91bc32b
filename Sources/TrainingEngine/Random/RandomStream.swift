private import Glibc

/// A named sequence of random numbers in which every draw has its own address.
///
/// The key is (sweep seed, run seed) and the counter is (purpose, layer or epoch, position).
/// Streams never overlap, do not depend on the order in which they are read, and need no state in a
/// checkpoint. The configuration of a run is not in the key: runs of one seed share the order of
/// the data and, at equal shape, the initial weights.
package struct RandomStream: Sendable, Equatable {
    /// What the numbers are for.
    ///
    /// Raw values are part of the definition of a run: never renumber.
    package enum Purpose: UInt32, Sendable, CaseIterable {
        /// Initial weights; the index is the layer.
        case initialization = 1
        /// The order of the training rows; the index is the epoch.
        case shuffle = 2
        /// Dropout masks; the index is the layer.
        case dropout = 3
        /// The division into training, validation and test rows; see ``split``.
        case split = 4
    }

    private let key: SIMD2<UInt32>
    private let purpose: UInt32
    /// The layer or the epoch, counted from 0.
    let index: UInt32

    /// Names a stream.
    ///
    /// The index is the layer or the epoch, both counted from 0.
    package init(sweepSeed: UInt32, runSeed: UInt32, purpose: Purpose, index: UInt32) {
        key = SIMD2(sweepSeed, runSeed)
        self.purpose = purpose.rawValue
        self.index = index
    }

    /// The stream of the data split, with a fixed key ("swee", "p sp") that no seed changes.
    ///
    /// Results of different seeds are comparable only when all of them are judged on the same rows.
    package static let split = RandomStream(
        sweepSeed: 0x7377_6565, runSeed: 0x7020_7370, purpose: .split, index: 0)

    /// Returns 128 bits.
    func block(at position: UInt64) -> SIMD4<UInt32> {
        let low = UInt32(truncatingIfNeeded: position)
        let high = UInt32(truncatingIfNeeded: position >> 32)
        return Philox.block(counter: SIMD4(purpose, index, low, high), key: key)
    }

    /// Returns two 64-bit draws, those at positions 2 · `pair` and 2 · `pair` + 1.
    private func words(ofPair pair: UInt64) -> (UInt64, UInt64) {
        let bits = block(at: pair)
        return (
            UInt64(bits.x) | UInt64(bits.y) << 32, UInt64(bits.z) | UInt64(bits.w) << 32
        )
    }

    /// Returns a 64-bit draw.
    package func word(at position: UInt64) -> UInt64 {
        let (first, second) = words(ofPair: position / 2)
        return position.isMultiple(of: 2) ? first : second
    }

    /// Returns a number uniform in 0 ..< 1, a multiple of 2⁻⁵³.
    package func uniform(at position: UInt64) -> Double {
        Double(word(at: position) >> 11) * 0x1p-53
    }

    /// Returns the two standard normal draws at positions 2 · `pair` and 2 · `pair` + 1.
    ///
    /// Box and Muller, *A note on the generation of random normal deviates*, 1958. The logarithm
    /// takes 1 − u, which is never 0, so the largest magnitude is √(2 · 53 · ln 2) ≈ 8.6.
    package func normals(ofPair pair: UInt64) -> (Double, Double) {
        let (first, second) = words(ofPair: pair)
        let radius = (-2 * log(Double((first >> 11) + 1) * 0x1p-53)).squareRoot()
        let angle = 2 * Double.pi * (Double(second >> 11) * 0x1p-53)
        return (radius * cos(angle), radius * sin(angle))
    }

    /// Puts `rows` into a random order.
    ///
    /// The algorithm of Fisher and Yates from the last position down, in Durstenfeld's form (CACM
    /// algorithm 235, 1964). Position i takes draw i, reduced to 0...i by the high half of a
    /// 128-bit product; each choice is within (i + 1) · 2⁻⁶⁴ of uniform.
    package func shuffle(_ rows: inout [Int32]) {
        guard rows.count > 1 else { return }
        rows.withUnsafeMutableBufferPointer { rows in
            // Draws 2p and 2p + 1 share a block: computing it once halves the time.
            var pair = UInt64(rows.count - 1) / 2
            var draws = words(ofPair: pair)
            for i in stride(from: rows.count - 1, through: 1, by: -1) {
                if UInt64(i) / 2 != pair {
                    pair = UInt64(i) / 2
                    draws = words(ofPair: pair)
                }
                let draw = i.isMultiple(of: 2) ? draws.0 : draws.1
                rows.swapAt(i, Int(draw.multipliedFullWidth(by: UInt64(i) + 1).high))
            }
        }
    }
}
