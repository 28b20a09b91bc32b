/// A curve in one row of eight levels.
package enum Sparkline {
    /// Draws a curve's course over `columns` columns; a diverged run's ends with a cross.
    ///
    /// `range` is what the lowest and the highest level stand for, for several curves in one scale; `nil` for
    /// the curve's own. With `isLog` the levels are even in the logarithm, and what is not positive is on the
    /// lowest.
    package static func draw(
        _ curve: Curve, x: Int, y: Int, columns: Int, range: ClosedRange<Double>? = nil,
        isLog: Bool = false, hasDiverged: Bool = false, glyphs: GlyphSet, _ style: Style,
        into buffer: inout CellBuffer
    ) {
        let marks = marks(
            curve, columns: columns, range: range, isLog: isLog, hasDiverged: hasDiverged,
            glyphs: glyphs)
        for (index, mark) in marks.enumerated() {
            let isCross = hasDiverged && index == marks.count - 1
            buffer.set(mark, x: x + index, y: y, isCross ? Style(.error) : style)
        }
    }

    /// The characters, from left to right: fewer than `columns` for a curve of few points.
    static func marks(
        _ curve: Curve, columns: Int, range: ClosedRange<Double>?, isLog: Bool, hasDiverged: Bool,
        glyphs: GlyphSet
    ) -> [Unicode.Scalar] {
        guard columns > 0 else { return [] }
        let room = hasDiverged ? columns - 1 : columns
        var values = curve.levels(count: min(room, curve.points.count))
        if hasDiverged {
            // What is not finite at the end is what the cross says.
            while let last = values.last, !last.isFinite { values.removeLast() }
        }
        let finite = values.filter { $0.isFinite && (!isLog || $0 > 0) }
        var marks: [Unicode.Scalar] = []
        if let low = range?.lowerBound ?? finite.min(), let high = range?.upperBound ?? finite.max()
        {
            let scale = low < high ? AxisScale(low, high, isLog: isLog && low > 0) : nil
            marks = values.map { value in
                guard value.isFinite else { return value.isNaN ? " " : glyphs.cross }
                // A constant course is in the middle.
                let fraction = scale?.fraction(value) ?? 0.45
                return glyphs.levels[Int(min(7, max(0, fraction * 8)))]
            }
        }
        return marks + (hasDiverged ? [glyphs.cross] : [])
    }
}
