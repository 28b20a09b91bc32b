/// One line of `sweep doctor`.
struct Finding: Equatable {
    enum Level: String {
        case ok, fixed, warning, problem
    }

    let level: Level
    /// What was looked at, in a word or two.
    let subject: String
    let text: String
    /// What to do about it; `nil` when there is nothing to do.
    let advice: String?

    static func ok(_ subject: String, _ text: String) -> Finding {
        Finding(level: .ok, subject: subject, text: text, advice: nil)
    }

    static func fixed(_ subject: String, _ text: String) -> Finding {
        Finding(level: .fixed, subject: subject, text: text, advice: nil)
    }

    static func warning(_ subject: String, _ text: String, _ advice: String) -> Finding {
        Finding(level: .warning, subject: subject, text: text, advice: advice)
    }

    static func problem(_ subject: String, _ text: String, _ advice: String) -> Finding {
        Finding(level: .problem, subject: subject, text: text, advice: advice)
    }
}
