/// Where the names of a list are cut that do not fit: at their end or inside, wherever the fewest of them look alike.
///
/// Names of runs differ in what was varied, which may stand anywhere in them.
package struct NameCut: Sendable, Equatable {
    /// Columns that are kept of a name's end.
    package let tail: Int

    package init(_ names: [String], to limit: Int, ellipsis: String) {
        let long = names.filter { TextWidth.columns(of: $0) > limit }
        let room = limit - TextWidth.columns(of: ellipsis)
        guard long.count > 1, room > 1 else {
            tail = 0
            return
        }
        var best = (tail: 0, count: 0)
        for tail in Set([0, room / 4, room / 2, room * 3 / 4]).sorted() {
            let count = Set(
                long.map {
                    TextWidth.cutMiddle($0, to: limit, tail: tail, ellipsis: ellipsis)
                }
            ).count
            if count > best.count { best = (tail, count) }
        }
        tail = best.tail
    }

    package func cut(_ name: String, to limit: Int, ellipsis: String) -> String {
        TextWidth.cutMiddle(name, to: limit, tail: tail, ellipsis: ellipsis)
    }
}
