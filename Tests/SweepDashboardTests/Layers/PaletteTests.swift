import SweepCore
import SweepDashboard
import Testing

@Suite("The command palette")
struct PaletteTests {
    private var screen = LayerFixture()

    private mutating func run(_ command: String) -> [Command] {
        screen.press(":")
        screen.type(command)
        return screen.press("enter")
    }

    /// What is said of a command that cannot be; the line stays open for it.
    private mutating func problem(_ command: String) -> String? {
        _ = run(command)
        let problem = screen.prompt?.problem
        screen.press("esc")
        return problem
    }

    @Test("commands with something after them do it")
    mutating func commands() {
        #expect(run("metric train/loss").isEmpty)
        #expect(screen.model.chart.metric == "train/loss")
        #expect(run("x elapsed").isEmpty)
        #expect(screen.model.chart.xAxis == .elapsed)
        #expect(run("smooth 0.9").isEmpty)
        #expect(screen.model.chart.smoothing == 0.9)
        #expect(run("theme light").isEmpty)
        #expect(screen.model.settings.theme == .light)
        #expect(run("export csv out dir/a.csv") == [.write(.csv, path: "out dir/a.csv")])
        #expect(run("export text") == [.write(.text, path: "digits-screen.txt")])
        #expect(run("sweep old sweep").isEmpty)
        #expect(screen.model.wantedSweep == SweepID(2))
        #expect(screen.model.layers.isEmpty)
    }

    @Test(
        "a run is opened by name, number or the beginning of its uid",
        arguments: [
            ("lr0.2-w64", 2), ("3", 3), ("#3", 3), ("c004", 4),
        ])
    mutating func open(name: String, number: Int64) {
        #expect(run("open \(name)").isEmpty)
        guard case .run(let page) = screen.model.layers.last else {
            Issue.record("no page")
            return
        }
        #expect(page.run == RunID(number))
        #expect(screen.model.runs.selected == RunID(number))
    }

    @Test("every name of a key is a command, where the key means something")
    mutating func intents() {
        #expect(run("log-y").isEmpty)
        #expect(screen.model.chart.isLogY)
        #expect(run("show-sweep").isEmpty)
        #expect(screen.model.screen == .sweep)
        #expect(problem("fold") == "fold means nothing on Sweep; it belongs to Runs")
        #expect(run("quit").last == .quit)
    }

    @Test("the beginning of a name will do when it is the only one")
    mutating func abbreviations() {
        #expect(run("qui").last == .quit)
        #expect(run("smoo").isEmpty)
        #expect(screen.prompt?.problem?.hasPrefix("\"smoo\" could be smooth, smooth-more") == true)
    }

    @Test("commands without what they need open the list to choose from")
    mutating func menus() {
        _ = run("metric")
        #expect(screen.menu?.purpose == .metric)
        screen.press("esc")
        _ = run("sweep")
        #expect(screen.menu?.purpose == .sweep)
        screen.press("esc")
        _ = run("export")
        #expect(screen.menu?.purpose == .write)
    }

    @Test("any weight is smoothed with the nearest one that there is, and that is said")
    mutating func smoothing() {
        for (text, weight) in [("0.5", 0.6), ("0.95", 0.97), ("1e-9", 0), ("0.9999", 0.99)] {
            #expect(run("smooth \(text)").isEmpty)
            #expect(screen.model.chart.smoothing == weight)
            #expect(
                screen.model.notice?.text
                    == "smooth \(weight == 0 ? "0" : "\(weight)"), the nearest to \(text) of 0, 0.6, 0.9, 0.97, 0.99"
            )
        }
        #expect(run("smooth 0.9").isEmpty)
        #expect(screen.model.notice == nil)
    }

    @Test("what cannot be is said with what could be, and the line stays to be put right")
    mutating func problems() {
        #expect(problem("qiut") == "there is no command \"qiut\"; did you mean \"quit\"?")
        #expect(
            problem("metric vla/loss")
                == "there is no metric \"vla/loss\"; did you mean \"val/loss\"?")
        #expect(
            problem("x time")
                == "there is no x axis \"time\"; there are step, epoch, elapsed, clock, samples")
        for text in ["1", "-0.1", "nan", "much"] {
            #expect(
                problem("smooth \(text)")
                    == "smooth takes a weight from 0 to below 1, not \"\(text)\"; "
                    + "there are 0, 0.6, 0.9, 0.97, 0.99")
        }
        #expect(problem("log-y now") == "log-y takes nothing after it, not \"now\"")
        #expect(problem("open nothing") == "there is no run \"nothing\"")
        #expect(problem("open lr") == "more than one run begins with \"lr\"")
        #expect(problem("filter (")?.contains("column 2") == true)
        #expect(problem("columns width,depht")?.hasPrefix("there is no column \"depht\"") == true)
        #expect(
            problem("export xml")
                == "there is no kind of file \"xml\"; there are csv, json, text")
    }

    @Test("an empty command does nothing")
    mutating func empty() {
        #expect(run("  ").isEmpty)
        #expect(screen.model.layers.isEmpty)
    }

    @Test("Tab goes through the candidates, which stand above the line")
    mutating func completion() {
        screen.press(":")
        screen.type("smo")
        #expect(screen.lines[21] == " smooth  smooth-more  smooth-less")
        screen.press("tab")
        #expect(screen.prompt?.text == "smooth")
        screen.press("tab tab tab")
        #expect(screen.prompt?.text == "smooth")
        screen.press("backtab")
        #expect(screen.prompt?.text == "smooth-less")
        screen.press("ctrl-u")
        screen.type("metric los")
        #expect(screen.lines[21] == " val/loss  train/loss")
        screen.press("tab tab")
        #expect(screen.prompt?.text == "metric train/loss")
    }

    @Test("a command with nothing left to complete is explained")
    mutating func explanation() {
        screen.press(":")
        screen.type("filter width")
        #expect(
            screen.lines[21] == " filter FILTER: Show only the runs that match (docs/filters.md)")
        screen.press("ctrl-u")
        screen.type("quit")
        #expect(screen.lines[21] == " quit: Leave; the sweep goes on")
        screen.press("ctrl-u")
        screen.type("nothing")
        #expect(!screen.lines[21].contains("nothing"))
    }

    @Test("each part of a list is completed by itself")
    mutating func listCompletion() {
        screen.press(":")
        screen.type("columns width,lea")
        screen.press("tab")
        #expect(screen.prompt?.text == "columns width,learning_rate")
    }

    @Test("up and down go through earlier commands and back to what was typed")
    mutating func history() {
        _ = run("log-y")
        _ = run("smooth 0.6")
        _ = run("log-y")
        screen.press(":")
        screen.type("x")
        screen.press("up")
        #expect(screen.prompt?.text == "log-y")
        screen.press("up up")
        #expect(screen.prompt?.text == "smooth 0.6")
        screen.press("down down")
        #expect(screen.prompt?.text == "x")
    }

    @Test("acts are refused where nothing may change")
    mutating func readOnly() {
        screen.model.settings.isReadOnly = true
        _ = run("pause")
        #expect(screen.model.notice == .readOnly)
    }

    @Test("hostile names are made visible in the candidates")
    mutating func hostile() {
        screen.model.data.sweeps[0].metricNames = ["\u{1B}[2J"]
        screen.press(":")
        screen.type("metric ")
        #expect(screen.lines[21] == " ␛[2J")
    }
}
