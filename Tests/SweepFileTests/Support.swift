import SweepCore
import SweepFile
import Testing

/// Reads the text as the file `x.yaml`.
func parsed(
    _ text: String, set: [String] = [], allowRuns: Int = 1_000_000
) throws -> SweepDefinition {
    try SweepFileReader.parse(
        text: text, path: "x.yaml", overrides: try set.map { try Override($0, path: "x.yaml") },
        allowRuns: allowRuns)
}

/// The error's description, or what was read when there was no error.
func refusal(_ text: String, set: [String] = [], allowRuns: Int = 1_000_000) -> String {
    do {
        return "read: \(try parsed(text, set: set, allowRuns: allowRuns))"
    } catch {
        return "\(error)"
    }
}

extension String {
    var hasLineBreak: Bool { contains { $0.isNewline } }
}
