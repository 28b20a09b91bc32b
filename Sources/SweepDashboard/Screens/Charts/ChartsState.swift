/// What a person has chosen on the Charts screen.
package struct ChartsState: Sendable, Equatable {
    /// The metric of the chart under the cursor; `nil` for the first.
    package var selected: String?

    package init() {}
}
