/// What a person has chosen on the Charts screen.
package struct ChartsState: Sendable {
    package init() {}
}
