import SweepCore
import SweepDashboard
import Testing

@Suite("Keys that mean the same everywhere")
struct GeneralTests {
    private var screen = LayerFixture()

    @Test("T goes through all themes and says which")
    mutating func themes() {
        let seen = Theme.all.map { _ in
            screen.press("T")
            return screen.model.settings.theme.name
        }
        #expect(seen == ["light", "high-contrast", "mono", "dark"])
        #expect(screen.model.notice?.text == "theme dark")
    }

    @Test("leaving keeps the preferences first, and nothing else keeps them")
    mutating func quit() {
        #expect(screen.press("T e y x esc").isEmpty)
        let commands = screen.press("q")
        #expect(commands == [.keep(screen.model.preferences), .quit])
        #expect(screen.model.preferences.theme == "light")
    }

    @Test("what was kept comes back, what is not known is left out")
    mutating func restored() {
        var kept = Preferences(
            smoothing: 0.9, xAxis: "clock", isLogY: true, clipsOutliers: false)
        kept.theme = "mono"
        _ = update(&screen.model, .restored(kept))
        #expect(screen.model.settings.theme == .mono)
        #expect(screen.model.chart.smoothing == 0.9)
        #expect(screen.model.chart.xAxis == .clock)
        #expect(screen.model.chart.isLogY && !screen.model.chart.clipsOutliers)
        kept.theme = "gone"
        kept.smoothing = 0.3
        kept.xAxis = "gone"
        _ = update(&screen.model, .restored(kept))
        #expect(screen.model.settings.theme == .mono)
        #expect(screen.model.chart.smoothing == 0.9)
        #expect(screen.model.chart.xAxis == .clock)
    }

    @Test(
        "only what differs from the configuration file is kept, so that a changed file still counts"
    )
    mutating func changed() {
        var file = Preferences(smoothing: 0.9, isLogY: true, columns: ["width"])
        file.theme = "light"
        var now = file
        now.theme = "dark"
        now.isLogX = true
        now.slots = ["c00100000000": 3]
        let kept = now.changed(from: file)
        var expected = Preferences()
        expected.theme = "dark"
        expected.isLogX = true
        expected.slots = ["c00100000000": 3]
        #expect(kept == expected)

        _ = update(&screen.model, .restored(file))
        screen.model.configured = screen.model.preferences
        guard case .keep(let nothing) = screen.press("q").first else {
            Issue.record("nothing is kept")
            return
        }
        #expect(nothing.theme == nil && nothing.smoothing == nil && nothing.xAxis == nil)
    }

    @Test("watching another sweep closes the pages about runs of the one before")
    mutating func sweeps() {
        screen.model.layers = [.run(RunPageState(run: RunID(1)))]
        screen.press("W down enter")
        #expect(screen.model.wantedSweep == SweepID(2))
        #expect(screen.model.layers.isEmpty)
    }

    @Test("the run that a tag, a note or a copy is about is that of the page, or the selected one")
    mutating func labels() {
        screen.model.layers = [.run(RunPageState(run: RunID(2)))]
        screen.press("t")
        #expect(screen.prompt?.purpose == .tag(RunID(2)))
        screen.press("esc esc N")
        #expect(screen.prompt?.purpose == .note(RunID(1)))
        #expect(screen.prompt?.text == "first")
    }
}

@Suite("Settings from the configuration file")
struct SettingsTests {
    private var settings = DashboardSettings()

    @Test("theme, glyphs and keys are taken over, and what is not said stays")
    mutating func applied() throws {
        try settings.apply(
            theme: "light", glyphs: "ascii", keys: [("sort", ["f6", "&"]), ("log-y", [])])
        #expect(settings.theme == .light)
        #expect(settings.glyphs == .ascii)
        #expect(settings.keys.intent(for: .function(6), in: .runs, isReadOnly: false) == .sort)
        #expect(settings.keys.intent(for: .character("&"), in: .runs, isReadOnly: false) == .sort)
        #expect(settings.keys.intent(for: .character("s"), in: .runs, isReadOnly: false) == nil)
        #expect(settings.keys.intent(for: .character("y"), in: .runs, isReadOnly: false) == nil)
        try settings.apply()
        #expect(settings.theme == .light)
        try settings.apply(glyphs: "auto")
        #expect(settings.glyphs == .ascii)
    }

    /// What is wrong with these settings.
    private func problem(
        theme: String? = nil, glyphs: String? = nil, keys: [(intent: String, keys: [String])] = []
    ) -> String? {
        var settings = settings
        do throws(DashboardSettings.Problem) {
            try settings.apply(theme: theme, glyphs: glyphs, keys: keys)
            return nil
        } catch {
            return "\(error.key): \(error.message)"
        }
    }

    @Test("what cannot be is refused, with the key that it is about")
    func refused() {
        #expect(problem(theme: "x") == "theme: there is no theme \"x\"")
        #expect(problem(glyphs: "x") == "glyphs: there are no glyphs \"x\"")
        #expect(
            problem(keys: [("sort", ["hyper-x"])]) == "keys.sort: there is no key \"hyper-x\"")
        #expect(
            problem(keys: [("srot", ["x"])]) == "keys.srot: there is nothing named \"srot\" to bind"
        )
        #expect(
            problem(keys: [("sort", ["c"])])
                == """
                keys.sort: c would mean both sort and compare on Runs; give compare another key, or none \
                ([])
                """)
    }

    @Test("a refused set of keys leaves the keys as they were")
    mutating func unchanged() {
        let before = settings.keys
        _ = try? settings.apply(keys: [("sort", ["c"])])
        #expect(settings.keys == before)
    }

    @Test("the keys of the example in docs/configuration.md can be bound")
    mutating func example() throws {
        try settings.apply(
            keys: [
                ("sort", ["f6"]), ("zoom-in", ["+", "="]), ("smooth-more", ["E"]),
                ("smooth-less", ["e"]), ("theme", []),
            ])
        #expect(settings.keys.clash == nil)
    }
}
