package import SweepCore

/// The runs of the watched sweep as they came, with quick access by id.
package struct RunTable: Sendable {
    package private(set) var rows: [WatchedRun] = []
    private var places: [RunID: Int] = [:]
    /// Whether all of them have come.
    package var isComplete = false
    /// Grows with every change, so that what was computed from the rows knows when it is out of date.
    package private(set) var generation = 0

    package init() {}

    package var count: Int { rows.count }

    package subscript(id: RunID) -> WatchedRun? { places[id].map { rows[$0] } }

    /// Makes room for a sweep's runs before the first of them come: growing would copy them, with twice the memory.
    mutating func expect(_ count: Int) {
        guard count > 2 * rows.count, count > rows.capacity else { return }
        rows.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    package mutating func take(_ runs: [WatchedRun]) {
        for run in runs {
            if let place = places[run.id] {
                rows[place] = run
            } else {
                places[run.id] = rows.count
                rows.append(run)
            }
        }
        generation += 1
    }

    package mutating func remove(_ runs: [RunID]) {
        let gone = Set(runs)
        rows.removeAll { gone.contains($0.id) }
        places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.id, $0) })
        generation += 1
    }

    package mutating func clear() {
        rows = []
        places = [:]
        isComplete = false
        generation += 1
    }
}
