import SweepCore
import SweepDashboard

/// A model with a sweep of a few runs, and what tests do with it.
struct LayerFixture {
    var model: DashboardModel

    init(columns: Int = 80, rows: Int = 24, glyphs: GlyphSet = .braille, isReadOnly: Bool = false) {
        model = DashboardModel(
            size: Size(columns: columns, rows: rows),
            settings: DashboardSettings(glyphs: glyphs, isReadOnly: isReadOnly),
            now: SweepInstant(milliseconds: 0))
        let sweep = WatchedSweep(
            id: SweepID(1), uid: UID(stored: "aaaa00000000"), name: "digits", state: .active,
            objective: Objective(metric: "val/loss", goal: .minimize),
            variedNames: ["learning_rate", "width"],
            parameterNames: ["learning_rate", "width", "batch_size"],
            metricNames: ["val/loss", "train/loss"],
            counts: [.completed: 2, .running: 1, .failed: 1],
            createdAt: SweepInstant(milliseconds: 0))
        var other = sweep
        (other.id, other.uid, other.name, other.state) = (
            SweepID(2), UID(stored: "bbbb00000000"), "old sweep", .completed
        )
        let runs = (1...4).map { number in
            WatchedRun(
                id: RunID(Int64(number)), uid: UID(stored: "c00\(number)00000000"), number: number,
                name: "lr0.\(number)-w64", state: number == 3 ? .running : .completed,
                objective: Double(number) / 8, note: number == 1 ? "first" : nil)
        }
        _ = update(
            &model,
            .observed([
                .sweeps([sweep, other]), .watching(sweep.id), .runs(runs, isComplete: true),
            ]))
        model.runs.selected = RunID(1)
    }

    /// Presses keys by their names, separated by blanks.
    @discardableResult
    mutating func press(_ names: String) -> [Command] {
        names.split(separator: " ").flatMap { name in
            Key(named: String(name)).map { update(&model, .key($0)) } ?? []
        }
    }

    /// Types a text character by character.
    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { _ = update(&model, .key(.character(scalar))) }
    }

    var prompt: PromptState? {
        if case .prompt(let state) = model.layers.last { state } else { nil }
    }

    var menu: MenuState? {
        if case .menu(let state) = model.layers.last { state } else { nil }
    }

    var help: HelpState? {
        if case .help(let state) = model.layers.last { state } else { nil }
    }

    var lines: [String] { view(model).lines }
}
