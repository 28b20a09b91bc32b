import Foundation
import SweepCore
import SweepDashboard
import SweepFile

/// With what a dashboard begins: options, what was kept, the configuration file and the terminal in one.
struct DashboardSetup {
    private(set) var settings: DashboardSettings
    let wantsColor: Bool
    let takesMouse: Bool
    /// Between two looks at the database, if the configuration file says so.
    let tick: Duration?
    private let configured: Preferences
    private let hasThemeOption: Bool

    /// - Throws: `SweepFileError` about the configuration file.
    init(_ look: DashboardLook, isReadOnly: Bool) throws {
        let environment = ProcessInfo.processInfo.environment
        let file = try DashboardConfiguration.path(environment: environment).map {
            try DashboardConfiguration.read(path: $0, names: .dashboard)
        }
        let facts = TerminalFacts.current
        settings = DashboardSettings(glyphs: facts.glyphs, isReadOnly: isReadOnly)
        if let file { try settings.apply(file) }
        if let glyphs = look.glyphs { settings.glyphs = glyphs.glyphs(facts) }
        if let theme = look.theme.flatMap({ Theme.named($0.rawValue) }) { settings.theme = theme }
        hasThemeOption = look.theme != nil
        let color = look.color ?? file?.color.flatMap(ColorChoice.init) ?? .auto
        wantsColor = look.theme != .mono && facts.wantsColor(color)
        takesMouse = file?.takesMouse ?? true
        tick = file?.tick.map { .milliseconds($0) }
        var configured = Preferences(
            smoothing: file?.smoothing, xAxis: file?.xAxis, isLogY: file?.isLogY,
            clipsOutliers: file?.clipsOutliers, columns: file?.columns)
        configured.theme = settings.theme.name
        self.configured = configured
    }

    /// The model that begins; `kept` is what was kept from the last time.
    func model(
        size: Size, colors: ColorDepth, sweep: SweepID?, now: SweepInstant, kept: Preferences?
    ) -> DashboardModel {
        var settings = settings
        settings.colors = colors
        var model = DashboardModel(size: size, settings: settings, now: now)
        model.wantedSweep = sweep
        model.takesMouse = takesMouse
        _ = update(&model, .restored(configured))
        model.configured = configured
        if var kept {
            if hasThemeOption { kept.theme = nil }
            _ = update(&model, .restored(kept))
        }
        return model
    }
}

extension DashboardSettings {
    fileprivate mutating func apply(_ file: DashboardConfiguration) throws(SweepFileError) {
        do throws(Problem) {
            try apply(
                theme: file.theme, glyphs: file.glyphs,
                keys: file.keys.map { ($0.intent, $0.keys) })
        } catch {
            let isKey = Intent.names.contains(error.key) && error.key != "theme"
            throw file.error(error.message, at: isKey ? "keys.\(error.key)" : error.key)
        }
    }
}

extension DashboardConfiguration.Names {
    /// What the dashboard has names for.
    fileprivate static var dashboard: DashboardConfiguration.Names {
        DashboardConfiguration.Names(
            themes: Theme.all.map(\.name), glyphs: GlyphChoice.allCases.map(\.rawValue),
            colors: ColorChoice.allCases.map(\.rawValue), xAxes: XAxis.allCases.map(\.rawValue),
            smoothing: ChartOptions.smoothingWeights, intents: Intent.names,
            isKey: { Key(named: $0) != nil })
    }
}
