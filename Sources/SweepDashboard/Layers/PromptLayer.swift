import SweepCore

/// The line that a person types into, above the footer: filter, command, search, tag, note or file name.
enum PromptLayer {
    static func key(_ key: Key, _ model: inout DashboardModel) -> [Command] {
        guard case .prompt(var state) = model.layers.last else { return [] }
        switch key {
        case .enter: return accept(state, &model)
        case .escape, .control("c"), .control("g"):
            model.layers.removeLast()
            undo(state, &model)
            return []
        case .tab: complete(by: 1, &state, model)
        case .backTab: complete(by: -1, &state, model)
        case .up, .control("p"): recall(by: -1, &state, model)
        case .down, .control("n"): recall(by: 1, &state, model)
        default:
            var line = LineEditor(state.text, cursor: state.cursor)
            guard line.press(key) else { return [] }
            let isChanged = line.text != state.text
            (state.text, state.cursor) = (line.text, line.cursor)
            if isChanged { follow(&state, &model) }
        }
        model.layers[model.layers.count - 1] = .prompt(state)
        return []
    }

    /// Opens a line; the palette shows what can be typed from the start.
    static func open(
        _ purpose: PromptState.Purpose, text: String = "", _ model: inout DashboardModel
    ) {
        var state = PromptState(purpose, text: text)
        if purpose == .palette { state.completions = Palette.completions(of: "", model) }
        if purpose == .filter { model.runs.list.expectWords(model.shown.runs) }
        model.layers.append(.prompt(state))
    }

    // MARK: While typing

    /// What follows at once from a changed text.
    private static func follow(_ state: inout PromptState, _ model: inout DashboardModel) {
        (state.problem, state.problemColumn) = (nil, nil)
        (state.completion, state.recalled) = (nil, nil)
        switch state.purpose {
        case .filter: filter(&state, &model)
        case .search: model.search = state.text.isEmpty ? nil : state.text
        case .palette: state.completions = Palette.completions(of: state.text, model)
        case .tag, .note, .file: break
        }
    }

    private static func filter(_ state: inout PromptState, _ model: inout DashboardModel) {
        state.problem = RunsScreen.setFilter(state.text, &model)
        state.problemColumn = state.problem.flatMap(column)
    }

    /// The number after `column ` in what is said of a filter.
    private static func column(in problem: String) -> Int? {
        guard let place = problem.firstRange(of: "column ") else { return nil }
        return Int(problem[place.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }

    private static func undo(_ state: PromptState, _ model: inout DashboardModel) {
        switch state.purpose {
        case .filter: _ = RunsScreen.setFilter(state.original, &model)
        case .search: model.search = state.original.isEmpty ? nil : state.original
        case .palette, .tag, .note, .file: break
        }
    }

    private static func complete(
        by step: Int, _ state: inout PromptState, _ model: DashboardModel
    ) {
        guard state.purpose == .palette else { return }
        guard !state.completions.isEmpty else { return }
        let count = state.completions.count
        let next =
            state.completion.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        state.completion = next
        state.replace(with: state.completions[next])
        // The only one is taken, and Tab goes on with what may follow it.
        if count == 1 {
            state.completions = Palette.completions(of: state.text, model)
            state.completion = nil
        }
    }

    private static func recall(
        by step: Int, _ state: inout PromptState, _ model: DashboardModel
    ) {
        guard state.purpose == .palette else { return }
        let commands = model.typedCommands
        let place = (state.recalled ?? commands.count) + step
        guard place >= 0, place <= commands.count, !commands.isEmpty else { return }
        if state.recalled == nil { state.draft = state.text }
        state.recalled = place == commands.count ? nil : place
        state.replace(with: place == commands.count ? state.draft : commands[place])
        (state.problem, state.problemColumn) = (nil, nil)
        state.completions = Palette.completions(of: state.text, model)
        state.completion = nil
    }

    // MARK: The end

    private static func accept(
        _ state: PromptState, _ model: inout DashboardModel
    ) -> [Command] {
        var state = state
        switch state.purpose {
        case .filter:
            filter(&state, &model)
            // What is wrong stays to be put right; the runs stay as they were.
            guard state.problem == nil else {
                model.layers[model.layers.count - 1] = .prompt(state)
                return []
            }
            model.layers.removeLast()
            return []
        case .search:
            model.layers.removeLast()
            model.search = state.text.isEmpty ? nil : state.text
            return []
        case .palette: return command(state, &model)
        case .tag(let run):
            model.layers.removeLast()
            return act(.tag(run, state.text), unless: state.text.allSatisfy { $0 == " " }, &model)
        case .note(let run):
            model.layers.removeLast()
            return act(.note(run, state.text), unless: state.text == state.original, &model)
        case .file(let kind):
            guard state.text.contains(where: { $0 != " " }) else {
                state.problem = "a file needs a name"
                model.layers[model.layers.count - 1] = .prompt(state)
                return []
            }
            model.layers.removeLast()
            return [.write(kind, path: state.text)]
        }
    }

    private static func act(
        _ act: Act, unless isNothing: Bool, _ model: inout DashboardModel
    ) -> [Command] {
        guard !isNothing else { return [] }
        guard !model.settings.isReadOnly else {
            model.notice = .readOnly
            return []
        }
        return [.act(act)]
    }

    private static func command(
        _ state: PromptState, _ model: inout DashboardModel
    ) -> [Command] {
        model.layers.removeLast()
        let text = state.text.trimmed
        guard !text.isEmpty else { return [] }
        do throws(Palette.Problem) {
            let commands = try Palette.run(text, &model)
            model.remember(text)
            return commands
        } catch {
            var state = state
            state.problem = error.text
            model.layers.append(.prompt(state))
            return []
        }
    }
}

extension DashboardModel {
    /// As many commands as are kept for going back to.
    private static let typedLimit = 100

    fileprivate mutating func remember(_ command: String) {
        typedCommands.removeAll { $0 == command }
        typedCommands.append(command)
        typedCommands.removeFirst(max(0, typedCommands.count - Self.typedLimit))
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while scalars.first == " " { scalars.removeFirst() }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}
