import SweepCore

extension FilterSQL {
    /// The term as SQL that is true, false or NULL.
    mutating func sql(_ term: RunFilter.Term) throws -> String {
        switch term.condition {
        case .text(.words(let words)):
            let needle = Needle(words, in: &self)
            return """
                \(needle.isIn("run.name")) OR \(needle.isIn("run.uid")) OR \
                \(needle.isIn("coalesce(run.note, '')")) OR EXISTS (SELECT 1 FROM tag AS mark \
                WHERE mark.run = run.id AND \(needle.isIn("mark.name")))
                """
        case .text(.expression(let expression)):
            return "run.name REGEXP \(bind(expression.source))"
        case .keyed(let key, .words(let words)): return sql(key, words)
        case .keyed(let key, .expression(let expression)):
            return sql(key, matching: expression.source)
        case .comparison(let name, let comparison, let operand):
            let subject = try subject(name, column: term.column)
            return try sql(subject, comparison, operand, name: name, column: term.column)
        }
    }

    private mutating func sql(_ key: RunFilter.Key, _ words: String) -> String {
        switch key {
        case .state:
            switch words {
            case "lost": return ShownState.isLost(now: bindNow())
            case FailureReason.diverged.rawValue:
                return "run.state = 'failed' AND run.reason IS 'diverged'"
            default:
                return """
                    run.state = \(bind(words)) AND NOT \(ShownState.isLost(now: bindNow()))
                    """
            }
        case .reason: return "run.reason = \(bind(words)) COLLATE NOCASE"
        case .tag:
            return """
                EXISTS (SELECT 1 FROM tag AS mark WHERE mark.run = run.id \
                AND mark.name = \(bind(words)) COLLATE NOCASE)
                """
        case .sweep:
            let name = bind(words)
            return """
                run.sweep IN (SELECT owner.id FROM sweep AS owner \
                WHERE owner.name = \(name) COLLATE NOCASE OR owner.uid = \(name) COLLATE NOCASE)
                """
        case .name: return Needle(words, in: &self).isIn("run.name")
        case .note: return Needle(words, in: &self).isIn("run.note")
        case .uid:
            let prefix = bind(words.lowercased())
            return "substr(run.uid, 1, length(\(prefix))) = \(prefix)"
        case .seed: return "run.seed = CAST(\(bind(words)) AS INTEGER)"
        case .archived: return (words == "no" ? "NOT " : "") + Self.isArchived
        }
    }

    private mutating func sql(_ key: RunFilter.Key, matching source: String) -> String {
        switch key {
        case .state:
            return "(\(ShownState.expression(now: bindNow()))) REGEXP \(bind(source))"
        case .tag:
            return """
                EXISTS (SELECT 1 FROM tag AS mark WHERE mark.run = run.id \
                AND mark.name REGEXP \(bind(source)))
                """
        case .sweep:
            return """
                run.sweep IN (SELECT owner.id FROM sweep AS owner \
                WHERE owner.name REGEXP \(bind(source)))
                """
        case .reason: return "run.reason REGEXP \(bind(source))"
        case .name: return "run.name REGEXP \(bind(source))"
        case .note: return "run.note REGEXP \(bind(source))"
        case .uid: return "run.uid REGEXP \(bind(source))"
        case .seed: return "CAST(run.seed AS TEXT) REGEXP \(bind(source))"
        case .archived: return "0"
        }
    }
}

/// Words that are looked for without regard to case.
private struct Needle {
    private let parameter: String
    private let isASCII: Bool

    init(_ words: String, in filter: inout FilterSQL) {
        isASCII = words.utf8.allSatisfy { $0 < 0x80 }
        parameter = filter.bind(words.lowercased())
    }

    /// SQLite's own `lower` knows the letters of ASCII only, and is several times faster.
    func isIn(_ text: String) -> String {
        "instr(\(isASCII ? "lower" : "lower_text")(\(text)), \(parameter)) > 0"
    }
}
