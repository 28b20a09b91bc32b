/// The keys of a place, searchable.
package struct HelpState: Sendable, Equatable {
    package var about: KeyContext
    package var search = ""
    package var selected = 0

    package init(about: KeyContext) { self.about = about }
}
