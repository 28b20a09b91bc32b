/// Makes `count` vectors orthonormal, in order, by the method of Gram and Schmidt.
///
/// Each vector is made orthogonal to those before it twice, which is enough for full precision also
/// where little of it is left (Giraud, Langou and Rozložník, 2005). Vectors of independent normal
/// numbers become a draw that is uniform over all such sets.
///
/// - Complexity: O(`count`² · `length`).
func orthonormalize(_ vectors: UnsafeMutablePointer<Double>, count: Int, length: Int) {
    for i in 0..<count {
        let vector = vectors + i * length
        for j in [0..<i, 0..<i].joined() {
            let earlier = vectors + j * length
            let share = dotProduct(earlier, vector, count: length)
            forEachPlace(count: length) {
                $0.store($0.load(vector) - $0.load(earlier) * share, to: vector)
            }
        }
        let inverse = 1 / dotProduct(vector, vector, count: length).squareRoot()
        forEachPlace(count: length) { $0.store($0.load(vector) * inverse, to: vector) }
    }
}

private func dotProduct(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    forEachPlace(count: count) { sums += $0.load(a) * $0.load(b) }
    return sums.sum()
}

@inline(__always)
private func forEachPlace(count: Int, _ body: (VectorPlace) -> Void) {
    for start in stride(from: 0, to: count, by: 8) {
        body(VectorPlace(offset: start, count: min(8, count - start)))
    }
}
