import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("Runs screens under anything")
struct RunsPropertyTests {
    private static let sizes = [
        (1, 1), (0, 0), (39, 9), (40, 10), (60, 15), (72, 20), (80, 24), (83, 50), (100, 30),
        (120, 36), (200, 60), (300, 100), (300, 10), (40, 100),
    ]

    private static let names = [
        "a", "", "\u{1B}[2J", "日本語のとても長い名前のラン", "e\u{301}\u{301}\u{301}",
        String(repeating: "x", count: 300), "\u{202E}evil", "tab\there",
    ]

    private func randomRun(_ number: Int, _ generator: inout SeededGenerator) -> WatchedRun {
        var run = ListedSweep.run(number)
        run.state = RunState.allCases.randomElement(using: &generator) ?? .queued
        run.name = Self.names.randomElement(using: &generator) ?? ""
        run.isLost = run.state == .running && Bool.random(using: &generator)
        run.isArchived = Int.random(in: 0..<8, using: &generator) == 0
        if run.state == .failed { run.reason = Bool.random(using: &generator) ? "diverged" : nil }
        let objectives: [Double?] = [nil, 0, -1e300, 1e-300, 0.5]
        run.objective = objectives.randomElement(using: &generator) ?? nil
        let values = [Double.nan, .infinity, -.infinity, 0, -1e308, 1e308, 0.25]
        let steps: [Int64] = [0, 1, .max, .min]
        run.latest = []
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let step = steps.randomElement(using: &generator) ?? 0
            let value = values.randomElement(using: &generator) ?? 0
            let isMissing = Bool.random(using: &generator)
            run.latest.append(isMissing ? nil : ListedSweep.latest(step, value))
        }
        run.parameters = Array(run.parameters.prefix(Int.random(in: 0...5, using: &generator)))
        run.tags = Bool.random(using: &generator) ? [] : [run.name, "x"]
        run.note = Bool.random(using: &generator) ? nil : run.name
        run.startedAt = Bool.random(using: &generator) ? run.startedAt : nil
        return run
    }

    private func randomObservation(_ generator: inout SeededGenerator) -> Observation {
        let number = Int.random(in: 1...30, using: &generator)
        switch Int.random(in: 0..<7, using: &generator) {
        case 0: return .removed([RunID(Int64(number))])
        case 1:
            return .watching(number % 3 == 0 ? nil : SweepID(Int64(number % 3)))
        case 2:
            let points = (0..<number).map { (index: Int) -> CurvePoint in
                let value = index % 3 == 0 ? Double.nan : Double(index)
                return CurvePoint(step: Int64(index), value: value, time: Int64(index))
            }
            return .points(
                CurveKey(run: RunID(Int64(number)), metric: "val/loss"), points,
                isReset: true, isComplete: true)
        case 3: return .trouble(Bool.random(using: &generator) ? "the disk is full" : nil)
        default:
            return .runs([randomRun(number, &generator)], isComplete: number % 2 == 0)
        }
    }

    private func randomMessage(_ generator: inout SeededGenerator) -> Message {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            let (columns, rows) = Self.sizes.randomElement(using: &generator) ?? (80, 24)
            return .resized(Size(columns: columns, rows: rows))
        case 1, 2:
            return .observed([randomObservation(&generator)])
        case 3:
            let kinds: [MouseAction.Kind] = [
                .press, .release, .drag, .wheelUp, .wheelDown, .doubleClick,
            ]
            return .mouse(
                MouseAction(
                    kinds.randomElement(using: &generator) ?? .press,
                    x: Int.random(in: -1..<130, using: &generator),
                    y: Int.random(in: -1..<60, using: &generator)))
        case 4:
            return .tick(
                ListedSweep.now.adding(milliseconds: .random(in: 0...99_999, using: &generator)))
        default:
            let keys = KeyTable.standard.bindings(in: .runs, isReadOnly: false).flatMap(\.keys)
            return .key(keys.randomElement(using: &generator) ?? .escape)
        }
    }

    @Test("no keys, clicks, sizes or observations stop it", arguments: GlyphSet.allCases)
    func anything(_ glyphs: GlyphSet) {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<12 {
            var sweep = ListedSweep(20)
            sweep.addCurves()
            var model = sweep.model(100, 30, glyphs: glyphs)
            for _ in 0..<250 {
                _ = update(&model, randomMessage(&generator))
                // Prompts and questions belong to others, and would take all keys.
                if Int.random(in: 0..<6, using: &generator) == 0 { model.layers = [] }
                let buffer = view(model)
                #expect(buffer.cells.count == model.size.columns * model.size.rows)
                _ = model.request
                _ = model.preferences
                let list = model.runList
                #expect(list.lines.allSatisfy { $0.place < model.shown.runs.count })
            }
            _ = RunsWriting.csv(model) + RunsWriting.json(model)
        }
    }

    @Test("with the ASCII glyphs only ASCII is drawn, at every size and on every page")
    func ascii() {
        var sweep = ListedSweep(40)
        sweep.addCurves()
        for (columns, rows) in Self.sizes {
            for keys in ["j", "enter", "c", "B z", "tab", "tab tab", "v j", "p", "Z", "I"] {
                var model = sweep.model(columns, rows, glyphs: .ascii)
                press(keys, &model)
                let strange = view(model).cells.first { $0.scalar > 0x7E }
                #expect(strange == nil, "\(columns)x\(rows) \(keys): \(strange?.text ?? "")")
            }
        }
    }

    @Test("each state is told apart without colour")
    func states() {
        for glyphs in GlyphSet.allCases {
            let marks = StateMark.allCases.map { glyphs.state($0) }
            #expect(Set(marks).count == marks.count)
        }
    }

    @Test("a window of every size from nothing to 90 by 60 is drawn")
    func everySize() {
        var sweep = ListedSweep(5)
        sweep.addCurves()
        var model = sweep.model()
        for columns in 0...90 {
            for rows in stride(from: columns % 3, through: 60, by: 3) {
                _ = update(&model, .resized(Size(columns: columns, rows: rows)))
                #expect(view(model).cells.count == columns * rows)
            }
        }
    }
}
