import SweepCore

extension Chart {
    /// The chart as a picture of its own: axes, curves, crosses, legend.
    ///
    /// Curves are reduced to what the width can show, so that the size of the text does not grow with the
    /// number of points. Colours are Okabe and Ito's, which people with any kind of sight can tell apart.
    package static func svg(_ spec: ChartSpec, width: Int = 960, height: Int = 540) -> String {
        SVGChart(spec, width: max(200, width), height: max(120, height)).text
    }
}

/// A chart written as SVG.
private struct SVGChart {
    private let spec: ChartSpec
    private let width: Int
    private let height: Int
    private let plan: ChartPlan
    /// Of the plot, in pixels.
    private let left: Double
    private let right: Double
    private let top = 40.0
    private let bottom: Double
    private let legendRows: Int

    private static let entryWidth = 220

    init(_ spec: ChartSpec, width: Int, height: Int) {
        self.spec = spec
        self.width = width
        self.height = height
        let perRow = max(1, (width - 40) / Self.entryWidth)
        legendRows =
            spec.hasLegend ? min(4, (min(26, spec.series.count) + perRow - 1) / perRow) : 0
        left = 70
        right = Double(width) - 24
        bottom = Double(height) - 56 - 18 * Double(legendRows)
        var plan = ChartPlan(spec, dots: width)
        plan.countClipped()
        self.plan = plan
    }

