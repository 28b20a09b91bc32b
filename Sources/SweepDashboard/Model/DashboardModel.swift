package import SweepCore

/// All that the dashboard knows: what was observed, what the person has chosen, and what is on the screen.
///
/// `update` changes it, `view` draws it; both are pure, so a test needs no terminal and no database.
package struct DashboardModel: Sendable {
    package var size: Size
    package var settings: DashboardSettings
    /// The time; moves with `Message.tick`.
    package var now: SweepInstant
    package var data = WatchedData()
    package var isFocused = true

    package var screen = Screen.runs
    /// What lies over the screen, the topmost last.
    package var layers: [Layer] = []
    package var notice: Notice?
    /// The picture stands still while new things are read.
    package var frozen: WatchedData?

    package var plots = PlotSelection()
    package var chart = ChartOptions()
    package var runs = RunsState()
    package var charts = ChartsState()
    package var sweep = SweepScreenState()
    package var workers = WorkersState()
    package var takesMouse = true
    /// The sweep that a person asked for; `nil` for the newest.
    package var wantedSweep: SweepID?
    /// Slots and pins that wait for their runs to be read, by uid.
    package var restored: Preferences?
    /// The preferences with which options and the configuration file begin, before what was kept is restored; only
    /// what differs from them is kept.
    package var configured = Preferences()
    /// What the log on the screen is searched for.
    package var search: String?
    /// Commands that were typed after `:`, the newest last.
    package var typedCommands: [String] = []

    package init(size: Size, settings: DashboardSettings, now: SweepInstant) {
        self.size = size
        self.settings = settings
        self.now = now
    }

    package enum Screen: Int, Sendable, CaseIterable {
        case runs = 1, charts, sweep, workers
    }

    /// A line for the person, until the next key.
    package struct Notice: Sendable, Equatable {
        package var text: String
        package var isProblem: Bool

        package init(_ text: String, isProblem: Bool = false) {
            self.text = text
            self.isProblem = isProblem
        }

        package static let readOnly = Notice(
            "this dashboard is read-only (--read-only)", isProblem: true)
    }

    /// What is shown: as observed, or as it was when the picture was frozen.
    package var shown: WatchedData { frozen ?? data }

    package var glyphs: GlyphSet { settings.glyphs }

    /// Who gets the keys.
    package var context: KeyContext { layers.last?.context ?? screenContext }

    package var screenContext: KeyContext {
        switch screen {
        case .runs: .runs
        case .charts: .charts
        case .sweep: .sweep
        case .workers: .workers
        }
    }
}
