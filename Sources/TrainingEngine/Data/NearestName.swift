/// Returns the name most like `name`, for a hint after a typing error.
///
/// Likeness is the number of letters to insert, remove or replace (Levenshtein), without regard to
/// ASCII case. Names that differ in more than a third of their letters, at least two, are no hint.
func nearestName(to name: String, among candidates: [String]) -> String? {
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let distance = editDistance(lowercase(name), lowercase(candidate))
        let allowed = max(2, max(name.utf8.count, candidate.utf8.count) / 3)
        guard distance <= allowed, distance < best?.distance ?? .max else { continue }
        // Two letters of a name of two are all of it.
        guard distance < candidate.utf8.count else { continue }
        best = (candidate, distance)
    }
    return best?.name
}

private func lowercase(_ text: String) -> [UInt8] {
    text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
}

/// Returns the Levenshtein distance, in one row of memory.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
