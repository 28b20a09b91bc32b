/// The keys of a place, searchable.
package struct HelpState: Sendable, Equatable {
    package var about: KeyContext
    package var search = ""
    /// Place among the keys that are left.
    package var selected = 0

    package init(about: KeyContext) { self.about = about }

    /// A line of help.
    enum Row: Equatable {
        case heading(String)
        /// `place` counts the keys from 0.
        case key(KeyTable.Binding, place: Int)
    }

    /// The keys that are left, those of the place before those that mean the same everywhere.
    func bindings(_ settings: DashboardSettings) -> [KeyTable.Binding] {
        let all = settings.keys.bindings(in: about, isReadOnly: settings.isReadOnly)
        let grouped = KeyGroup.allCases.flatMap { group in
            all.filter { $0.intent.group == group }
        }
        guard !search.isEmpty else { return grouped }
        let words = ListLayer.words(of: search)
        let exact = grouped.filter { isKey($0, settings.glyphs) }
        return exact
            + grouped.filter {
                !exact.contains($0)
                    && ListLayer.matches("\($0.help) \($0.intent.rawValue)", words)
            }
    }

    func rows(_ settings: DashboardSettings) -> [Row] {
        var rows: [Row] = []
        var last: KeyGroup?
        for (place, binding) in bindings(settings).enumerated() {
            // What was found is in order of fit, not of groups.
            if search.isEmpty, binding.intent.group != last {
                last = binding.intent.group
                rows.append(.heading(binding.intent.group.rawValue))
            }
            rows.append(.key(binding, place: place))
        }
        return rows
    }

    /// Whether the search is the name of one of its keys.
    private func isKey(_ binding: KeyTable.Binding, _ glyphs: GlyphSet) -> Bool {
        binding.keys.contains {
            $0.name == search
                || $0.shown(glyphs).lowercased() == search.lowercased()
                    && search.count > 1
        }
    }
}
