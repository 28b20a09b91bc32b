import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Filters over watched runs")
struct RunMatcherTests {
    private static let sweep = WatchedSweep(
        id: SweepID(1), uid: UID(stored: "s00000000001"), name: "Mnist", state: .active,
        objective: Objective(metric: "val/loss", goal: .minimize), variedNames: ["lr"],
        parameterNames: ["lr", "width", "optimizer", "sizes"],
        metricNames: ["loss", "val/loss"], createdAt: ListedSweep.now)

    private func run(_ change: (inout WatchedRun) -> Void = { _ in }) -> WatchedRun {
        var run = WatchedRun(
            id: RunID(1), uid: UID(stored: "k3m900000000"), number: 7, name: "lr0.1-Abé-s0",
            state: .completed,
            parameters: [
                .number(0.1), .integer(64), .text("adam"), .list([.integer(64), .integer(32)]),
            ], seed: 0, attempt: 2, startedAt: SweepInstant(milliseconds: 0),
            endedAt: SweepInstant(milliseconds: 5_000), objective: 0.25, objectiveStep: 90,
            latest: [
                .init(step: 100, value: 0.5, minimum: 0.4, maximum: 2),
                .init(step: 100, value: 0.3, minimum: 0.25, maximum: 3),
            ])
        run.tags = ["baseline", "v2"]
        run.note = "try Again"
        change(&run)
        return run
    }

    private func matches(_ text: String, _ run: WatchedRun) throws -> Bool {
        try RunMatcher(FilterParser.parse(text), for: Self.sweep).matches(
            run, now: ListedSweep.now)
    }

    @Test(
        "what docs/filters.md says matches",
        arguments: [
            "", "LR0.1", "abé", "again", "BASE", "k3m9", "/^lr/", "state:completed",
            "!state:failed",
            "tag:Baseline", "tag:/^v[0-9]$/", "sweep:mnist", "sweep:s00000000001", "name:abé",
            "note:again", "uid:K3M9", "seed:0", "archived:no", "archived:yes | archived:no",
            "objective=0.25", "number=7", "step<100", "seconds=5", "attempts>1", "lr=0.1",
            "lr<=1e-1", "width=64", "width!=3", "optimizer=adam", "optimizer>abc", "optimizer!=3",
            "sizes=[64,32]", "loss=0.5", "loss_minimum=0.4", "loss_maximum=2", "val/loss=0.25",
            "val_loss=0.25", "\"lr\"=0.1", "lr>0.01 width>=64 | state:queued",
            "!(optimizer=sgd seed:0)",
        ])
    func matching(_ text: String) throws { #expect(try matches(text, run())) }

    @Test(
        "what does not match",
        arguments: [
            "other", "state:failed", "state:lost", "reason:patience", "tag:base", "sweep:mn",
            "name:note", "uid:m9", "seed:1", "archived:yes", "lr>0.1", "optimizer=3", "optimizer<3",
            "loss!=0.5", "!lr=0.1", "/^LR/",
        ])
    func notMatching(_ text: String) throws { #expect(try !matches(text, run())) }

    @Test("a run without the value, or with NaN, matches no comparison, and their negations")
    func missing() throws {
        let bare = run {
            $0.parameters = [nil, .null]
            $0.latest = [.init(step: 1, value: .nan, minimum: .nan, maximum: .nan)]
            $0.objective = nil
            $0.startedAt = nil
        }
        for text in ["lr<1", "lr!=1", "width=0", "loss<1", "loss!=1", "objective<1", "seconds<9"] {
            #expect(try !matches(text, bare))
            #expect(try matches("!\(text)", bare))
        }
    }

    @Test("archived runs are left out unless the filter speaks of them")
    func archived() throws {
        let archived = run { $0.isArchived = true }
        #expect(try !matches("", archived))
        #expect(try !matches("lr=0.1", archived))
        #expect(try matches("archived:yes", archived))
        #expect(try matches("lr=0.1 !archived:no", archived))
    }

    @Test("lost runs are lost, not running; diverged ones are a kind of failed")
    func states() throws {
        let lost = run { ($0.state, $0.isLost) = (.running, true) }
        #expect(try matches("state:lost", lost))
        #expect(try !matches("state:running", lost))
        #expect(try matches("state:/lo/", lost))
        let diverged = run { ($0.state, $0.reason) = (.failed, "diverged") }
        #expect(try matches("state:diverged state:failed reason:diverged", diverged))
    }

    @Test(
        "an unknown name or a value of the wrong kind is an error with its column",
        arguments: [("a lrr=1", 3), ("loss=abc", 1), ("\"objective\"=1", 1), ("seed:0 lr>true", 8)])
    func errors(_ text: String, _ column: Int) throws {
        let filter = try FilterParser.parse(text)
        let error = #expect(throws: FilterError.self) {
            try RunMatcher(filter, for: Self.sweep)
        }
        #expect(error?.column == column)
    }

    @Test("any filter a parser can make gives an answer, and its negation the other one")
    func negation() throws {
        var generator = FilterGenerator(seed: 11)
        let runs = [
            run(), run { $0.state = .queued }, run { $0.parameters = [] },
            run { ($0.latest, $0.isLost) = ([], true) },
        ]
        var answered = 0
        for _ in 0..<2_000 {
            let filter = generator.filter(depth: 3)
            guard
                let matcher = try? RunMatcher(.all([.term(everything), filter]), for: Self.sweep),
                let negated = try? RunMatcher(
                    .all([.term(everything), .not(filter)]), for: Self.sweep)
            else { continue }
            answered += 1
            for run in runs {
                #expect(
                    matcher.matches(run, now: ListedSweep.now)
                        != negated.matches(run, now: ListedSweep.now), "\(filter)")
            }
        }
        #expect(answered > 500)
    }

