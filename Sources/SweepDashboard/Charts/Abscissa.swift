import SweepCore

/// What the x axis counts, for one run: a linear function of its points' steps or times.
package struct Abscissa: Sendable {
    let usesTime: Bool
    /// Always positive.
    let factor: Double
    let offset: Double

    /// `nil` when the run lacks what the axis needs.
    package init?(_ axis: XAxis, of series: ChartSpec.Series) {
        switch axis {
        case .step: self.init(usesTime: false, factor: 1, offset: 0)
        case .epoch:
            guard let length = series.epochLength, length > 0 else { return nil }
            self.init(usesTime: false, factor: 1 / Double(length), offset: 0)
        case .samples:
            guard let size = series.batchSize, size > 0 else { return nil }
            self.init(usesTime: false, factor: Double(size), offset: 0)
        case .elapsed: self.init(usesTime: true, factor: 0.001, offset: 0)
        case .clock:
            guard let began = series.startedAt else { return nil }
            self.init(usesTime: true, factor: 0.001, offset: Double(began.milliseconds) / 1000)
        }
    }

    private init(usesTime: Bool, factor: Double, offset: Double) {
        self.usesTime = usesTime
        self.factor = factor
        self.offset = offset
    }

    var key: KeyPath<CurvePoint, Int64> { usesTime ? \.time : \.step }

    func x(_ point: CurvePoint) -> Double {
        offset + factor * Double(usesTime ? point.time : point.step)
    }

    /// The step or the time at a place of the axis, between the whole ones too.
    func key(at x: Double) -> Double { (x - offset) / factor }
}
