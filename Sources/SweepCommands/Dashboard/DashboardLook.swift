import ArgumentParser
import SweepCore
import SweepDashboard

/// How the dashboard looks: options of every command that shows it.
struct DashboardLook: ParsableArguments {
    @Option(help: "The characters of charts: auto, braille, block or ascii.")
    private var glyphs: GlyphChoice = .auto

    @Option(
        name: .customLong("theme"), help: "The colours: dark, light, high-contrast or mono.")
    private var themeChoice: ThemeChoice = .dark

    @Option(help: "Whether to use colours: auto, never or always. NO_COLOR is obeyed.")
    private var color: ColorChoice = .auto

    init() {}

    var theme: Theme { themeChoice.theme }

    var wantsColor: Bool { themeChoice != .mono && TerminalFacts.current.wantsColor(color) }

    func model(
        size: Size, colors: ColorDepth, isReadOnly: Bool, now: SweepInstant
    ) -> DashboardModel {
        DashboardModel(
            size: size,
            settings: DashboardSettings(
                glyphs: glyphs.glyphs(.current), theme: theme, colors: colors,
                isReadOnly: isReadOnly), now: now)
    }
}

/// `--theme`.
enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
    case dark, light, mono
    case highContrast = "high-contrast"

    var theme: Theme { .dark }
}

extension GlyphChoice: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
