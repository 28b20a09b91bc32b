package import SweepCore

/// A line that a person types into.
package struct PromptState: Sendable, Equatable {
    package var purpose: Purpose
    package var text: String
    /// Place of the cursor, in Unicode scalars from the beginning.
    package var cursor: Int
    /// What is wrong with the text so far.
    package var problem: String?
    /// Where that is, in scalars from 1.
    package var problemColumn: Int?
    /// Texts that Tab puts in place of this one.
    package var completions: [String] = []
    /// Which of them stands there now.
    package var completion: Int?
    /// The text at the beginning, to which Esc goes back.
    package let original: String
    /// Place among the earlier commands while one goes back through them, and what was typed before that.
    var recalled: Int?
    var draft = ""

    package enum Purpose: Sendable, Equatable {
        case filter, palette, search
        case tag(RunID), note(RunID)
        case file(FileKind)
    }

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        self.text = text
        original = text
        cursor = text.unicodeScalars.count
    }

    /// What stands before the line.
    var label: String {
        switch purpose {
        case .filter: "/"
        case .palette: ":"
        case .search: "search: "
        case .tag: "tag: "
        case .note: "note: "
        case .file(let kind): "write \(kind.rawValue) to: "
        }
    }

    /// Puts a text in place of what was typed, with the cursor at its end.
    mutating func replace(with text: String) {
        self.text = text
        cursor = text.unicodeScalars.count
    }
}
