import Glibc
package import SweepCore

/// Runs as lines over one axis for each varied parameter and one for the objective.
package struct ParallelAxes: Sendable {
    package struct Axis: Sendable {
        package var name: String
        /// What stands at its ends.
        package var top: String
        package var bottom: String
        /// The parameter; `nil` for the objective's axis.
        package var column: ParameterColumn?
        /// The distinct places on it, from bottom to top, for a cursor to stop at.
        package var stops: [Float]
    }

    /// A brush reaches so far to each side of its place, and a little for rounding.
    package static let brushReach: Float = 0.1001

    package private(set) var axes: [Axis] = []
    /// The rows of the table that have lines, the best first.
    package private(set) var ranking: [Int32] = []
    /// Where each of them meets each axis, from 0 at the bottom to 1; line by line.
    package private(set) var places: [Float] = []
    /// Their objective values.
    package private(set) var objectives: [Double] = []
    /// Those of runs without a line, as diverged ones: a filter's bounds must not let them in.
    private var otherObjectives: [Double] = []

    package init() {}

    /// Takes as `ranking` the rows of the table with an objective value, the best first.
    package init(
        columns: [ParameterColumn], objective: Objective?, ranking: [Int32], runs: [WatchedRun],
        glyphs: GlyphSet
    ) {
        guard let objective, !ranking.isEmpty else { return }
        self.ranking = ranking
        let shown = columns.filter { $0.values.count > 1 }
        let fractions = shown.map(\.axisFractions)
        for (column, fractions) in zip(shown, fractions) {
            let present = column.values.filter { $0 != .missing }
            axes.append(
                Axis(
                    name: column.name, top: (present.last ?? .any).label(glyphs),
                    bottom: (column.isNumeric ? present.first : column.values.first).map {
                        $0.label(glyphs)
                    } ?? "", column: column, stops: fractions.sorted()))
            // Texts stand evenly, what is missing above them all.
            if !column.isNumeric, let last = column.values.last {
                axes[axes.count - 1].top = last.label(glyphs)
            }
        }
        objectives = ranking.map { runs[Int($0)].objective ?? .nan }
        if ranking.count < runs.count {
            otherObjectives = runs.indices.compactMap {
                RunOrder.hasDiverged(runs, $0) ? runs[$0].objective : nil
            }
        }
        let (best, worst) = (objectives[0], objectives[ranking.count - 1])
        let (low, high) = (min(best, worst), max(best, worst))
        let isLogarithmic = low > 0 && high / low >= LevelBins.logarithmicRatio
        places.reserveCapacity(ranking.count * (axes.count + 1))
        for (row, value) in zip(ranking, objectives) {
            for (column, fractions) in zip(shown, fractions) {
                places.append(fractions[Int(column.places[Int(row)])])
            }
            places.append(
                Self.place(value, worst: worst, best: best, isLogarithmic: isLogarithmic))
        }
        axes.append(
            Axis(
                name: objective.metric, top: Figure.short(best), bottom: Figure.short(worst),
                column: nil, stops: (0...20).map { Float($0) / 20 }))
    }

    private static func place(
        _ value: Double, worst: Double, best: Double, isLogarithmic: Bool
    ) -> Float {
        guard worst != best else { return 1 }
        if isLogarithmic { return Float(log(value / worst) / log(best / worst)) }
        return Float((value / 2 - worst / 2) / (best / 2 - worst / 2))
    }

    package func place(line: Int, axis: Int) -> Float { places[line * axes.count + axis] }

    /// So many of the best lines are in front.
    package var topCount: Int { (ranking.count + 4) / 5 }

    /// The line that meets an axis nearest to a place; of several the best.
    package func line(nearest place: Float, axis: Int) -> Int? {
        guard axes.indices.contains(axis) else { return nil }
        var nearest: (line: Int, distance: Float)?
        for line in ranking.indices {
            let distance = (self.place(line: line, axis: axis) - place).magnitude
            if distance < nearest?.distance ?? .infinity { nearest = (line, distance) }
        }
        return nearest?.line
    }

    /// A filter that runs near a place on an axis match: the value itself where there are few, else a tenth of
    /// the axis to each side.
    package func filter(axis index: Int, near place: Float) -> RunFilter? {
        guard axes.indices.contains(index) else { return nil }
        guard let column = axes[index].column else { return objectiveFilter(near: place) }
        let near = column.axisFractions.enumerated().filter {
            ($0.element - place).magnitude <= Self.brushReach
        }
        let numbers = near.compactMap { column.values[$0.offset].number }
        let isFine = column.isNumeric && column.values.count > LevelBins.mostLevels
        let terms: [RunFilter]
        if isFine, let low = numbers.first, let high = numbers.last {
            let (lower, upper) = RoundBounds.around(
                low, high, among: column.values.compactMap(\.number))
            terms = Level.bin(lower: lower, upper: upper, isLast: true)
                .terms(for: column.filterName)
        } else {
            let fractions = column.axisFractions
            let nearest = fractions.indices.min {
                (fractions[$0] - place).magnitude < (fractions[$1] - place).magnitude
            }
            guard let nearest else { return nil }
            terms = column.values[nearest].terms(for: column.filterName)
        }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private func objectiveFilter(near place: Float) -> RunFilter? {
        // From the values that are there, because a place is rounded.
        let axis = axes.count - 1
        let rows = ranking.indices.filter {
            (self.place(line: $0, axis: axis) - place).magnitude <= Self.brushReach
        }
        guard let first = rows.first, let last = rows.last else { return nil }
        let values = [objectives[first], objectives[last]].sorted()
        let (lower, upper) = RoundBounds.around(
            values[0], values[1], among: objectives + otherObjectives)
        return .all(
            Level.bin(lower: lower, upper: upper, isLast: true)
                .terms(for: RunFilter.Name(RunFilter.Field.objective.rawValue)))
    }

}
