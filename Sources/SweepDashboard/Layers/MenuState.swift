/// A list to choose one line of, or several.
package struct MenuState: Sendable, Equatable {
    package var title: String
    package var items: [Item]
    /// Place of the cursor among `visible`, not among `items`.
    package var selected: Int
    package var purpose: Purpose
    /// What was typed to narrow the list.
    package var search = ""
    /// Keys of the marked items in the order in which they were marked; for menus that take several.
    package private(set) var marked: [String]

    package struct Item: Sendable, Equatable {
        package var text: String
        /// What stands at its right end.
        package var note: String
        /// Marked in a menu that takes several, otherwise what is chosen now.
        package var isChosen: Bool
        /// What it stands for; the text unless said otherwise.
        package var key: String

        package init(
            _ text: String, note: String = "", isChosen: Bool = false, key: String? = nil
        ) {
            self.text = text
            self.note = note
            self.isChosen = isChosen
            self.key = key ?? text
        }
    }

    package enum Purpose: String, Sendable, CaseIterable {
        case sort, metric, sweep, columns, heatParameters, write, axis
    }

    package init(title: String, items: [Item], selected: Int = 0, purpose: Purpose) {
        self.title = title
        self.items = items
        self.selected = selected
        self.purpose = purpose
        marked = items.filter(\.isChosen).map(\.key)
    }

    /// Whether Space marks items and Enter takes all that are marked.
    package var isMultiple: Bool { markLimit > 1 }

    /// How many can be marked.
    private var markLimit: Int {
        switch purpose {
        case .columns: .max
        case .heatParameters: 2
        case .sort, .metric, .sweep, .write, .axis: 1
        }
    }

    /// Places in `items` of those that what was typed leaves.
    package var visible: [Int] {
        let words = ListLayer.words(of: search)
        guard !words.isEmpty else { return Array(items.indices) }
        return items.indices.filter {
            ListLayer.matches(items[$0].text + " " + items[$0].note, words)
        }
    }

    /// The item under the cursor.
    package var current: Item? {
        let visible = visible
        return visible.indices.contains(selected) ? items[visible[selected]] : nil
    }

    /// Marks the item under the cursor or takes its mark away; the oldest mark gives way when there are too many.
    package mutating func toggleMark() {
        guard isMultiple, let key = current?.key else { return }
        if let place = marked.firstIndex(of: key) {
            marked.remove(at: place)
        } else {
            marked.append(key)
            if marked.count > markLimit { marked.removeFirst() }
        }
        for index in items.indices { items[index].isChosen = marked.contains(items[index].key) }
    }
}
