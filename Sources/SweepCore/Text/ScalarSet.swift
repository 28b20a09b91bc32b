/// The characters that one place of an expression accepts.
struct ScalarSet: Sendable {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var classes: [(class: Class, isNegated: Bool)] = []
    var isNegated = false

    enum Class: Sendable { case digit, word, space }

    /// What `.` accepts: everything.
    static let any = ScalarSet(isNegated: true)

    func contains(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> Bool {
        var isIn = containsExactly(scalar)
        if !isIn, ignoringCase {
            isIn = containsExactly(scalar.folded) || containsExactly(scalar.capital)
        }
        return isIn != isNegated
    }

    private func containsExactly(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar) }
            || classes.contains { Self.isIn($0.class, scalar) != $0.isNegated }
    }

    private static func isIn(_ class: Class, _ scalar: Unicode.Scalar) -> Bool {
        switch `class` {
        case .digit: ("0"..."9").contains(scalar)
        case .word: isWord(scalar)
        case .space: scalar.properties.isWhitespace
        }
    }

    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            // Most of every name; the tables of all other characters take ten times as long.
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

extension Unicode.Scalar {
    /// The small letter, where that is one character.
    var folded: Unicode.Scalar {
        if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self }
        let mapping = properties.lowercaseMapping.unicodeScalars
        return mapping.count == 1 ? mapping.first ?? self : self
    }

    /// The capital letter, where that is one character.
    var capital: Unicode.Scalar {
        if isASCII { return ("a"..."z").contains(self) ? Unicode.Scalar(UInt8(value) - 32) : self }
        let mapping = properties.uppercaseMapping.unicodeScalars
        return mapping.count == 1 ? mapping.first ?? self : self
    }
}
