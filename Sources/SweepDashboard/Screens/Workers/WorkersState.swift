/// What a person has chosen on the Workers screen, and what was measured between looks.
package struct WorkersState: Sendable {
    package init() {}
}
