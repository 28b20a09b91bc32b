import SweepCore
import SweepDashboard
import Testing

/// The filter on the Sweep screen, and the way from there to the runs and back.
@Suite("The filter on the Sweep screen")
struct SweepFilterTests {
    private func press(_ keys: [Key], _ model: inout DashboardModel) {
        for key in keys { _ = update(&model, .key(key)) }
    }

    private func press(_ text: String, _ model: inout DashboardModel) {
        press(text.unicodeScalars.map { .character($0) }, &model)
    }

    private func filter(_ text: String, _ model: inout DashboardModel) {
        press("/" + text, &model)
        press([.enter], &model)
    }

    @Test("heat map, best, and best so far are of the runs that match; levels and progress stay")
    func filtered() throws {
        var model = SweepFixture.grid().model()
        let all = try #require(model.sweep.heat)
        filter("width<=128", &model)
        let heat = try #require(model.sweep.heat)
        #expect(heat.rows == all.rows && heat.columns == all.columns)
        #expect(heat.cells.map(\.runCount).reduce(0, +) == 14)
        #expect(heat[3, 2].value == nil && heat[3, 1].value == all[3, 1].value)
        let text = view(model).lines.text
        #expect(text.contains("best .0870 lr0.003-w128"))
        #expect(text.contains("best so far   n=14"))
        #expect(text.contains("32 / 40 runs"))
        #expect(text.contains("filtered in front"))
        press([.escape], &model)
        #expect(model.runs.filterText.isEmpty)
        #expect(model.sweep.heat?.cells == all.cells)
    }

    @Test("importance is computed for the runs that match")
    func importance() {
        var model = SweepFixture.grid().model()
        let all = model.sweep.analysis?.importance.runCount
        filter("lr<0.02", &model)
        _ = update(&model, .tick(model.now.adding(milliseconds: 5_000)))
        #expect(model.sweep.analysis?.importance.runCount ?? 0 < all ?? 0)
    }

    @Test(
        "Enter on a cell adds its terms to the filter, and who comes back has the filter of before",
        arguments: [
            ("", "lr=0.003 width=256"), ("name:lr", "name:lr lr=0.003 width=256"),
            ("width=256|width=64", "(width=256 | width=64) lr=0.003 width=256"),
        ])
    func thereAndBack(base: String, combined: String) {
        var model = SweepFixture.grid().model()
        if !base.isEmpty { filter(base, &model) }
        press([.enter], &model)
        #expect(model.screen == .runs)
        #expect(model.runs.filterText == combined)
        #expect(model.runList.lines.count == 1)
        press("3", &model)
        #expect(model.runs.filterText == base)
        // What a person has typed meanwhile stays.
        press([.enter], &model)
        filter("x", &model)
        let typed = model.runs.filterText
        press("3", &model)
        #expect(model.runs.filterText == typed)
    }

    @Test(
        "a brush adds to the filter, lets go of its own terms only, and is off under another filter"
    )
    func brush() {
        var model = SweepFixture.grid().model()
        filter("lr<0.02", &model)
        press([.tab, .tab], &model)
        press("hjjb", &model)
        #expect(model.runs.filterText == "lr<0.02 width=256")
        #expect(view(model).lines.text.contains("brushed in front"))
        press("b", &model)
        #expect(model.runs.filterText == "lr<0.02")
        press("b", &model)
        filter("y", &model)
        #expect(view(model).lines.text.contains("filtered in front"))
    }

    @Test("a brush lets go of its terms also after the filter was edited")
    func editedBrush() {
        var model = SweepFixture.grid().model()
        press([.tab, .tab], &model)
        press("hjjb", &model)
        #expect(model.runs.filterText == "width=256")
        press("/ lr<0.02", &model)
        press([.enter], &model)
        #expect(view(model).lines.text.contains("brushed in front"))
        press("b", &model)
        #expect(model.runs.filterText == "lr<0.02")
        #expect(model.sweep.brushes.isEmpty)
    }

    @Test("a brush on the objective's axis lets go of its terms though values have come since")
    func objectiveBrush() {
        var fixture = SweepFixture.grid()
        var model = fixture.model()
        press([.tab, .tab], &model)
        press("b", &model)
        let before = model.runs.filterText
        #expect(before.contains("objective"))
        fixture.add([.number(0.003), .integer(256)], value: 0.05)
        _ = update(&model, .observed(fixture.observations))
        #expect(model.runs.filterText == before)
        press("b", &model)
        #expect(model.runs.filterText.isEmpty)
    }

    @Test("what a cell and brushes have added ends with their sweep, a person's own filter stays")
    func otherSweep() {
        var model = SweepFixture.grid().model()
        filter("name:lr", &model)
        press([.tab, .tab], &model)
        press("hjjb", &model)
        press([.tab, .tab, .enter], &model)
        #expect(model.screen == .runs && model.runs.filterText.hasPrefix("name:lr width=256 lr="))
        var other = SweepFixture(varied: ["depth"])
        other.sweep.id = SweepID(2)
        other.add([.integer(2)], value: 1)
        _ = update(&model, .observed(other.observations))
        #expect(model.runs.filterText == "name:lr")
    }

    @Test("archived runs are behind nothing unless the filter asks for them")
    func archived() {
        var fixture = SweepFixture.grid()
        for index in fixture.runs.indices where fixture.runs[index].objective ?? 1 < 0.085 {
            fixture.runs[index].isArchived = true
        }
        var model = fixture.model()
        let best = model.sweep.analysis?.axes.objectives.first
        #expect(best == 0.086)
        filter("archived:yes", &model)
        #expect(model.sweep.analysis?.axes.objectives.first == 0.0812)
    }

    @Test("a filter that no run matches is what the panes say, and no cell is called not run")
    func nothing() {
        var model = SweepFixture.grid().model()
        filter("width=7", &model)
        let text = view(model).lines.text
        #expect(!text.contains("no value yet") && !text.contains("no run has ended yet"))
        #expect(text.count(of: "no run matches the filter") == 2)
        #expect(text.count(of: "·") == 1)
    }

    @Test("a run that ended without a value is not called one that has not run")
    func valueless() {
        var fixture = SweepFixture(varied: ["lr"])
        fixture.add([.number(0.1)], value: 0.5)
        fixture.add([.number(0.2)])
        #expect(fixture.model().sweep.heat?.cells.map(\.endedCount) == [1, 1])
        #expect(view(fixture.model()).lines.contains { $0.contains(".2 ") && $0.contains(" - ") })
    }

    @Test("what a queued run has recorded before is no best value and no cell's")
    func queued() {
        var fixture = SweepFixture(varied: ["lr"])
        fixture.add([.number(0.1)], value: 0.5)
        fixture.add([.number(0.2)], state: .queued, value: 0.1)
        let model = fixture.model()
        #expect(view(model).lines.text.contains("best .500 r1"))
        #expect(model.sweep.heat?.cells.compactMap(\.value) == [0.5])
    }
}

extension String {
    /// How often another text is in it.
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
