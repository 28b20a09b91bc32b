import SweepCore

/// Repeats of one configuration as one: their median, and the range from the lowest to the highest.
package struct ChartBand {
    /// Places in the spec's series.
    package let members: [Int]
    /// By column of dots; `nil` where no member is.
    private let columns: [(low: Double, median: Double, high: Double)?]

    /// The first of them: its letter and hue are the band's.
    var leader: Int { members[0] }

    /// The groups of two or more runs; `dots` is the width of the raster that the plan's traces are for.
    package static func bands(of plan: ChartPlan, dots: Int) -> [ChartBand] {
        var groups: [(number: Int, lines: [ChartPlan.Line])] = []
        for line in plan.lines where !line.isUnderlay {
            guard let number = plan.spec.series[line.index].repeatGroup else { continue }
            if let place = groups.firstIndex(where: { $0.number == number }) {
                groups[place].lines.append(line)
            } else {
                groups.append((number, [line]))
            }
        }
        return groups.filter { $0.lines.count > 1 }.map { ChartBand($0.lines, dots: dots) }
    }

    private init(_ lines: [ChartPlan.Line], dots: Int) {
        members = lines.map(\.index)
        let courses = lines.map { Self.course(of: $0.trace, dots: dots) }
        columns = (0..<dots).map { column in
            let values = courses.compactMap { $0[column] }
            let sorted = values.map(\.middle).sorted()
            guard let low = values.map(\.low).min(), let high = values.map(\.high).max() else {
                return nil
            }
            let middle = sorted.count / 2
            let median =
                sorted.count.isMultiple(of: 2)
                ? sorted[middle - 1] / 2 + sorted[middle] / 2 : sorted[middle]
            return (low, median, high)
        }
    }

    private typealias Value = (low: Double, middle: Double, high: Double)

    /// A curve's value in each column, on the straight line between points where there is none.
    private static func course(of trace: Trace, dots: Int) -> [Value?] {
        var course = [Value?](repeating: nil, count: dots)
        var before: Trace.Column?
        for column in trace.columns {
            if column.joins, let before, column.position > before.position {
                let slope = (column.first - before.last) / (column.position - before.position)
                for x in max(
                    0, before.column + 1)..<max(0, before.column + 1, min(dots, column.column))
                {
                    let value = before.last + slope * (Double(x) - before.position)
                    course[x] = (value, value, value)
                }
            }
            if !column.isOutside, column.column < dots {
                course[column.column] = (column.low, column.last, column.high)
            }
            before = column
        }
        return course
    }

    func drawMedian(_ canvas: inout DotCanvas, _ scale: AxisScale, ink: UInt16) {
        var before: Int?
        for (x, column) in columns.enumerated() {
            guard let column else {
                before = nil
                continue
            }
            let y = canvas.height - 1 - scale.dot(column.median, of: canvas.height)
            canvas.line(x0: before == nil ? x : x - 1, y0: before ?? y, x1: x, y1: y, ink: ink)
            before = y
        }
    }

    /// From the lowest to the highest in some columns of dots.
    package func range(_ start: Int, _ count: Int) -> ClosedRange<Double>? {
        let part = columns[start..<min(columns.count, start + count)].compactMap { $0 }
        guard let low = part.map(\.low).min(), let high = part.map(\.high).max() else { return nil }
        return low...high
    }
}
