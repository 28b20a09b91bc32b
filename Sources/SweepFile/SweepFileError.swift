import SweepCore

/// Something wrong with a sweep file or with a `--set`: where, what was found, what is allowed.
package struct SweepFileError: Error, Hashable, CustomStringConvertible {
    package let path: String
    /// The line in the file, counted from 1; `nil` when the whole file or a `--set` is meant.
    package let line: Int?
    /// What was found, what is allowed and a hint, without the place.
    package let message: String

    /// One line: `PATH:LINE: what was found; what is allowed; hint`.
    package var description: String {
        "\(path.visible)\(line.map { ":\($0)" } ?? ""): \(message)"
    }
}

/// Where something stands: a line of the file, a `--set`, or the file as a whole.
struct Place: Hashable, Sendable {
    enum Position: Hashable, Sendable {
        case file
        case line(Int)
        case setting(String)
    }

    let path: String
    let position: Position

    /// The line in the file, or 0 for anything else.
    var line: Int {
        if case .line(let line) = position { line } else { 0 }
    }

    /// Returns the error that says `message` about this place.
    func error(_ message: String) -> SweepFileError {
        switch position {
        case .file: SweepFileError(path: path, line: nil, message: message)
        case .line(let line): SweepFileError(path: path, line: line, message: message)
        case .setting(let text):
            SweepFileError(path: path, line: nil, message: "--set \(text.shown): \(message)")
        }
    }
}

extension String {
    private static let mostShown = 60

    /// The text as an error shows it: no control characters, and cut when it is long.
    var shown: String {
        let start = prefix(Self.mostShown + 1)
        // A character may consist of any number of scalars, so the scalars are counted too.
        let scalars = start.unicodeScalars.prefix(2 * Self.mostShown)
        guard start.count <= Self.mostShown, scalars.count == start.unicodeScalars.count else {
            return String(String.UnicodeScalarView(scalars)).prefix(Self.mostShown).visible + "…"
        }
        return visible
    }

    /// The same in quotation marks.
    var quoted: String { "\"\(shown)\"" }
}

extension Substring {
    fileprivate var visible: String { String(self).visible }
}

extension Int {
    /// The number with a comma after every three digits: `1,000,000`.
    var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }

    /// The number with its noun: `1 seed`, `3 seeds`.
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
