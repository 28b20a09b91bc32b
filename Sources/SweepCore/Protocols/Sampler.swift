/// Proposes the configurations of a sweep, one after the other.
package protocol Sampler: Sendable {
    /// The number of proposals in all, or `nil` when there is no end.
    var count: Int? { get }

    /// Returns the values of the swept parameters for the next configuration, or `nil` at the end.
    ///
    /// The order is the order of run numbers; asked again from the start, the answers are the same.
    mutating func propose() -> [String: Value]?
}
