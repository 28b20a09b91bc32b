/// What a person has chosen on the Sweep screen.
package struct SweepScreenState: Sendable {
    package init() {}
}
