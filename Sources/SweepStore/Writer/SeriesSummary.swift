/// What the `summary` table keeps of one metric of one run: exact, and independent of the commit size.
///
/// NaN and infinities are counted and may be first or last; neither enters a minimum or maximum. Of
/// equal extremes the earliest step counts; −0 and 0 are equal.
package struct SeriesSummary: Sendable, Equatable {
    package private(set) var count = 0
    package private(set) var nanCount = 0
    package private(set) var infiniteCount = 0
    package private(set) var first = Double.nan
    package private(set) var last = Double.nan
    /// The step of the last point; meaningless while `count` is 0.
    package private(set) var lastStep: Int64 = .min
    package private(set) var minimum: Extreme?
    package private(set) var maximum: Extreme?

    /// A finite value and the earliest step that has it.
    package struct Extreme: Sendable, Hashable {
        package let value: Double
        package let step: Int64

        package init(value: Double, step: Int64) {
            self.value = value
            self.step = step
        }
    }

    package init() {}

    /// Adds the next point.
    ///
    /// - Precondition: `step` is larger than that of the point before.
    package mutating func add(step: Int64, value: Double) {
        precondition(count == 0 || step > lastStep, "step \(step) after step \(lastStep)")
        if count == 0 { first = value }
        count += 1
        last = value
        lastStep = step
        if value.isFinite {
            if minimum.map({ value < $0.value }) ?? true {
                minimum = Extreme(value: value, step: step)
            }
            if maximum.map({ value > $0.value }) ?? true {
                maximum = Extreme(value: value, step: step)
            }
        } else if value.isNaN {
            nanCount += 1
        } else {
            infiniteCount += 1
        }
    }

    // MARK: Storing

    static let columns = """
        count, nan_count, infinite_count, first, last, last_step, minimum, minimum_step, maximum, \
        maximum_step
        """

    /// Reads `columns`, which start at `column`.
    init(_ row: RawStatement, from column: Int32 = 0) {
        count = row.int(column)
        nanCount = row.int(column + 1)
        infiniteCount = row.int(column + 2)
        first = row.value(column + 3)
        last = row.value(column + 4)
        lastStep = row.integer(column + 5)
        minimum = Self.extreme(row, column + 6)
        maximum = Self.extreme(row, column + 8)
    }

    private static func extreme(_ row: RawStatement, _ column: Int32) -> Extreme? {
        row.optionalReal(column).map { Extreme(value: $0, step: row.integer(column + 1)) }
    }

    /// Binds `columns` from parameter `index` on.
    func bind(to statement: RawStatement, from index: Int32) {
        statement.bind(index, Int64(count))
        statement.bind(index + 1, Int64(nanCount))
        statement.bind(index + 2, Int64(infiniteCount))
        statement.bind(index + 3, first)
        statement.bind(index + 4, last)
        statement.bind(index + 5, lastStep)
        statement.bind(index + 6, (minimum?.value).sqlValue)
        statement.bind(index + 7, (minimum?.step).sqlValue)
        statement.bind(index + 8, (maximum?.value).sqlValue)
        statement.bind(index + 9, (maximum?.step).sqlValue)
    }
}
