import SweepCore
import SweepDashboard
import Testing

@Suite("The footer")
struct FooterTests {
    private func hints(
        _ context: KeyContext, _ columns: Int, _ glyphs: GlyphSet = .braille,
        isReadOnly: Bool = false
    ) -> [Footer.Hint] {
        Footer.hints(
            of: .standard, in: context, isReadOnly: isReadOnly, columns: columns, glyphs: glyphs)
    }

    private func text(_ hints: [Footer.Hint]) -> String {
        hints.map { "\($0.shown) \($0.text)" }.joined(separator: "  ")
    }

    @Test("fits every width, and always says how to get help and how to leave")
    func fits() {
        for context in KeyContext.views {
            for columns in [40, 60, 80, 100, 120] {
                for glyphs in GlyphSet.allCases {
                    let hints = hints(context, columns, glyphs)
                    let end = hints.map { $0.x + $0.columns }.max() ?? 0
                    #expect(end <= columns)
                    #expect(hints.suffix(2).map(\.text) == ["help", "quit"])
                    #expect(hints.count >= 4, "\(context) at \(columns)")
                }
            }
        }
    }

    @Test("hints stand in order, two columns apart")
    func places() {
        let hints = hints(.runs, 100)
        for (one, next) in zip(hints, hints.dropFirst()) {
            #expect(next.x == one.x + one.columns + 2)
        }
    }

    @Test("at 80 columns every place shows what matters most there")
    func most() {
        #expect(
            text(hints(.runs, 80))
                == "␣ plot  ⏎ open  / filter  s sort  m metric  e smooth  y log  ? help  q quit")
        #expect(
            text(hints(.zoom, 80))
                == "h/l cursor  +/- zoom  H/L pan  0 reset  Esc back  e smooth  ? help  q quit")
    }

    @Test("what a read-only dashboard cannot do is not offered")
    func readOnly() {
        #expect(text(hints(.sweep, 120)).contains("P pause"))
        #expect(!text(hints(.sweep, 120, isReadOnly: true)).contains("pause"))
    }

    @Test("a rebound key is shown as it is bound, one without keys not at all")
    func rebound() throws {
        let table = try KeyTable.standard.rebinding([.sort: [.function(6)], .plot: []]).get()
        let hints = Footer.hints(
            of: table, in: .runs, isReadOnly: false, columns: 100, glyphs: .ascii)
        #expect(text(hints).contains("F6 sort"))
        #expect(!text(hints).contains("plot"))
    }

    @Test("lists, questions and lines say their own keys")
    func layers() {
        var model = DashboardModel(
            size: Size(columns: 60, rows: 20), settings: .init(glyphs: .ascii),
            now: .init(milliseconds: 0))
        model.layers = [.help(HelpState(about: .runs))]
        #expect(text(Footer.hints(model)) == "Enter run it  Esc close  Down move")
        model.layers = [.prompt(PromptState(.filter))]
        #expect(view(model).lines.last == " Enter accept  Esc cancel")
        model.layers = [
            .confirm(Confirmation(question: "?", detail: "", act: .retryRun(RunID(1))))
        ]
        #expect(text(Footer.hints(model)) == "y yes  n no  Esc no")
    }

    @Test("the hints of lists, questions and lines fit every width, the first of them always there")
    func layersFit() {
        let menu = MenuState(title: "", items: [], purpose: .columns)
        let layers: [Layer] = [
            .help(HelpState(about: .runs)), .menu(menu), .prompt(PromptState(.palette)),
            .confirm(Confirmation(question: "?", detail: "", act: .retryRun(RunID(1)))),
        ]
        for layer in layers {
            for columns in [40, 60, 80, 100, 120] {
                for glyphs in GlyphSet.allCases {
                    var model = DashboardModel(
                        size: Size(columns: columns, rows: 20), settings: .init(glyphs: glyphs),
                        now: .init(milliseconds: 0))
                    model.layers = [layer]
                    let hints = Footer.hints(model)
                    #expect(hints.allSatisfy { $0.x + $0.columns < columns })
                    #expect(hints.count >= 2)
                }
            }
        }
    }
}
