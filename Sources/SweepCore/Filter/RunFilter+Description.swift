extension RunFilter: CustomStringConvertible {
    /// The filter in its own grammar; a parser makes an equal filter of it.
    package var description: String {
        switch self {
        case .all(let parts):
            parts.map { if case .any = $0 { "(\($0))" } else { "\($0)" } }.joined(separator: " ")
        case .any(let parts): parts.map(\.description).joined(separator: " | ")
        case .not(let part):
            switch part {
            case .all, .any: "!(\(part))"
            case .not, .term: "!\(part)"
            }
        case .term(let term): term.condition.text
        }
    }
}

extension RunFilter.Condition {
    fileprivate var text: String {
        switch self {
        case .text(let pattern): pattern.text
        case .keyed(let key, let pattern): "\(key.rawValue):\(pattern.text)"
        case .comparison(let name, let comparison, let operand):
            (name.isQuoted ? RunFilter.quoted(name.text) : name.text) + comparison.rawValue
                + operand.text
        }
    }
}

extension RunFilter.Pattern {
    fileprivate var text: String {
        switch self {
        case .words(let words): RunFilter.quoted(words)
        case .expression(let expression): "/" + RunFilter.escapingSlashes(expression.source) + "/"
        }
    }
}

extension RunFilter.Operand {
    fileprivate var text: String {
        switch self {
        case .integer(let value): String(value)
        case .number(let value):
            value.isInfinite ? (value < 0 ? "-1e999" : "1e999") : value.description
        case .flag(let value): String(value)
        case .text(let value): RunFilter.quoted(value)
        }
    }
}

extension RunFilter {
    fileprivate static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }

    /// A slash that follows an odd number of backslashes is escaped already.
    fileprivate static func escapingSlashes(_ source: String) -> String {
        var text = ""
        var isEscaped = false
        for scalar in source.unicodeScalars {
            if scalar == "/", !isEscaped { text += "\\" }
            isEscaped = scalar == "\\" && !isEscaped
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