    var text: String {
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="\(number(left))" y="24" font-size="16" fill="#222222">\(escaped(spec.title))</text>
            """
        ]
        if let x = plan.x, let y = plan.y {
            parts += axes(x, y)
            parts += bands(x, y)
            parts += curves(x, y)
        } else {
            parts.append(
                """
                <text x="\(width / 2)" y="\(height / 2)" text-anchor="middle" fill="#777777">\
                no points</text>
                """)
        }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private func axes(_ x: AxisScale, _ y: AxisScale) -> [String] {
        var parts: [String] = []
        let rows = AxisLabels.rows(y, rows: max(3, Int((bottom - top) / 18)), dotsDown: 1)
        for label in rows {
            let place = number(point(label.tick.value, y))
            parts.append(
                """
                <path d="M\(number(left)) \(place)H\(number(right))" stroke="#e4e4e4"/>\
                <text x="\(number(left - 8))" y="\(place)" dy="4" text-anchor="end" \
                fill="#555555">\(escaped(label.tick.label))</text>
                """)
        }
        let columns = Int((right - left) / 7)
        let labels = AxisLabels.columns(
            x, TickKind(spec.options.xAxis, offset: spec.options.clockOffset), columns: columns,
            dotsAcross: 1, span: -5..<columns + 3)
        for label in labels {
            let place = number(left + x.fraction(label.tick.value) * (right - left))
            parts.append(
                """
                <path d="M\(place) \(number(bottom))v5" stroke="#888888"/>\
                <text x="\(place)" y="\(number(bottom + 20))" text-anchor="middle" \
                fill="#555555">\(escaped(label.tick.label))</text>
                """)
        }
        parts.append(
            """
            <path d="M\(number(left)) \(number(top))V\(number(bottom))H\(number(right))" \
            fill="none" stroke="#888888"/>
            <text x="\(number(right))" y="\(number(bottom + 38))" text-anchor="end" \
            fill="#555555">\(escaped(caption))</text>
            """)
        return parts
    }

    /// The axis's name, and what is not shown.
    private var caption: String {
        var text = spec.options.xAxis.rawValue
        if spec.options.smoothing > 0 {
            text += ", smoothed " + NumberText.fixed(spec.options.smoothing, decimals: 2)
        }
        let clipped = plan.report.clippedAbove + plan.report.clippedBelow
        if clipped > 0 { text += ", \(clipped) outside" }
        if plan.report.hiddenCount > 0 {
            text += ", \(plan.report.hiddenCount) at or below 0 hidden"
        }
        return text
    }

    private func bands(_ x: AxisScale, _ y: AxisScale) -> [String] {
        guard spec.options.showsBands else { return [] }
        return ChartBand.bands(of: plan, dots: width).map { band in
            var (upper, lower) = ([String](), [String]())
            for column in 0..<width {
                guard let range = band.range(column, 1) else { continue }
                let place = number(pixel(column))
                upper.append("\(place) \(number(point(range.upperBound, y)))")
                lower.append("\(place) \(number(point(range.lowerBound, y)))")
            }
            let outline = (upper + lower.reversed()).joined(separator: "L")
            return """
                <path d="M\(outline)Z" fill="\(color(spec.series[band.leader]))" \
                fill-opacity="0.15"/>
                """
        }
    }

    private func curves(_ x: AxisScale, _ y: AxisScale) -> [String] {
        var parts: [String] = []
        // What is most important is drawn last here, and so lies in front.
        for line in plan.lines.filter(\.isUnderlay).reversed() {
            parts.append(path(line, y, #"stroke-width="1" stroke-opacity="0.3""#))
        }
        let lines = plan.lines.filter { !$0.isUnderlay }
        for line in lines.reversed() { parts.append(path(line, y, #"stroke-width="1.6""#)) }
        for line in lines where spec.series[line.index].divergence != nil {
            guard let last = line.trace.columns.last(where: { !$0.isOutside }) else { continue }
            let (place, edge) = (pixel(last.column), top + 6)
            parts.append(
                """
                <path d="M\(number(place - 5)) \(number(edge - 5))l10 10m0 -10l-10 10" \
                stroke="#d55e00" stroke-width="2" fill="none"/>\
                <text x="\(number(place + 9))" y="\(number(edge + 4))" fill="#d55e00">\
                \(escaped(spec.series[line.index].divergence ?? ""))</text>
                """)
        }
        return parts + legend
    }

    /// A curve, with the first, lowest, highest and last value of each column.
    private func path(_ line: ChartPlan.Line, _ y: AxisScale, _ style: String) -> String {
        var path = ""
        for column in line.trace.columns {
            let place = number(
                pixel(column.isOutside ? max(0, min(width - 1, column.column)) : column.column))
            let values = [column.first, column.low, column.high, column.last]
            for (index, value) in values.enumerated() where index == 0 || value != values[index - 1]
            {
                let isStart = index == 0 && (!column.joins || path.isEmpty)
                path += "\(isStart ? "M" : "L")\(place) \(number(point(value, y)))"
            }
        }
        // A single point is a line of no length, which round ends make visible.
        if !path.contains("L") { path += "h0" }
        return """
            <path d="\(path)" fill="none" stroke="\(color(spec.series[line.index]))" \
            stroke-linejoin="round" stroke-linecap="round" \(style)/>
            """
    }

    private var legend: [String] {
        guard legendRows > 0 else { return [] }
        let perRow = max(1, (width - 40) / Self.entryWidth)
        return spec.series.prefix(perRow * legendRows).enumerated().map { index, series in
            let x = Double(20 + index % perRow * Self.entryWidth)
            let y = Double(height - 18 * legendRows + index / perRow * 18)
            let value =
                series.divergence ?? series.curve.summary.last.map { NumberText.short($0.value) }
            let name = TextWidth.cutMiddle(series.name.visible, to: 24, ellipsis: "…")
            return """
                <path d="M\(number(x)) \(number(y))h16" stroke="\(color(series))" \
                stroke-width="3"/><text x="\(number(x + 22))" y="\(number(y + 4))" \
                fill="#222222">\(escaped(name)) \(escaped(value ?? ""))</text>
                """
        }
    }

    /// The middle of a column.
    private func pixel(_ column: Int) -> Double {
        left + Double(column) / Double(width - 1) * (right - left)
    }

    private func point(_ value: Double, _ y: AxisScale) -> Double {
        bottom - min(1, max(0, y.fraction(value))) * (bottom - top)
    }

    private func number(_ value: Double) -> String {
        NumberText.trimmed(NumberText.fixed(value, decimals: 1))
    }

    private func color(_ series: ChartSpec.Series) -> String {
        let hues: [Role: String] = [
            .series1: "#e69f00", .series2: "#56b4e9", .series3: "#009e73", .series4: "#c9b400",
            .series5: "#0072b2", .series6: "#d55e00", .series7: "#cc79a7", .series8: "#777777",
            .text: "#000000",
        ]
        return hues[series.role] ?? "#bbbbbb"
    }

    private func escaped(_ text: String) -> String {
        text.visible.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
