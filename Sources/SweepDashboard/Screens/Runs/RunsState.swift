package import SweepCore

/// What a person has chosen on the Runs screen.
package struct RunsState: Sendable {
    package var selected: RunID?
    package init() {}
}
