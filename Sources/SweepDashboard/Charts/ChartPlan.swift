package import SweepCore

/// What a chart is made of before it is drawn: its lines, its scales, and what could not be shown.
package struct ChartPlan {
    let spec: ChartSpec
    package private(set) var lines: [Line] = []
    /// `nil` when there is nothing to show.
    private(set) var x: AxisScale?
    private(set) var y: AxisScale?
    private(set) var report = ChartReport()
    /// Of the raster that the traces are for.
    private var dots = 0

    /// A curve, or one of its two forms where it is smoothed.
    package struct Line {
        /// In the spec's series.
        var index: Int
        var abscissa: Abscissa
        package var samples: [CurvePoint]
        /// Below its smoothed form.
        package var isUnderlay: Bool
        var trace: Trace
    }

    /// Plans it for a raster of so many columns of dots.
    package init(_ spec: ChartSpec, dots: Int) {
        self.init(untraced: spec, dots: dots)
        trace(dots: dots)
        y = verticalScale()
        report.yRange = y?.range
    }

    /// The lines and the x axis alone.
    init(untraced spec: ChartSpec, dots: Int) {
        self.spec = spec
        for (index, series) in spec.series.enumerated() {
            guard let abscissa = Abscissa(spec.options.xAxis, of: series) else {
                report.lacking.append(series.name)
                continue
            }
            add(series, index, abscissa, dots)
        }
        x = horizontalScale
        report.xRange = x?.range
    }

    /// Makes the traces anew for another raster; the scales stay.
    mutating func trace(dots: Int) {
        guard let x, dots != self.dots else { return }
        self.dots = dots
        report.hiddenCount = 0
        for index in lines.indices {
            lines[index].trace = Trace(
                lines[index].samples, lines[index].abscissa, x, dots: dots,
                isLogY: spec.options.isLogY)
            if !hasTwin(lines[index]) { report.hiddenCount += lines[index].trace.hiddenCount }
            if spec.options.isLogX, spec.xRange == nil, !hasTwin(lines[index]) {
                let key = lines[index].abscissa.key
                report.hiddenCount += lines[index].samples.upperBound(
                    lines[index].abscissa.key(at: 0), by: key)
            }
        }
    }

    /// Counts what lies outside of the y axis, once for each curve.
    mutating func countClipped() {
        guard let y else { return }
        for line in lines where !hasTwin(line) {
            for column in line.trace.columns where !column.isOutside {
                guard column.high > y.upper || column.low < y.lower else { continue }
                for index in column.start..<column.end {
                    let value = line.samples[index].value
                    if value > y.upper { report.clippedAbove += 1 }
                    if value < y.lower { report.clippedBelow += 1 }
                }
                if column.high > y.upper {
                    report.furthest = max(report.furthest ?? column.high, column.high)
                } else if report.clippedAbove == 0 {
                    report.furthest = min(report.furthest ?? column.low, column.low)
                }
            }
        }
    }

    /// Whether another line stands for the same curve's raw values.
    private func hasTwin(_ line: Line) -> Bool { isSmoothed && spec.showsRaw && !line.isUnderlay }

    private var isSmoothed: Bool { spec.options.smoothing > 0 }

    private mutating func add(
        _ series: ChartSpec.Series, _ index: Int, _ abscissa: Abscissa, _ dots: Int
    ) {
        func add(_ samples: [CurvePoint], isUnderlay: Bool) {
            lines.append(
                Line(
                    index: index, abscissa: abscissa, samples: samples, isUnderlay: isUnderlay,
                    trace: .none))
        }
        add(samples(series, abscissa, spec.options.smoothing, dots), isUnderlay: false)
        if isSmoothed, spec.showsRaw {
            add(samples(series, abscissa, 0, dots), isUnderlay: true)
        }
    }

    private func samples(
        _ series: ChartSpec.Series, _ abscissa: Abscissa, _ weight: Double, _ dots: Int
    ) -> [CurvePoint] {
        let curve = series.curve
        if let close = series.closeUp, spec.xRange != nil {
            return curve.samples(smoothing: weight).spliced(with: close, smoothing: weight)
        }
        let coarse = curve.coarseSamples(smoothing: weight)
        guard let range = spec.xRange else { return coarse }
        // The coarse form tells as much as there are dots, or the fine one is needed.
        let from = coarse.lowerBound(abscissa.key(at: range.lowerBound), by: abscissa.key)
        let to = coarse.upperBound(abscissa.key(at: range.upperBound), by: abscissa.key)
        return to - from >= 8 * dots ? coarse : curve.samples(smoothing: weight)
    }

    private var horizontalScale: AxisScale? {
        let isLog = spec.options.isLogX
        if let range = spec.xRange, lines.contains(where: { !$0.samples.isEmpty }) {
            return AxisScale(range.lowerBound, range.upperBound, isLog: isLog)
        }
        var (low, high) = (Double.infinity, -Double.infinity)
        for line in lines {
            let start =
                isLog
                ? line.samples.upperBound(line.abscissa.key(at: 0), by: line.abscissa.key) : 0
            guard start < line.samples.count, let last = line.samples.last else { continue }
            low = min(low, line.abscissa.x(line.samples[start]))
            high = max(high, line.abscissa.x(last))
        }
        guard low <= high else { return nil }
        if low == high, !isLog {
            // One point: room for it in the middle, by whole steps.
            let room = spec.options.xAxis == .epoch ? 0.5 : 1.0
            return AxisScale(low - room, high + room, isLog: false)
        }
        // An axis that all but begins at 0 begins there.
        if !isLog, spec.options.xAxis != .clock, low > 0, low <= high / 16 { low = 0 }
        return AxisScale(low, high, isLog: isLog)
    }

    private func verticalScale() -> AxisScale? {
        let isLog = spec.options.isLogY
        if let range = spec.yRange {
            return x == nil ? nil : AxisScale(range.lowerBound, range.upperBound, isLog: isLog)
        }
        var (values, latest) = ([Double](), [Double]())
        for line in lines {
            let columns = line.trace.columns
            for column in columns where !column.isOutside {
                values.append(column.low)
                if column.high != column.low { values.append(column.high) }
            }
            if spec.series[line.index].divergence == nil, let last = columns.last {
                latest.append(last.last)
            }
            // Nothing but a line that crosses the window from one outside to the other.
            if columns.allSatisfy(\.isOutside) { latest += columns.map(\.first) }
        }
        let range =
            spec.options.clipsOutliers
            ? RobustRange.whiskers(&values, kept: latest, isLog: isLog)
            : RobustRange.whole(values, latest)
        return range.map { AxisScale($0.lowerBound, $0.upperBound, isLog: isLog).padded }
    }
}

extension Trace {
    static let none = Trace()

    private init() {}
}

extension AxisScale {
    /// A little room above and below, so that a curve does not lie on the edge.
    fileprivate var padded: AxisScale {
        let room = 0.02
        return AxisScale(value(at: -room), value(at: 1 + room), isLog: isLog)
    }
}

extension [CurvePoint] {
    /// With the points of a close-up in the place of those in its steps.
    fileprivate func spliced(with close: Curve, smoothing weight: Double) -> [CurvePoint] {
        guard let first = close.points.first, let last = close.points.last else { return self }
        let start = lowerBound(Double(first.step), by: \.step)
        let end = Swift.max(start, upperBound(Double(last.step), by: \.step))
        var inner = close.points
        if weight > 0 {
            var smoother =
                start > 0
                ? Smoother(weight: weight, from: self[start - 1].value) : Smoother(weight: weight)
            for index in inner.indices {
                let point = inner[index]
                inner[index] = CurvePoint(
                    step: point.step, value: smoother.smooth(point.value), time: point.time)
            }
        }
        return Array(self[..<start]) + inner + Array(self[end...])
    }
}
