import SweepCore
import SweepDashboard
import Testing

@Suite("The key table")
struct KeyTableTests {
    private let table = KeyTable.standard

    @Test("no key has two meanings in one place")
    func noClash() { #expect(table.clash == nil) }

    @Test("every intent has a key")
    func complete() {
        let bound = Set(table.bindings.filter { !$0.keys.isEmpty }.map(\.intent))
        #expect(Intent.allCases.filter { !bound.contains($0) } == [])
    }

    @Test("every binding says what it does")
    func helpTexts() {
        for binding in table.bindings {
            #expect(!binding.help.isEmpty && !binding.help.hasSuffix("."), "\(binding.intent)")
        }
    }

    @Test("a key's name reads back as the key")
    func names() {
        for key in table.bindings.flatMap(\.keys) {
            #expect(Key(named: key.name) == key)
            #expect(Key(named: key.shown(.ascii)) == key)
            #expect(Key(named: key.shown(.braille)) == key)
        }
    }

    @Test("a key that terminals send as another one is that other one")
    func sameBytes() {
        #expect(Key(named: "ctrl-i") == .tab)
        #expect(Key(named: "ctrl-m") == .enter)
        #expect(Key(named: "CTRL-D") == .control("d"))
        #expect(Key(named: "ctrl-") == nil)
        #expect(Key(named: "^") == .character("^"))
        #expect(Key(named: "\u{1B}") == nil)
        #expect(Key(named: "f13") == nil)
    }

    @Test("a lower-case key never changes data: tags and notes are typed, all else is upper case")
    func lowerCase() {
        for binding in table.bindings where binding.intent.isAct {
            for key in binding.keys {
                guard case .character(let scalar) = key else {
                    Issue.record("\(binding.intent) on \(key.name)")
                    continue
                }
                let isTyped = binding.intent == .tag || binding.intent == .note
                #expect(isTyped || scalar.properties.isUppercase, "\(binding.intent)")
            }
        }
    }

    @Test("acts are not bound when the dashboard is read-only")
    func readOnly() {
        #expect(table.intent(for: .character("P"), in: .runs, isReadOnly: false) == .pauseOrResume)
        #expect(table.intent(for: .character("P"), in: .runs, isReadOnly: true) == nil)
        let acts = KeyContext.allCases.flatMap { table.bindings(in: $0, isReadOnly: true) }
            .filter(\.intent.isAct)
        #expect(acts.isEmpty)
    }

    @Test("the keys of the specification mean what it says")
    func specified() {
        let wanted: [(String, KeyContext, Intent)] = [
            ("?", .charts, .help), ("f1", .run, .help), ("q", .compare, .quit),
            ("esc", .zoom, .back), ("1", .sweep, .showRuns), ("4", .runs, .showWorkers),
            ("tab", .runs, .nextPane), ("j", .workers, .down), ("G", .runs, .bottom),
            ("ctrl-d", .runs, .pageDown), ("space", .runs, .plot), ("v", .runs, .plotRange),
            ("*", .runs, .invertPlotted), ("u", .runs, .unplotAll), ("/", .runs, .filter),
            ("n", .workers, .nextMatch), ("N", .workers, .previousMatch), (":", .run, .palette),
            ("s", .runs, .sort), (">", .runs, .sortNext), ("I", .runs, .invertSort),
            (",", .runs, .columns), ("z", .runs, .fold), ("m", .sweep, .metric),
            ("M", .zoom, .nextMetric), ("]", .run, .nextItem), ("p", .runs, .pin),
            ("t", .run, .tag), ("N", .runs, .note), ("Y", .runs, .copy), ("c", .runs, .compare),
            ("b", .charts, .band), ("y", .zoom, .logY), ("X", .zoom, .logX), ("x", .runs, .xAxis),
            ("e", .charts, .smoothMore), ("E", .charts, .smoothLess), ("o", .runs, .clip),
            ("+", .zoom, .zoomIn), ("-", .zoom, .zoomOut), ("H", .zoom, .panLeft),
            ("K", .zoom, .panUp), ("K", .runs, .cancel), ("0", .zoom, .resetZoom),
            ("f", .zoom, .follow), ("Z", .sweep, .freeze), ("w", .runs, .write),
            ("ctrl-l", .runs, .repaint), ("ctrl-r", .runs, .reread), ("ctrl-z", .run, .suspend),
            ("P", .sweep, .pauseOrResume), ("R", .runs, .retry), ("f9", .zoom, .releaseMouse),
        ]
        for (name, context, intent) in wanted {
            let key = Key(named: name)
            #expect(key != nil, "\(name)")
            #expect(
                key.flatMap { table.intent(for: $0, in: context, isReadOnly: false) } == intent,
                "\(name) on \(context)")
        }
    }

    @Test("no character means anything in a list, for there it narrows")
    func listsAreTyped() {
        for context in KeyContext.lists {
            for binding in table.bindings(in: context, isReadOnly: false) {
                for case .character in binding.keys { Issue.record("\(binding.intent)") }
            }
        }
    }
}

@Suite("Rebinding")
struct RebindingTests {
    private let table = KeyTable.standard

    @Test("an intent gets other keys on every screen, and keeps those of lists")
    func rebound() throws {
        let new = try table.rebinding(.down, to: [.character("&")]).get()
        #expect(new.intent(for: .character("&"), in: .runs, isReadOnly: false) == .down)
        #expect(new.intent(for: .character("&"), in: .workers, isReadOnly: false) == .down)
        #expect(new.intent(for: .character("j"), in: .runs, isReadOnly: false) == nil)
        #expect(new.intent(for: .down, in: .menu, isReadOnly: false) == .down)
    }

    @Test("a key that means something else there is refused, with both names and the place")
    func clash() {
        guard case .failure(let clash) = table.rebinding(.down, to: [.character("s")]) else {
            Issue.record("bound twice")
            return
        }
        #expect(Set(clash.intents) == [.down, .sort])
        #expect(clash.context == .runs)
        #expect(clash.description.contains("s would mean both"))
        #expect(clash.description.hasSuffix("on Runs"))
    }

    @Test("two intents can change places when both are given")
    func swap() throws {
        let new = try table.rebinding([
            .smoothMore: [.character("E")], .smoothLess: [.character("e")],
        ])
        .get()
        #expect(new.intent(for: .character("e"), in: .runs, isReadOnly: false) == .smoothLess)
        #expect(new.intent(for: .character("E"), in: .zoom, isReadOnly: false) == .smoothMore)
    }

    @Test("an intent without keys is reached no more, and ^C leaves whatever quit is bound to")
    func unbound() throws {
        var settings = DashboardSettings()
        settings.keys = try table.rebinding(.quit, to: []).get()
        #expect(settings.keys.intent(for: .character("q"), in: .runs, isReadOnly: false) == nil)
        var model = DashboardModel(
            size: Size(columns: 80, rows: 24), settings: settings, now: .init(milliseconds: 0))
        #expect(update(&model, .key(.character("q"))).isEmpty)
        #expect(update(&model, .key(.control("c"))).last == .quit)
    }
}
