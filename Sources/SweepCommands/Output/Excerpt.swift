import SweepCore

/// The line of a text in which something is wrong, and a `^` below the place.
package enum Excerpt {
    /// Where there is no terminal to ask for its width.
    package static let usualWidth = 80

    private static let indent = "  "

    /// The two lines, at most `width` columns wide, for a place counted in bytes of UTF-8.
    ///
    /// Control characters are made visible. What does not fit is cut around the place, marked by `…`.
    package static func lines(of text: String, at offset: Int, width: Int = usualWidth) -> [String]
    {
        let bytes = Array(text.utf8)
        let place = min(max(0, offset), bytes.count)
        let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
        // Counted in what is shown, where one character may be `\u{9b}`.
        let before = Array(shown(bytes[start..<place]).unicodeScalars)
        let after = Array(shown(bytes[place..<end]).unicodeScalars)
        let room = max(10, width - indent.count)
        var left = before[...]
        var right = after[...]
        let all = columns(left) + columns(right)
        if all > room {
            // The place in the middle, unless one side needs less than half.
            let half = room / 2
            let leftRoom = max(half, room - columns(right) - 1)
            var isCut = false
            while columns(left) > leftRoom - 1, !left.isEmpty {
                left.removeFirst()
                isCut = true
            }
            if isCut { left = (["…"] + left)[...] }
            let rightRoom = room - columns(left)
            if columns(right) > rightRoom {
                while columns(right) > rightRoom - 1, !right.isEmpty { right.removeLast() }
                right.append("…")
            }
        }
        return [
            indent + Self.text(left) + Self.text(right),
            indent + String(repeating: " ", count: columns(left)) + "^",
        ]
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        // The carriage return of a line that ends in CR LF is no part of it.
        let line = bytes.last == 0x0D ? bytes.dropLast() : bytes
        return String(decoding: line, as: UTF8.self).replacing("\t", with: " ").visible
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    private static func columns(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        TextTable.columns(of: text(scalars))
    }
}
