import SweepCore

/// Words that are looked for without regard to case, as fast as ten thousand names at every key need it.
///
/// In words of ASCII the case of ASCII's letters does not count, as in SQLite's `lower`; with other letters
/// that of all.
struct Needle: Sendable {
    private let words: [UInt8]
    private let isASCII: Bool

    init(_ words: String) {
        self.words = Array(words.lowercased().utf8)
        isASCII = self.words.allSatisfy { $0 < 0x80 }
    }

    /// The words in small letters, where they are ones that `SearchText` can be asked for.
    var plainWords: [UInt8]? { isASCII && !words.contains(0) ? words : nil }

    func isIn(_ text: String) -> Bool {
        if words.isEmpty { return true }
        if isASCII { return Self.find(words, in: text, folding: true) }
        return Self.find(words, in: text.lowercased(), folding: false)
    }

    /// Whether the text is these words and nothing else; only ASCII's letters fold, as in `NOCASE`.
    func equals(_ text: String) -> Bool {
        text.utf8.count == words.count && isIn(text)
    }

    /// Whether the text begins so.
    func begins(_ text: String) -> Bool {
        text.utf8.count >= words.count && isIn(String(text.utf8.prefix(words.count)) ?? "")
    }

    private static func find(_ words: [UInt8], in text: String, folding: Bool) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= words.count else { return false }
            for start in 0...(bytes.count - words.count) {
                var offset = 0
                while offset < words.count {
                    let byte = bytes[start + offset]
                    let isCapital = folding && byte &- 0x41 < 26
                    guard (isCapital ? byte | 0x20 : byte) == words[offset] else { break }
                    offset += 1
                }
                if offset == words.count { return true }
            }
            return false
        }
    }
}
