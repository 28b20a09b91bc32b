/// Something that lies over the screen and has the keyboard.
package indirect enum Layer: Sendable {
    /// A page of its own.
    case run(RunPageState)
    case compare(ComparePageState)
    case zoom(ZoomState)
    case help(HelpState)
    /// A list to choose from.
    case menu(MenuState)
    /// A question before something is changed.
    case confirm(Confirmation)
    /// A line to type into: a filter, a command, a tag, a note.
    case prompt(PromptState)

    package var context: KeyContext {
        switch self {
        case .run: .run
        case .compare: .compare
        case .zoom: .zoom
        case .help: .help
        case .menu: .menu
        case .confirm: .confirm
        case .prompt: .prompt
        }
    }

    /// Whether it hides the screen.
    package var isPage: Bool {
        switch self {
        case .run, .compare, .zoom: true
        case .help, .menu, .confirm, .prompt: false
        }
    }
}
