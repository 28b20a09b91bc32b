import SweepCore
import SweepDashboard
import SweepTestSupport
import Testing

@Suite("The Workers screen")
struct WorkersScreenTests {
    /// The pool after having been watched for 90 seconds.
    private func watched(
        _ columns: Int, _ rows: Int, glyphs: GlyphSet = .braille
    ) -> DashboardModel {
        var fixture = SweepFixture.pool()
        let end = fixture.now
        fixture.now = end.adding(milliseconds: -90_000)
        var model = fixture.model(columns: columns, rows: rows, glyphs: glyphs, screen: .workers)
        for second in 1...90 {
            let now = end.adding(milliseconds: Int64(second - 90) * 1_000)
            for index in fixture.workers.indices {
                let isAlive = index != 2 || second < 73
                if isAlive { fixture.workers[index].seenAt = now.adding(milliseconds: -300) }
                if index != 3, isAlive {
                    let pace = Int64(40 + 24 * index + second % 7)
                    fixture.workers[index].step = (fixture.workers[index].step ?? 0) + pace
                }
            }
            fixture.health?.pointCount = 1_204_000 + Int64(second) * 1_204
            _ = update(&model, .tick(now))
            let health = fixture.health.map { [Observation.health($0)] } ?? []
            _ = update(&model, .observed([.workers(fixture.workers)] + health))
        }
        return model
    }

    @Test(
        "at every size it shows what fits", arguments: [(80, 24), (100, 30), (120, 36), (60, 15)])
    func sizes(columns: Int, rows: Int) throws {
        try ScreenText.check(watched(columns, rows), "workers-\(columns)x\(rows)")
    }

    @Test("arrows say that there are workers above or below those that fit")
    func more() {
        var model = watched(60, 12)
        for _ in 0..<20 {
            let count = model.data.workers.count
            var worker = model.data.workers[0]
            worker.id = WorkerID(Int64(count + 1))
            worker.thread = count
            _ = update(&model, .observed([.workers(model.data.workers + [worker])]))
        }
        #expect(view(model).lines.contains { $0.hasPrefix("  ▼") || $0.hasPrefix(" ▼") })
        #expect(!view(model).lines.contains { $0.hasPrefix("  ▲") || $0.hasPrefix(" ▲") })
        _ = update(&model, .key(.character("G")))
        #expect(view(model).lines.contains { $0.hasPrefix("  ▲") || $0.hasPrefix(" ▲") })
    }

    @Test("a worker whose process is gone is called so, counts as nobody, and has no figures")
    func gone() {
        var fixture = SweepFixture.pool()
        for index in fixture.workers.indices { fixture.workers[index].isGone = true }
        let text = view(fixture.model(screen: .workers)).lines.text
        #expect(text.contains("workers  0 live"))
        #expect(text.contains("✗ gone"))
        #expect(text.contains("no live worker"))
        #expect(!text.contains("193%"))
    }

    @Test("in ASCII every character is ASCII")
    func plain() throws {
        try ScreenText.check(watched(100, 30, glyphs: .ascii), "workers-ascii-100x30")
    }

