package import SweepCore

/// A curve in bounded memory. (Stub: all samples.)
package struct Curve: Sendable {
    package var isComplete = false
    package var closeUpSteps: ClosedRange<Int64>?
    package private(set) var points: [CurvePoint] = []

    package init() {}

    package mutating func append(_ new: [CurvePoint]) { points += new }
}
