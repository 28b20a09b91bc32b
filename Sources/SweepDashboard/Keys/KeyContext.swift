/// Where a key is pressed: the screen or layer that has the keyboard.
package enum KeyContext: String, Sendable, CaseIterable {
    case runs, charts, zoom, sweep, workers, run, compare, help, menu, confirm, prompt

    /// As help titles it.
    package var title: String {
        switch self {
        case .runs: "Runs"
        case .charts: "Charts"
        case .zoom: "Chart zoomed"
        case .sweep: "Sweep"
        case .workers: "Workers"
        case .run: "Run"
        case .compare: "Compare"
        case .help: "Help"
        case .menu: "Menu"
        case .confirm: "Question"
        case .prompt: "Input"
        }
    }

    /// The screens and the layers that look like one; not the small ones that lie over them.
    package static let views: Set<KeyContext> = [
        .runs, .charts, .zoom, .sweep, .workers, .run, .compare,
    ]

    /// Lists to choose from: their characters narrow the list, so their keys are fixed.
    package static let lists: Set<KeyContext> = [.help, .menu]
}