    @Test("without a live worker it says how to start one, and for which database")
    func nobody() {
        var fixture = SweepFixture.grid()
        #expect(
            view(fixture.model(screen: .workers)).lines.text
                .contains("no live worker: sweep worker starts one"))
        fixture.health = DatabaseHealth(path: "other.db")
        #expect(
            view(fixture.model(screen: .workers)).lines.text
                .contains("sweep worker --db other.db starts one"))
    }

    @Test("a sweep whose runs have all ended needs no worker, and says nothing of one")
    func done() {
        var fixture = SweepFixture(varied: ["lr"])
        fixture.add([.number(0.1)], value: 0.5)
        #expect(!view(fixture.model(screen: .workers)).lines.text.contains("no live worker"))
        #expect(!view(fixture.model(screen: .sweep)).lines.text.contains("0/0 workers"))
        fixture.add([.number(0.2)], state: .paused)
        #expect(view(fixture.model(screen: .workers)).lines.text.contains("no live worker"))
    }

    /// The pool an hour after its last sign of life.
    private func left(columns: Int = 100, rows: Int = 30) -> DashboardModel {
        var fixture = SweepFixture.pool()
        fixture.now = fixture.now.adding(milliseconds: 3_600_000)
        fixture.runs[29].isLost = true
        return fixture.model(columns: columns, rows: rows, screen: .workers)
    }

    @Test(
        "where all workers have expired it says how to start one, at every size",
        arguments: [(80, 24), (100, 30), (120, 36), (60, 15), (40, 10)])
    func expired(columns: Int, rows: Int) {
        let lines = view(left(columns: columns, rows: rows)).lines
        #expect(lines.contains { $0.contains("no live worker") })
        #expect(lines.contains { $0.contains("▶ w1") })
    }

    @Test("an expired worker uses nothing, and counts for nothing")
    func expiredFigures() {
        var model = left()
        let text = view(model).lines.text
        #expect(text.contains("expired") && text.contains("0 live"))
        #expect(!text.contains("193%") && !text.contains("MiB  1") && !text.contains("cores"))
        #expect(text.contains("last sign of life 60m ago"))
        var alive = SweepFixture.pool()
        alive.workers[3].cpu = 0.5
        for index in 0..<2 {
            alive.workers[index].leaseExpiresAt = alive.now.adding(milliseconds: -1)
        }
        model = alive.model(screen: .workers)
        #expect(view(model).lines.text.contains("0.5 cores"))
    }

    @Test(
        "the command for lost runs alone names the sweep, as a plain sweep worker finds nothing queued"
    )
    func lostAlone() {
        var fixture = SweepFixture.pool()
        fixture.now = fixture.now.adding(milliseconds: 3_600_000)
        fixture.runs[29].isLost = true
        for index in fixture.runs.indices where fixture.runs[index].state == .queued {
            fixture.runs[index].state = .cancelled
        }
        let text = view(fixture.model(screen: .workers)).lines.text
        #expect(text.contains("no live worker: sweep worker --sweep lr-width starts one"))
    }

    @Test("times of day follow the clock's offset")
    func offset() {
        var model = SweepFixture.pool().model(screen: .workers)
        #expect(view(model).lines.text.contains("14:13:39"))
        model.chart.clockOffset = 3_600
        #expect(view(model).lines.text.contains("15:13:39"))
    }

    @Test("a search marks events, and n and N go from one to the next")
    func search() {
        var model = SweepFixture.pool().model(screen: .workers)
        _ = update(&model, .key(.character("n")))
        #expect(model.notice?.text == "/ searches the events first")
        model.search = "NaN"
        _ = update(&model, .key(.character("N")))
        #expect(model.workers.lastEvent == 133)
        _ = update(&model, .key(.character("N")))
        #expect(model.workers.lastEvent == 127)
        _ = update(&model, .key(.character("n")))
        #expect(model.workers.lastEvent == 133)
        _ = update(&model, .key(.character("n")))
        #expect(model.workers.lastEvent == 139)
        model.search = "no such thing"
        _ = update(&model, .key(.character("n")))
        #expect(model.notice?.text == "no event has \"no such thing\"")
    }

    @Test("several hosts are named")
    func hosts() {
        var fixture = SweepFixture.pool()
        fixture.workers[1].host = "eve"
        let text = view(fixture.model(columns: 140, screen: .workers)).lines.text
        #expect(text.contains("30211@eve"))
        #expect(text.contains("30211@hal"))
    }
}

@Suite("The Sweep and Workers screens at any size")
struct SweepWorkersPropertyTests {
    private static let keys: [Key] =
        [
            .up, .down, .left, .right, .tab, .backTab, .pageUp, .pageDown, .home, .end, .enter,
            .escape,
        ] + "vpbnNfgGPKDR34".unicodeScalars.map { .character($0) }

    @Test("any data, any size and any keys are drawn within the screen")
    func anything() {
        var generator = SeededGenerator(seed: 77)
        for round in 0..<300 {
            var fixture = SweepFixture.random(using: &generator)
            if round % 3 == 0 { fixture.workers = SweepFixture.pool().workers }
            if round % 4 == 0 { fixture.events = SweepFixture.pool().events }
            fixture.health = DatabaseHealth(
                path: "日本\u{1B}.db", fileBytes: .max, logBytes: -1, pointCount: .max,
                readMilliseconds: .nan, looksPerSecond: .infinity, lagMilliseconds: -.infinity)
            var model = fixture.model(
                columns: Int.random(in: 1...300, using: &generator),
                rows: Int.random(in: 1...100, using: &generator),
                glyphs: GlyphSet.allCases.randomElement(using: &generator) ?? .ascii,
                colors: ColorDepth.allCases.randomElement(using: &generator) ?? .mono,
                screen: round % 2 == 0 ? .sweep : .workers)
            for _ in 0..<12 {
                let key = Self.keys.randomElement(using: &generator) ?? .tab
                _ = update(&model, .key(key))
                _ = update(
                    &model,
                    .resized(
                        Size(
                            columns: Int.random(in: 1...160, using: &generator),
                            rows: Int.random(in: 1...60, using: &generator))))
                let buffer = view(model)
                #expect(buffer.size == model.size)
                #expect(buffer.cells.allSatisfy { $0.scalar >= 0x20 || $0.scalar == 0 })
            }
        }
    }

    @Test("ASCII terminals get ASCII alone")
    func ascii() {
        for screen in [DashboardModel.Screen.sweep, .workers] {
            for (columns, rows) in [(40, 10), (60, 15), (80, 24), (100, 30), (200, 60)] {
                var model = SweepFixture.pool().model(
                    columns: columns, rows: rows, glyphs: .ascii, screen: screen)
                for _ in 0..<4 {
                    let cells = view(model).cells
                    #expect(cells.allSatisfy { $0.scalar < 0x7F && $0.mark == 0 })
                    _ = update(&model, .key(.tab))
                }
            }
        }
    }
}
