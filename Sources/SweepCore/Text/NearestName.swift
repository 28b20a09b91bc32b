/// Finds what a person probably meant.
package enum NearestName {
    /// Returns the candidate closest to `name`, or `nil` when none is close enough to be a slip.
    ///
    /// Close enough: at most a third of the longer name's characters (and at least one) changed, added,
    /// dropped or swapped with their neighbour (optimal string alignment distance). Case and the
    /// difference between `-`, `_` and space do not count. Of equally close ones the first wins. Failing
    /// that, the first candidate that begins with at least three such characters.
    package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = folded(name)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = folded(candidate)
            let distance = distance(wanted, other)
            guard distance <= max(1, max(wanted.count, other.count) / 3) else { continue }
            if distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.candidate
            ?? candidates.first { wanted.count >= 3 && folded($0).starts(with: wanted) }
    }

    /// A hint to append to an error: `; did you mean "depth"?`, or nothing.
    package static func hint(_ name: String, among candidates: some Sequence<String>) -> String {
        find(name, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    private static func folded(_ text: String) -> [Character] {
        text.lowercased().prefix(200).map { $0 == "-" || $0 == " " ? "_" : $0 }
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in 0..<b.count {
                let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
                row[j + 1] = min(row[j] + 1, last[j + 1] + 1, substitution)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
