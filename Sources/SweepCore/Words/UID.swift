/// The 12 random characters that name a sweep or a run in every command and every file.
///
/// Lower-case letters and digits without `i`, `l`, `o` and `u`, so that a person can read one aloud and
/// no ordinary word appears by chance. 32^12 ≈ 10^18 values: among a million runs a clash has a chance
/// below one in a million, and the store's unique index refuses even that.
package struct UID: Hashable, Sendable, CustomStringConvertible {
    package static let length = 12
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

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
        self.init(number: generator.next())
    }

    /// The one that 60 bits of a number stand for; the order of those is the order of the texts.
    init(number: UInt64) {
        description = String(unsafeUninitializedCapacity: Self.length) { text in
            for position in 0..<Self.length {
                let bits = number >> UInt64(59 - 5 * position) & 31
                text.initializeElement(at: position, to: Self.alphabet[Int(bits)])
            }
            return Self.length
        }
    }

    /// Draws so many new ones, in the order of their texts: a unique index takes a million of them several times
    /// faster in order, and its pages stay full.
    package static func sorted(_ count: Int) -> [UID] {
        var generator = SystemRandomNumberGenerator()
        var numbers = (0..<count).map { _ in generator.next() & ~15 }
        numbers.sort()
        return numbers.map(UID.init(number:))
    }

    /// Draws a new one from the system's generator.
    package static func random() -> UID {
        var generator = SystemRandomNumberGenerator()
        return UID(using: &generator)
    }
}
