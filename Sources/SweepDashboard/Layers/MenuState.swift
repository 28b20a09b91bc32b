/// A list to choose one line of.
package struct MenuState: Sendable, Equatable {
    package var title: String
    package var items: [Item]
    package var selected: Int
    package var purpose: Purpose
    /// What was typed to narrow the list.
    package var search = ""

    package struct Item: Sendable, Equatable {
        package var text: String
        /// What stands at its right end.
        package var note: String
        package var isChosen: Bool

        package init(_ text: String, note: String = "", isChosen: Bool = false) {
            self.text = text
            self.note = note
            self.isChosen = isChosen
        }
    }

    package enum Purpose: String, Sendable {
        case sort, metric, sweep, columns, heatParameters, write, axis
    }

    package init(title: String, items: [Item], selected: Int = 0, purpose: Purpose) {
        self.title = title
        self.items = items
        self.selected = selected
        self.purpose = purpose
    }
}
