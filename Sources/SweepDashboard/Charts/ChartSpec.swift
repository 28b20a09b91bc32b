package import SweepCore

/// What a chart shows: the same for a tile on the Runs screen, a zoomed one and `sweep plot`.
package struct ChartSpec: Sendable {
    /// The metric.
    package var title: String
    /// Stands before how the chart is drawn, where there is room.
    package var note = ""
    /// Why there is no series, where that is not for want of points yet.
    package var emptyReason: String?
    /// What the x axis counts where that is no step of training.
    package var xName: String?
    /// In the order of priority: the first one is drawn in front of the others.
    package var series: [Series] = []
    package var options: ChartOptions
    /// The part of the x axis that is shown, in the axis's units; `nil` for all of it.
    package var xRange: ClosedRange<Double>?
    package var yRange: ClosedRange<Double>?
    /// Where the vertical line of the cursor stands, in the x axis's units.
    package var cursor: Double?
    /// A part of the x axis that is being chosen.
    package var selection: ClosedRange<Double>?
    package var isFocused = false
    /// Letters, names and values below the chart.
    package var hasLegend = true
    /// Unsmoothed values in a dim colour below the smoothed ones.
    package var showsRaw = true
    /// A frame with the title in it; a line with the title above otherwise.
    package var isFramed = true

    package init(title: String, options: ChartOptions) {
        self.title = title
        self.options = options
    }

    /// One run's curve.
    package struct Series: Sendable {
        package var run: RunID
        package var name: String
        /// Its letter; `nil` for context.
        package var letter: Unicode.Scalar?
        package var role: Role
        package var curve: Curve
        /// Point by point for a part of the steps; takes the place of `curve` there.
        package var closeUp: Curve?
        /// When the run began, for the axis in time of day.
        package var startedAt: SweepInstant?
        /// Steps of an epoch and rows of a batch; `nil` when the run lacks that axis.
        package var epochLength: Int64?
        package var batchSize: Int64?
        /// Repeats of one configuration have the same number; for bands.
        package var repeatGroup: Int?
        /// Whether the run has ended, so that no point is still to come.
        package var hasEnded = false
        /// `NaN@301` of a diverged run.
        package var divergence: String?

        package init(
            run: RunID, name: String, letter: Unicode.Scalar?, role: Role, curve: Curve
        ) {
            self.run = run
            self.name = name
            self.letter = letter
            self.role = role
            self.curve = curve
        }
    }
}

/// What a chart could not show, for the status line.
package struct ChartReport: Sendable, Equatable {
    /// Points above and below the window that were clamped to its edge, and the furthest of them.
    package var clippedAbove = 0
    package var clippedBelow = 0
    package var furthest: Double?
    /// Points that a logarithmic axis cannot have.
    package var hiddenCount = 0
    /// Names of runs that lack the x axis.
    package var lacking: [String] = []
    /// What is visible, in the axes' units; `nil` for an empty chart.
    package var xRange: ClosedRange<Double>?
    package var yRange: ClosedRange<Double>?
    /// The cells of the plot area, without axes and frame: for the mouse and the cursor.
    package var plot = Rect(x: 0, y: 0, width: 0, height: 0)

    package init() {}
}
