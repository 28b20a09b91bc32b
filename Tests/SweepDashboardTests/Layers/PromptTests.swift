import SweepCore
import SweepDashboard
import Testing

@Suite("Lines to type into")
struct PromptTests {
    private var screen = LayerFixture()

    @Test("a filter is checked while it is typed, and what is wrong is said above the line")
    mutating func filter() {
        screen.model.screen = .charts
        screen.press("/")
        screen.type("width>(")
        let prompt = screen.prompt
        #expect(prompt?.purpose == .filter)
        #expect(prompt?.problem?.contains("column 7") == true)
        #expect(prompt?.problemColumn == 7)
        #expect(screen.lines[21].contains("column 7: "))
        #expect(screen.lines[22] == " /width>(")
        screen.press("backspace")
        screen.type("1")
        #expect(screen.prompt?.problem == nil)
    }

    @Test("a wrong filter is not accepted, a right one is")
    mutating func acceptedFilter() {
        screen.model.screen = .charts
        screen.press("/")
        screen.type("(")
        screen.press("enter")
        #expect(screen.prompt != nil)
        screen.press("ctrl-u")
        screen.type("width=64")
        screen.press("enter")
        #expect(screen.prompt == nil)
    }

    @Test("on the log / searches: live, back to what it was with Esc, kept with Enter")
    mutating func search() {
        screen.model.screen = .workers
        screen.press("/")
        #expect(screen.prompt?.purpose == .search)
        screen.type("nan")
        #expect(screen.model.search == "nan")
        screen.press("enter /")
        #expect(screen.prompt?.text == "nan")
        screen.type("x")
        #expect(screen.model.search == "nanx")
        screen.press("esc")
        #expect(screen.model.search == "nan")
        screen.press("/ ctrl-u enter")
        #expect(screen.model.search == nil)
    }

    @Test(
        "a tag and a note become acts on the run, and nothing becomes of an empty or unchanged one")
    mutating func labels() {
        screen.model.layers = [.prompt(PromptState(.tag(RunID(2))))]
        screen.type("good")
        #expect(screen.press("enter") == [.act(.tag(RunID(2), "good"))])
        screen.model.layers = [.prompt(PromptState(.tag(RunID(2)), text: "  "))]
        #expect(screen.press("enter") == [])
        screen.model.layers = [.prompt(PromptState(.note(RunID(1)), text: "first"))]
        #expect(screen.press("enter") == [])
        screen.model.layers = [.prompt(PromptState(.note(RunID(1)), text: "first"))]
        #expect(screen.press("ctrl-u enter") == [.act(.note(RunID(1), ""))])
        #expect(screen.model.layers.isEmpty)
    }

    @Test("a read-only dashboard changes nothing, even through a line that is open")
    mutating func readOnly() {
        screen.model.settings.isReadOnly = true
        screen.model.layers = [.prompt(PromptState(.tag(RunID(2)), text: "good"))]
        #expect(screen.press("enter") == [])
        #expect(screen.model.notice == .readOnly)
    }

    @Test("a file name becomes a file to write; one without a name is asked for again")
    mutating func files() {
        screen.model.layers = [.prompt(PromptState(.file(.csv), text: "a b.csv"))]
        #expect(screen.lines[22] == " write csv to: a b.csv")
        #expect(screen.press("enter") == [.write(.csv, path: "a b.csv")])
        screen.model.layers = [.prompt(PromptState(.file(.csv)))]
        #expect(screen.press("enter") == [])
        #expect(screen.prompt?.problem == "a file needs a name")
    }

    @Test("Esc and ^C leave a line without effect, and q is a letter")
    mutating func cancelled() {
        for key in ["esc", "ctrl-c"] {
            screen.model.layers = [.prompt(PromptState(.file(.json)))]
            screen.type("q")
            #expect(screen.prompt?.text == "q")
            #expect(screen.press(key) == [])
            #expect(screen.model.layers.isEmpty)
        }
    }

    @Test("a line is drawn at any size")
    func sizes() {
        for (columns, rows) in [(40, 10), (41, 11), (80, 24), (300, 100), (1, 1), (3, 2)] {
            var screen = LayerFixture(columns: columns, rows: rows)
            screen.press(":")
            screen.type(String(repeating: "日e\u{301}", count: 60))
            #expect(screen.lines.count == rows)
        }
    }
}
