package import SweepCore

/// A line that a person types into.
package struct PromptState: Sendable, Equatable {
    package var purpose: Purpose
    package var text: String
    /// Place of the cursor, in characters from the beginning.
    package var cursor: Int
    /// What is wrong with the text so far, and at which column (from 1).
    package var problem: String?
    package var completions: [String] = []
    package var completion: Int?

    package enum Purpose: Sendable, Equatable {
        case filter, palette, search
        case tag(RunID), note(RunID)
        case file(FileKind)
    }

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        self.text = text
        cursor = text.count
    }
}
