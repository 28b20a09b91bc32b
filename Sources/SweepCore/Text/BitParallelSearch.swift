/// The states of a small expression as bits of one word, for texts of ASCII: what a list of ten thousand names is
/// filtered with at every key.
///
/// Follows all states at once as `RegularExpression.Search` does (K. Thompson, 1968), with what can be reached
/// without a character worked out beforehand for each place and surrounding.
struct BitParallelSearch: Sendable {
    /// What stands on either side of a place in the text, as far as an assertion asks.
    private enum Side: UInt8, CaseIterable {
        case none, word, other

        var example: Unicode.Scalar? {
            switch self {
            case .none: nil
            case .word: "a"
            case .other: " "
            }
        }
    }

    private static let mostInstructions = 64

    /// The side that each character is.
    private static let sides: [UInt8] = (0..<128).map { character in
        (ScalarSet.isWord(Unicode.Scalar(UInt8(character))) ? Side.word : .other).rawValue
    }

    /// For each character, the instructions that accept it.
    private let accepting: [UInt64]
    /// For each surrounding and place, the instructions that are reached without a character.
    private let reached: [UInt64]
    private let count: Int
    private let matching: UInt64
    /// Whether a match can begin after the first character.
    private let canBeginLater: Bool

    /// `nil` for a program of more instructions than a word has bits.
    init?(_ program: [RegularExpression.Instruction], ignoringCase: Bool) {
        guard program.count <= Self.mostInstructions else { return nil }
        count = program.count
        accepting = (0..<128).map { character in
            let scalar = Unicode.Scalar(UInt8(character))
            return Self.set(
                program.indices.filter { program[$0].accepts(scalar, ignoringCase: ignoringCase) })
        }
        var reached: [UInt64] = []
        for before in Side.allCases {
            for after in Side.allCases {
                for place in program.indices {
                    let places = Self.places(
                        from: place, in: program, before: before.example, after: after.example)
                    reached.append(Self.set(places))
                }
            }
        }
        self.reached = reached
        matching = Self.set(
            program.indices.filter { if case .match = program[$0] { true } else { false } })
        let width = program.count
        canBeginLater = (Side.allCases.count..<Side.allCases.count * Side.allCases.count).contains {
            reached[$0 * width] != 0
        }
    }

    /// Whether some part of the text matches; `nil` for a text with other characters than ASCII's.
    func matches(_ text: String) -> Bool? {
        var text = text
        return text.withUTF8 { bytes in withTables { $0.matches(bytes) } }
    }

    /// The same of each of many texts, which lie one after another: where one ends, by its place.
    func matches(_ texts: UnsafeBufferPointer<UInt8>, ends: [Int32]) -> [Bool?] {
        withTables { tables in
            var start = 0
            return ends.map { end in
                defer { start = Int(end) }
                return tables.matches(UnsafeBufferPointer(rebasing: texts[start..<Int(end)]))
            }
        }
    }

    private func withTables<Answer>(_ body: (Tables) -> Answer) -> Answer {
        accepting.withUnsafeBufferPointer { accepting in
            reached.withUnsafeBufferPointer { reached in
                Self.sides.withUnsafeBufferPointer { sides in
                    body(
                        Tables(
                            accepting: accepting, reached: reached, sides: sides, count: count,
                            matching: matching, canBeginLater: canBeginLater))
                }
            }
        }
    }

    /// The search's tables as memory: an array in a loop over the letters of ten thousand names counts references.
    private struct Tables {
        let accepting: UnsafeBufferPointer<UInt64>
        let reached: UnsafeBufferPointer<UInt64>
        let sides: UnsafeBufferPointer<UInt8>
        let count: Int
        let matching: UInt64
        let canBeginLater: Bool

        func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
            // Every byte is looked at before an answer, so that it does not depend on where a match is.
            guard bytes.reduce(0, |) < 128 else { return nil }
            var states: UInt64 = 0
            var before = 0
            var index = 0
            while true {
                let after = index < bytes.count ? Int(sides[Int(bytes[index])]) : 0
                let first = (before * Side.allCases.count + after) * count
                // A match may begin anywhere.
                var next = reached[first]
                while states != 0 {
                    next |= reached[first + states.trailingZeroBitCount + 1]
                    states &= states - 1
                }
                if next & matching != 0 { return true }
                guard index < bytes.count, next != 0 || canBeginLater else { return false }
                states = next & accepting[Int(bytes[index])]
                before = after
                index += 1
            }
        }
    }

    private static func set(_ places: some Sequence<Int>) -> UInt64 {
        places.reduce(0) { $0 | 1 << UInt64($1) }
    }

    private static func places(
        from start: Int, in program: [RegularExpression.Instruction], before: Unicode.Scalar?,
        after: Unicode.Scalar?
    ) -> [Int] {
        var seen: Set<Int> = []
        var pending = [start]
        while let place = pending.popLast() {
            guard seen.insert(place).inserted else { continue }
            pending += program[place].next(after: place, between: before, and: after)
        }
        return seen.filter { program[$0].isState }
    }
}
