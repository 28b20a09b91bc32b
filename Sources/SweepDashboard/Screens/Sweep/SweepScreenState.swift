import SweepCore

/// What a person has chosen on the Sweep screen, and what was computed for it.
package struct SweepScreenState: Sendable {
    package enum Pane: Int, Sendable, CaseIterable { case heat, best, parallel, importance }

    /// Which pane has the keys.
    package var pane = Pane.heat
    /// Names of the heat map's parameters; `nil` for those with the most levels.
    package var pair: [String]?
    package var measure = HeatMap.Measure.best
    /// Of the heat map; `nil` for the objective's. Not that of the charts: who looks at a loss still asks where the
    /// best runs are.
    package var metric: String?
    /// The cell of the cursor; a place outside means the nearest cell.
    package var row = 0
    package var column = 0
    /// Whether a person has moved the cursor; else it stands on the best cell.
    package var hasMoved = false

    /// The axis of the cursor among the parallel coordinates, the last of which is the objective's, and where it
    /// stands on it.
    package var axis = Int.max
    package var place: Float = 1
    /// Places around which runs are kept, by the axis's name; off while their terms are not in the filter.
    package var brushes: [String: Float] = [:]
    /// What each of them has added to the filter; near a place of the objective's axis that changes with the runs.
    var brushTerms: [String: [RunFilter]] = [:]
    /// The filter with what the cell has added from which a person went to the runs.
    package var cellFilter: AddedFilter?

    package var analysis: SweepAnalysis?
    package var heat: HeatMap?
    package var heatKey: HeatKey?

    /// What a heat map was made from.
    package struct HeatKey: Sendable, Equatable {
        package var analysis: SweepAnalysis.Key
        package var pair: [String]
        package var measure: HeatMap.Measure
        package var metric: String?
    }

    package init() {}
}
