/// Which ticks stand on an axis of some length, and where.
package enum AxisLabels {
    package struct Placed: Equatable {
        package var tick: Tick
        /// The row or column of the tick.
        package var place: Int
        /// The first row or column of its label.
        package var start: Int
    }

    /// Ticks of a vertical axis; row 0 is the top. Three at least from eight rows on.
    package static func rows(
        _ scale: AxisScale, _ kind: TickKind = .number, rows: Int, dotsDown: Int
    )
        -> [Placed]
    {
        guard rows > 0 else { return [] }
        let dots = rows * dotsDown
        let preferred = max(3, (rows + 3) / 4)
        return choose(
            Ticks.candidates(scale, kind, limit: min(rows, 2 * preferred + 1)),
            preferred: preferred, least: rows >= 8 ? 3 : 1, gap: 0
        ) { tick in
            let row = (dots - 1 - scale.dot(tick.value, of: dots)) / dotsDown
            return (row, row, 1)
        }
    }

    /// Ticks of a horizontal axis, with labels that are centred below them where there is room.
    ///
    /// `span` are the columns that labels may take, relative to the axis's first one.
    package static func columns(
        _ scale: AxisScale, _ kind: TickKind, columns: Int, dotsAcross: Int, span: Range<Int>
    ) -> [Placed] {
        guard columns > 0 else { return [] }
        let dots = columns * dotsAcross
        let preferred = max(2, columns / 10 + 1)
        return choose(
            Ticks.candidates(scale, kind, limit: 2 * preferred + 1), preferred: preferred,
            least: 1, gap: 2
        ) { tick in
            let column = scale.dot(tick.value, of: dots) / dotsAcross
            let width = TextWidth.columns(of: tick.label)
            let start = min(max(span.lowerBound, column - width / 2), span.upperBound - width)
            return (column, start, width)
        }.filter { $0.start >= span.lowerBound }
    }

    /// The set whose labels fit and whose number comes closest to the preferred one; of equals the coarser.
    private static func choose(
        _ candidates: [Ticks.Candidate], preferred: Int, least: Int, gap: Int,
        place: (Tick) -> (place: Int, start: Int, length: Int)
    ) -> [Placed] {
        var best: (placed: [Placed], cost: Int)?
        for candidate in candidates where !candidate.ticks.isEmpty {
            var kept: [(placed: Placed, end: Int)] = []
            let count = candidate.ticks.count
            for tick in candidate.isThinnable ? ranked(candidate.ticks) : candidate.ticks {
                let (place, start, length) = place(tick)
                let overlaps = kept.contains {
                    start < $0.end + gap && $0.placed.start < start + length + gap
                }
                guard !overlaps else { continue }
                kept.append((Placed(tick: tick, place: place, start: start), start + length))
            }
            guard kept.count == count || candidate.isThinnable else { continue }
            let isFew = kept.count < least
            let left = candidate.isBetterWhole && kept.count < count ? 50 + count - kept.count : 0
            let cost =
                2 * (abs(kept.count - preferred) + (isFew ? 100 : 0) + left)
                + (candidate.isQuarters ? 1 : 0)
            if cost < best?.cost ?? .max {
                best = (kept.map(\.placed).sorted { $0.tick.value < $1.tick.value }, cost)
            }
        }
        return best?.placed ?? []
    }

    private static func ranked(_ ticks: [Tick]) -> [Tick] {
        // Sorting is stable, so ticks of a rank stay in order.
        ticks.sorted { $0.rank < $1.rank }
    }
}
