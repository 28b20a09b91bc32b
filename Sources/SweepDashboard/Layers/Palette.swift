import SweepCore

/// What can be typed after `:`: every intent by its name, and commands with something after them.
enum Palette {
    /// Why a command was not carried out, for the one who typed it.
    struct Problem: Error, Equatable {
        let text: String

        init(_ text: String) { self.text = text }

        /// What was found, what is allowed, and the nearest of it.
        static func unknown(
            _ what: String, _ name: String, among names: [String]
        ) -> Problem {
            let hint = NearestName.hint(name, among: names)
            let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", ..." : "")
            let list = names.isEmpty ? "" : hint.isEmpty ? "; there are \(shown)" : ""
            return Problem("there is no \(what) \"\(name)\"\(hint)\(list)")
        }
    }

    /// Carries a command out in the place that is under the line.
    static func run(_ text: String, _ model: inout DashboardModel) throws(Problem) -> [Command] {
        let (word, argument) = split(text)
        let name = try fullName(word)
        if let command = PaletteCommand(rawValue: name) {
            if argument.isEmpty, let intent = command.intent {
                try command.checkDirection(model)
                return try perform(intent, &model)
            }
            return try command.run(argument, &model)
        }
        guard let intent = Intent(rawValue: name) else {
            throw .unknown("command", word, among: names)
        }
        guard argument.isEmpty else {
            throw Problem("\(name) takes nothing after it, not \"\(argument)\"")
        }
        return try perform(intent, &model)
    }

    /// Every word that can stand first.
    static let names: [String] = {
        let commands = PaletteCommand.allCases.map(\.rawValue)
        return commands + Intent.allCases.map(\.rawValue).filter { !commands.contains($0) }
    }()

    /// The names that a word may stand for: itself alone, or all that begin so.
    private static func meanings(of word: String) -> [String] {
        let word = word.lowercased()
        return names.contains(word) ? [word] : names.filter { $0.hasPrefix(word) }
    }

    private static func fullName(_ word: String) throws(Problem) -> String {
        let meanings = meanings(of: word)
        switch meanings.count {
        case 1: return meanings[0]
        case 0: throw .unknown("command", word, among: names)
        default:
            throw Problem(
                "\"\(word)\" could be \(meanings.prefix(6).joined(separator: ", "))"
                    + (meanings.count > 6 ? ", ..." : ""))
        }
    }

    private static func perform(
        _ intent: Intent, _ model: inout DashboardModel
    ) throws(Problem) -> [Command] {
        let table = model.settings.keys
        let context = model.context
        guard
            table.bindings(in: context, isReadOnly: false).contains(where: { $0.intent == intent })
        else {
            let places = table.bindings.filter { $0.intent == intent }.flatMap(\.contexts)
            let titles = KeyContext.allCases.filter(places.contains).map(\.title)
            throw Problem(
                "\(intent.rawValue) means nothing on \(context.title); it belongs to "
                    + titles.joined(separator: ", "))
        }
        return Dispatch.perform(intent, &model)
    }

    // MARK: Completion

    /// At most so many candidates are offered.
    private static let completionLimit = 100

    /// Whole lines that the text may become: those that begin like it, then those that hold what was typed.
    static func completions(of text: String, _ model: DashboardModel) -> [String] {
        let (word, argument) = split(text)
        guard text.contains(" ") else { return fitting(word, names, before: "") }
        let meanings = meanings(of: word)
        guard meanings.count == 1, let command = PaletteCommand(rawValue: meanings[0]) else {
            return []
        }
        let name = meanings[0]
        let candidates = command.candidates(model)
        guard command.takesList, let comma = argument.lastIndex(of: ",") else {
            return fitting(argument, candidates, before: name + " ")
        }
        let (before, last) = (argument[...comma], String(argument[argument.index(after: comma)...]))
        return fitting(last.trimmed, candidates, before: name + " " + before)
    }

    private static func fitting(
        _ part: String, _ candidates: [String], before: String
    ) -> [String] {
        let wanted = part.lowercased()
        var (begin, hold) = ([String](), [String]())
        for candidate in candidates where begin.count < completionLimit {
            guard candidate.utf8.count >= wanted.utf8.count else { continue }
            let name = candidate.lowercased()
            if name.hasPrefix(wanted) {
                begin.append(before + candidate)
            } else if name.contains(wanted), hold.count < completionLimit {
                hold.append(before + candidate)
            }
        }
        return Array((begin + hold).prefix(completionLimit))
    }

    /// What the command that stands there takes and does; `nil` while it is none.
    static func explanation(of text: String, _ table: KeyTable) -> String? {
        let meanings = meanings(of: split(text).word)
        guard meanings.count == 1 else { return nil }
        if let command = PaletteCommand(rawValue: meanings[0]) {
            let usage = command.usage.isEmpty ? "" : " " + command.usage
            return "\(command.rawValue)\(usage): \(command.help)"
        }
        let binding = table.bindings.first { $0.intent.rawValue == meanings[0] }
        return binding.map { "\(meanings[0]): \($0.help)" }
    }

    /// The part of a candidate that was completed.
    static func lastPart(of text: String) -> String {
        let (_, argument) = split(text)
        guard !argument.isEmpty else { return text }
        return argument.lastIndex(of: ",").map { String(argument[argument.index(after: $0)...]) }
            ?? argument
    }

    private static func split(_ text: String) -> (word: String, argument: String) {
        let text = text.trimmed
        guard let blank = text.firstIndex(of: " ") else { return (text, "") }
        return (String(text[..<blank]), String(text[blank...]).trimmed)
    }
}
