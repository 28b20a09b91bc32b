/// The hints in the last line: what matters most where the keyboard is, as many as fit.
package enum Footer {
    /// A hint in its place; a click on it presses the key.
    package struct Hint: Sendable, Equatable {
        package let press: Key
        /// The key or keys as they are shown.
        package let shown: String
        package let text: String
        package fileprivate(set) var x = 0

        package var columns: Int { TextWidth.columns(of: shown) + 1 + TextWidth.columns(of: text) }
    }

    /// The hints of what has the keyboard now, from left to right.
    package static func hints(_ model: DashboardModel) -> [Hint] {
        if let layer = model.layers.last, !layer.isPage {
            return place(hints(of: layer, model.glyphs), always: [], in: model.size.columns)
        }
        return hints(
            of: model.settings.keys, in: model.context, isReadOnly: model.settings.isReadOnly,
            columns: model.size.columns, glyphs: model.glyphs)
    }

    /// The hints of a screen or page; `? help` and `q quit` are always among them.
    package static func hints(
        of table: KeyTable, in context: KeyContext, isReadOnly: Bool, columns: Int, glyphs: GlyphSet
    ) -> [Hint] {
        let bindings = table.bindings(in: context, isReadOnly: isReadOnly)
        func hint(_ item: Item) -> Hint? {
            let found = item.intents.compactMap { intent in
                bindings.first { $0.intent == intent && !$0.keys.isEmpty }
            }
            guard found.count == item.intents.count, let first = found.first else { return nil }
            let text = item.text ?? first.hint
            guard !text.isEmpty else { return nil }
            return Hint(
                press: first.keys[0],
                shown: found.map { $0.keys[0].shown(glyphs) }.joined(separator: "/"), text: text)
        }
        return place(
            order(context).compactMap(hint),
            always: [Item([.help]), Item([.quit])].compactMap(hint), in: columns)
    }

    /// One hint of the order: an intent with its own words, or two opposite ones with common words.
    private struct Item {
        let intents: [Intent]
        var text: String?

        init(_ intents: [Intent], _ text: String? = nil) {
            self.intents = intents
            self.text = text
        }
    }

    /// What a context's footer shows, the most important first.
    private static func order(_ context: KeyContext) -> [Item] {
        let chart: [Item] = [Item([.smoothMore]), Item([.logY]), Item([.xAxis]), Item([.clip])]
        let head: [Item]
        switch context {
        case .runs:
            head =
                [.plot, .open, .filter, .sort, .metric].map { Item([$0]) } + chart.prefix(2)
                + [Item([.palette]), Item([.compare])] + chart.suffix(2)
                + [Item([.columns], "columns"), Item([.pin], "pin")]
        case .charts:
            head =
                [Item([.open], "zoom"), Item([.metric])] + chart
                + [Item([.previousItem, .nextItem], "page"), Item([.palette]), Item([.band])]
        case .zoom:
            head =
                [
                    Item([.left, .right], "cursor"), Item([.zoomIn, .zoomOut], "zoom"),
                    Item([.panLeft, .panRight], "pan"), Item([.resetZoom]), Item([.back]),
                ] + chart + [Item([.follow]), Item([.band]), Item([.metric])]
        case .sweep:
            head =
                [Item([.nextPane]), Item([.open], "runs")]
                + [.metric, .heatParameters, .heatValue].map { Item([$0]) }
                + [Item([.pauseOrResume]), Item([.palette]), Item([.retry]), Item([.stop])]
        case .workers:
            head =
                [Item([.nextPane]), Item([.open], "run"), Item([.filter]), Item([.follow])]
                + [.pauseOrResume, .palette, .cancel, .stop].map { Item([$0]) }
        case .run:
            head =
                [Item([.back]), Item([.previousItem, .nextItem], "run"), Item([.nextPane])]
                + [Item([.metric])] + chart.prefix(2) + [Item([.allRows]), Item([.compare])]
                + [Item([.tag], "tag"), Item([.note], "note"), Item([.palette]), Item([.retry])]
        case .compare:
            head =
                [Item([.back]), Item([.allRows]), Item([.metric]), Item([.plot])] + chart
                + [Item([.palette])]
        case .help, .menu, .confirm, .prompt: head = []
        }
        return head + [Item([.palette]), Item([.nextPane])]
    }

    /// Lists, questions and lines, whose keys are fixed.
    private static func hints(of layer: Layer, _ glyphs: GlyphSet) -> [Hint] {
        let pairs: [(Key, String)]
        switch layer {
        case .help: pairs = [(.enter, "run it"), (.escape, "close"), (.down, "move")]
        case .menu(let menu) where menu.isMultiple:
            pairs = [
                (.enter, "done"), (.character(" "), "mark"), (.escape, "cancel"), (.down, "move"),
            ]
        case .menu: pairs = [(.enter, "choose"), (.escape, "cancel"), (.down, "move")]
        case .confirm:
            pairs = [(.character("y"), "yes"), (.character("n"), "no"), (.escape, "no")]
        case .prompt(let prompt) where prompt.purpose == .palette:
            pairs = [
                (.enter, "accept"), (.escape, "cancel"), (.tab, "complete"), (.up, "earlier"),
            ]
        case .prompt: pairs = [(.enter, "accept"), (.escape, "cancel")]
        case .run, .compare, .zoom: pairs = []
        }
        return pairs.map { Hint(press: $0.0, shown: $0.0.shown(glyphs), text: $0.1) }
    }

    /// Leaves out what does not fit before those that always stand last.
    private static func place(_ hints: [Hint], always: [Hint], in columns: Int) -> [Hint] {
        let reserved = always.reduce(0) { $0 + $1.columns + 2 }
        var (x, placed, seen) = (1, [Hint](), Set<Key>())
        for var hint in hints {
            guard !always.contains(hint), x + hint.columns + reserved < columns,
                seen.insert(hint.press).inserted
            else { continue }
            hint.x = x
            placed.append(hint)
            x += hint.columns + 2
        }
        for var hint in always where x + hint.columns <= columns {
            hint.x = x
            placed.append(hint)
            x += hint.columns + 2
        }
        return placed
    }
}
