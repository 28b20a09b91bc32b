import ArgumentParser
import SweepDashboard

/// How the dashboard looks: options of every command that shows it. They count more than what was kept from the last
/// time, and that more than the configuration file.
struct DashboardLook: ParsableArguments {
    @Option(help: "The characters of charts: auto, braille, block or ascii.")
    var glyphs: GlyphChoice?

    @Option(help: "The colours: dark, light, high-contrast or mono.")
    var theme: ThemeChoice?

    @Option(help: "Whether to use colours: auto (NO_COLOR is obeyed), never or always.")
    var color: ColorChoice?

    init() {}
}

/// `--theme`.
enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
    case dark, light
    case highContrast = "high-contrast"
    case mono
}

extension GlyphChoice: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