    @Test("searching all runs' texts in one piece finds what searching each run's own does")
    func searchText() throws {
        var generator = SeededGenerator(seed: 5)
        let pieces = ["lr0.1", "LR", "-w", "Z", "[", "`", "{", "é", "s0", " ", "aa", "aaa"]
        func text() -> String {
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
        }
        for _ in 0..<300 {
            let runs = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                run {
                    $0.name = text()
                    $0.note = Bool.random(using: &generator) ? text() : nil
                    $0.tags = Bool.random(using: &generator) ? [text(), text()] : []
                }
            }
            let places = runs.indices.filter { _ in Bool.random(using: &generator) }.shuffled(
                using: &generator)
            let expression = try RegularExpression(
                ["^a", "b.*a", "[^a]é?$", "A"][places.count % 4])
            for pattern in [RunFilter.Pattern.words(text()), .expression(expression)] {
                let matcher = try RunMatcher(
                    .term(.init(.text(pattern), column: 1)), for: Self.sweep)
                #expect(
                    matcher.matching(runs, places, now: ListedSweep.now, text: SearchText(runs))
                        == matcher.matching(runs, places, now: ListedSweep.now))
            }
        }
    }

    @Test("words do not reach from one text into the next")
    func separateTexts() throws {
        let runs = [run { ($0.name, $0.tags) = ("abc", ["def"]) }, run { $0.name = "ghi" }]
        for words in ["cd", "c\u{0}", "efghi", "def", "DEF"] {
            let matcher = try RunMatcher(
                .term(.init(.text(.words(words)), column: 1)), for: Self.sweep)
            let found = matcher.matching(
                runs, [1, 0], now: ListedSweep.now, text: SearchText(runs))
            #expect(found == (words.lowercased() == "def" ? [0] : []))
        }
    }

    /// Something that every run matches, so that no list is empty.
    private var everything: RunFilter.Term { .init(.text(.words("")), column: 1) }
}
