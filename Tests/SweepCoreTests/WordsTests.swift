import SweepCore
import SweepTestSupport
import Testing

@Suite("Names, texts and small words")
struct WordsTests {
    @Test("a run's name has its varied parameters in order and its seed")
    func runName() {
        let configuration = Configuration([
            "learning_rate": .number(0.1), "depth": .integer(2), "optimizer": .text("adam"),
            "x.y": .flag(true), "path": .text("a b/\u{1b}é"),
        ])
        func name(_ names: String..., seed: Int = 0) -> String {
            RunName.make(configuration: configuration, variedNames: names, seed: seed)
        }
        #expect(name("learning_rate", "depth") == "lr0.1-d2-s0")
        #expect(name("depth", "learning_rate", seed: 12) == "d2-lr0.1-s12")
        #expect(name("optimizer", "x.y") == "adam-x.ytrue-s0")
        #expect(name("path") == "a_b___-s0")
        #expect(name() == "s0")
    }

    @Test("a long value is cut, so that a name stays short")
    func longRunName() {
        let configuration = Configuration(["a": .text(String(repeating: "x", count: 1_000))])
        let name = RunName.make(configuration: configuration, variedNames: ["a"], seed: 1)
        #expect(name == String(repeating: "x", count: 24) + "-s1")
    }

    @Test(
        "the nearest name is what was probably meant",
        arguments: [
            ("learning_rat", "learning_rate"), ("learningrate", "learning_rate"),
            ("LEARNING-RATE", "learning_rate"), ("depht", "depth"), ("widht", "width"),
            ("epoch", "epochs"), ("batch size", "batch_size"), ("zzzzzz", nil), ("", nil),
        ] as [(String, String?)])
    func nearestName(_ name: String, _ expected: String?) {
        #expect(NearestName.find(name, among: ParameterTable.names) == expected)
    }

    @Test("of equally near names the first wins, and a swap counts once")
    func nearestOfEqual() {
        #expect(NearestName.find("cat", among: ["bat", "rat"]) == "bat")
        #expect(NearestName.find("ab", among: ["ba"]) == "ba")
        #expect(NearestName.find("ab", among: [String]()) == nil)
        #expect(NearestName.hint("depht", among: ["depth"]) == "; did you mean \"depth\"?")
        #expect(NearestName.hint("x", among: ["depth"]) == "")
    }

    @Test("a very long name is compared in bounded time")
    func longName() {
        let name = String(repeating: "a", count: 1_000_000)
        #expect(NearestName.find(name, among: ParameterTable.names) == nil)
    }

    @Test(
        "what could steer a terminal is made visible",
        arguments: [
            ("plain é 漢 😀", "plain é 漢 😀"), ("\u{1b}[31m", "␛[31m"), ("a\nb\t\u{0}", "a␊b␉␀"),
            ("\u{7f}\u{9b}", "\\u{7f}\\u{9b}"), ("\u{202e}abc", "\\u{202e}abc"),
            ("\u{2028}\u{feff}\u{200b}", "\\u{2028}\\u{feff}\\u{200b}"), ("\r\n", "␍␊"), ("", ""),
        ])
    func visible(_ text: String, _ shown: String) {
        #expect(text.visible == shown)
    }

    @Test("an objective ranks finite values by its goal, and others below all of them")
    func objective() {
        let smaller = Objective(metric: "m", goal: .minimize)
        let larger = Objective(metric: "m", goal: .maximize)
        #expect(smaller.summary == .best)
        #expect(smaller.isBetter(1, than: 2) && !smaller.isBetter(2, than: 1))
        #expect(larger.isBetter(2, than: 1) && !larger.isBetter(1, than: 2))
        for objective in [smaller, larger] {
            #expect(!objective.isBetter(1, than: 1))
            for odd in [Double.nan, .infinity, -.infinity] {
                #expect(objective.isBetter(1, than: odd))
                #expect(!objective.isBetter(odd, than: 1))
                #expect(!objective.isBetter(odd, than: odd))
            }
        }
    }

    @Test("a UID has 12 characters that are hard to misread, and is drawn from its generator")
    func uid() {
        var a = SeededGenerator(seed: 5)
        var b = SeededGenerator(seed: 5)
        var seen: Set<UID> = []
        for _ in 0..<1_000 {
            let uid = UID(using: &a)
            #expect(uid == UID(using: &b))
            #expect(uid.description.count == UID.length)
            #expect(uid.description.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) })
            seen.insert(uid)
        }
        #expect(seen.count == 1_000)
        #expect(UID(stored: "abc").description == "abc")
        #expect(UID.random() != UID.random())
    }

    @Test("states that are finished are those that wait for nothing")
    func runStates() {
        #expect(
            RunState.allCases.filter(\.isFinished) == [.completed, .pruned, .failed, .cancelled])
        #expect(FailureReason.exitCode.rawValue == "exit_code")
        #expect(FailureReason.outOfMemory.rawValue == "out_of_memory")
    }

    @Test("identifiers and instants are ordered by their numbers")
    func identifiers() {
        #expect(RunID(1) < RunID(2) && SweepID(1) < SweepID(2) && WorkerID(1) < WorkerID(2))
        let instant = SweepInstant(milliseconds: 5)
        #expect(instant < instant.adding(milliseconds: 1))
        #expect(instant.adding(milliseconds: -5) == SweepInstant(milliseconds: 0))
    }

    @Test("measurements of the machine are known by their names")
    func metricNames() {
        #expect(
            TrainingMetricName.all.filter(TrainingMetricName.isMeasurement)
                == [
                    "throughput/samples_per_second", "time/seconds_per_step",
                    "system/peak_memory_bytes",
                ])
        #expect(TrainingMetricName.isMeasurement("system/memory"))
        #expect(Set(TrainingMetricName.all).count == TrainingMetricName.all.count)
    }
}
