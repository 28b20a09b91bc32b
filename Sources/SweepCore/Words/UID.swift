/// The 12 random characters that name a sweep or a run in every command and every file.
///
/// Lower-case letters and digits without `i`, `l`, `o` and `u`, so that a person can read one aloud and
/// no ordinary word appears by chance. 32^12 ≈ 10^18 values: among a million runs a clash has a chance
/// below one in a million, and the store's unique index refuses even that.
package struct UID: Hashable, Sendable, CustomStringConvertible {
    package static let length = 12
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    package let description: String

    /// Takes text as it stands in the database.
    package init(stored text: String) { description = text }

    /// Whether a text from outside could be one: of the right length, lower-case letters and digits.
    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == length
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
            }
    }

    /// Draws a new one from the given generator.
    package init(using generator: inout some RandomNumberGenerator) {
        var text = ""
        for _ in 0..<Self.length {
            text.append(Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)])
        }
        description = text
    }

    /// Draws a new one from the system's generator.
    package static func random() -> UID {
        var generator = SystemRandomNumberGenerator()
        return UID(using: &generator)
    }
}
