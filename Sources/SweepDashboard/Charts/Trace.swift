package import SweepCore

/// A curve as one window shows it: for each column of dots the first, lowest, highest and last value, which
/// is all that a raster of that width can tell (M4).
package struct Trace {
    /// From left to right; a column that has a gap in it comes twice. The first and the last may lie outside
    /// of the window, where a line leaves it.
    package private(set) var columns: [Column] = []
    /// Points of the window that a logarithmic axis cannot have.
    package private(set) var hiddenCount = 0

    package struct Column {
        var column: Int
        /// Between dots and outside of the window; equal to `column` inside.
        var position: Double
        /// Whether a line leads here from the column before.
        package var joins: Bool
        var start: Int
        var end: Int
        var first: Double
        var last: Double
        var low: Double
        var high: Double
        var isOutside = false
    }

    /// What samples in the order of `abscissa` are on a raster with `dots` columns over the whole of `scale`.
    package init(
        _ samples: [CurvePoint], _ abscissa: Abscissa, _ scale: AxisScale, dots: Int, isLogY: Bool
    ) {
        guard dots > 0, !samples.isEmpty else { return }
        let (low, high) = (abscissa.key(at: scale.lower), abscissa.key(at: scale.upper))
        // A point on the edge is inside, however the edge was rounded.
        let slack = (max(abs(low), abs(high)) + abs(abscissa.offset / abscissa.factor)) * 1e-12
        let start = samples.lowerBound(low - slack, by: abscissa.key)
        let end = samples.upperBound(high + slack, by: abscissa.key)
        columns.reserveCapacity(min(dots, max(0, end - start)) + 2)
        var isGap = true
        if start > 0 {
            isGap = !add(outside: samples[start - 1], start - 1, abscissa, scale, dots, isLogY)
        }
        samples.withUnsafeBufferPointer {
            add($0, start..<max(start, end), abscissa, scale, dots, isLogY, &isGap)
        }
        if end < samples.count, end >= start, !isGap {
            add(outside: samples[end], end, abscissa, scale, dots, isLogY)
        }
        let isAlone = columns.count == 1 && columns[0].isOutside
        if isAlone { columns = [] }
    }

    private mutating func add(
        _ samples: UnsafeBufferPointer<CurvePoint>, _ range: Range<Int>, _ abscissa: Abscissa,
        _ scale: AxisScale,
        _ dots: Int, _ isLogY: Bool, _ isGap: inout Bool
    ) {
        var current = Column(
            column: -1, position: -1, joins: false, start: 0, end: 0, first: 0, last: 0, low: 0,
            high: 0)
        var border = Int64.min
        // Where rounding may go either way, the formula decides and not the border.
        let slack = abs(abscissa.offset / abscissa.factor)
        let floor = isLogY ? Double.leastNonzeroMagnitude : -Double.greatestFiniteMagnitude
        let usesTime = abscissa.usesTime
        for index in range {
            let point = samples[index]
            let value = point.value
            guard value >= floor, value < .infinity else {
                if value.isFinite { hiddenCount += 1 }
                isGap = true
                continue
            }
            let key = usesTime ? point.time : point.step
            var isNew = isGap || current.column < 0
            if isNew || key >= border {
                let column = scale.dot(abscissa.x(point), of: dots)
                if column != current.column { isNew = true }
                if isNew {
                    if current.column >= 0 { columns.append(current) }
                    current = Column(
                        column: column, position: Double(column), joins: !isGap, start: index,
                        end: index + 1, first: value, last: value, low: value, high: value)
                    isGap = false
                    border = .max
                    if column < dots - 1 {
                        let x = scale.value(at: (Double(column) + 0.5) / Double(dots - 1))
                        let place = abscissa.key(at: x)
                        border = Int64(nearest: place - (abs(place) + slack) * 1e-12 - 0.5)
                    }
                    continue
                }
            }
            current.end = index + 1
            current.last = value
            if value < current.low { current.low = value }
            if value > current.high { current.high = value }
        }
        if current.column >= 0 { columns.append(current) }
    }

    /// Adds a sample on the other side of the window's edge; returns whether it has a place there.
    @discardableResult
    private mutating func add(
        outside point: CurvePoint, _ index: Int, _ abscissa: Abscissa, _ scale: AxisScale,
        _ dots: Int, _ isLogY: Bool
    ) -> Bool {
        let position = scale.position(abscissa.x(point), of: dots)
        guard point.value.isFinite, !isLogY || point.value > 0, position.isFinite else {
            return false
        }
        columns.append(
            Column(
                column: position < 0 ? -1 : dots, position: position, joins: !columns.isEmpty,
                start: index, end: index, first: point.value, last: point.value,
                low: point.value, high: point.value, isOutside: true))
        return true
    }

    /// Draws it; values outside of the scale are on its edge.
    package func draw(_ canvas: inout DotCanvas, _ scale: AxisScale, ink: UInt16) {
        let height = canvas.height
        func dot(_ value: Double) -> Int { height - 1 - scale.dot(value, of: height) }
        var previous: Column?
        for column in columns {
            if column.joins, let before = previous {
                if before.isOutside || column.isOutside {
                    Self.drawEdge(before, column, &canvas, scale, ink: ink)
                } else {
                    canvas.line(
                        x0: before.column, y0: dot(before.last), x1: column.column,
                        y1: dot(column.first), ink: ink)
                }
            }
            if !column.isOutside {
                canvas.span(x: column.column, dot(column.low), dot(column.high), ink: ink)
            }
            previous = column
        }
    }

    /// A line of which one end, or both, lie outside: the part inside.
    private static func drawEdge(
        _ a: Column, _ b: Column, _ canvas: inout DotCanvas, _ scale: AxisScale, ink: UInt16
    ) {
        let (x0, x1) = (max(-1, a.position), min(Double(canvas.width), b.position))
        let height = Double(canvas.height - 1)
        let clamped = { (value: Double) in
            height * (1 - min(1, max(0, scale.fraction(value))))
        }
        let (y0, y1) = (clamped(a.last), clamped(b.first))
        let slope = b.position > a.position ? (y1 - y0) / (b.position - a.position) : 0
        let at = { (x: Double) in Int((y0 + slope * (x - a.position)).rounded()) }
        canvas.line(
            x0: Int(x0.rounded()), y0: at(x0), x1: Int(x1.rounded()), y1: at(x1), ink: ink)
    }
}
