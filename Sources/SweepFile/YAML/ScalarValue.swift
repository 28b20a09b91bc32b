import SweepCore

/// What a plain (unquoted) YAML scalar means.
///
/// As W&B reads it, that is YAML 1.1 in the manner of PyYAML: `yes` and `on` are flags, `0x1F`, `017`,
/// `0b11`, `1_000` and `1:30` are integers. One difference: a number with an exponent needs neither point
/// nor sign, because people who write `1e-3` mean the number. A date stays text.
enum ScalarValue {
    enum Refusal: Error {
        /// `.inf`, `.nan` or a number too large for a `Double`.
        case notFinite
        case integerOutOfRange
    }

    static func read(_ text: String) throws(Refusal) -> Value {
        if let word = words[text] { return word }
        if notFinite.contains(text) { throw .notFinite }
        guard let first = text.utf8.first, startsNumber(first) else { return .text(text) }
        if let value = try integer(text) { return .integer(value) }
        if let value = decimal(text) {
            guard value.isFinite else { throw .notFinite }
            return .number(value)
        }
        return .text(text)
    }

    private static let words: [String: Value] = {
        var words: [String: Value] = [:]
        for word in ["", "~", "null", "Null", "NULL"] { words[word] = .null }
        for word in ["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] {
            words[word] = .flag(true)
        }
        for word in ["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
            words[word] = .flag(false)
        }
        return words
    }()

    private static let notFinite: Set<String> = Set(
        ["inf", "Inf", "INF"].flatMap { [".\($0)", "+.\($0)", "-.\($0)"] }
            + [".nan", ".NaN", ".NAN"])

    private static func startsNumber(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Returns the integer, or `nil` when the text is something else.
    private static func integer(_ text: String) throws(Refusal) -> Int64? {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits.removeFirst() }
        var radix = 10
        if digits.hasPrefix("0b") {
            (radix, digits) = (2, digits.dropFirst(2))
        } else if digits.hasPrefix("0x") {
            (radix, digits) = (16, digits.dropFirst(2))
        } else if digits.hasPrefix("0"), digits.count > 1 {
            (radix, digits) = (8, digits.dropFirst())
        } else if digits.contains(":") {
            return try sexagesimal(digits, isNegative: isNegative)
        }
        guard radix != 10 || digits.first.map({ $0 != "_" }) == true else { return nil }
        let plain = digits.filter { $0 != "_" }
        guard !plain.isEmpty, plain.utf8.allSatisfy({ isDigit($0, radix: radix) }) else {
            return nil
        }
        guard let value = Int64((isNegative ? "-" : "") + plain, radix: radix) else {
            throw .integerOutOfRange
        }
        return value
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { $0 < radix } ?? false
    }

    /// `1:30` is 90, as in times: every part after the first is below 60.
    private static func sexagesimal(
        _ digits: Substring, isNegative: Bool
    ) throws(Refusal) -> Int64? {
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first?.filter({ $0 != "_" }), first.first != "0" else { return nil }
        guard !first.isEmpty, first.utf8.allSatisfy(isDigit) else { return nil }
        var total = Int64(first)
        for part in parts.dropFirst() {
            guard (1...2).contains(part.utf8.count), part.utf8.allSatisfy(isDigit),
                let digit = Int64(part), digit < 60
            else { return nil }
            total = total.flatMap { total in
                let (product, overflow) = total.multipliedReportingOverflow(by: 60)
                let (sum, overflowOfSum) = product.addingReportingOverflow(digit)
                return overflow || overflowOfSum ? nil : sum
            }
        }
        guard let total else { throw .integerOutOfRange }
        return isNegative ? -total : total
    }

    /// Returns the number of a text such as `1.5`, `.5`, `1.`, `1e-3` or `+1.5E3`; `nil` for others.
    private static func decimal(_ text: String) -> Double? {
        var bytes = text.utf8.filter { $0 != UInt8(ascii: "_") }[...]
        if bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") {
            bytes.removeFirst()
        }
        let whole = bytes.prefix(while: isDigit)
        bytes = bytes.dropFirst(whole.count)
        var fraction = bytes.prefix(0)
        let hasPoint = bytes.first == UInt8(ascii: ".")
        if hasPoint {
            bytes.removeFirst()
            fraction = bytes.prefix(while: isDigit)
            bytes = bytes.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var exponent = "0"
        let hasExponent = bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E")
        if hasExponent {
            exponent = String(decoding: bytes.dropFirst(), as: UTF8.self)
            let digits = exponent.drop { $0 == "+" || $0 == "-" }
            guard exponent.count - digits.count <= 1, !digits.isEmpty,
                digits.utf8.allSatisfy(isDigit)
            else { return nil }
        } else if !bytes.isEmpty {
            return nil
        }
        guard hasPoint || hasExponent else { return nil }
        let sign = text.hasPrefix("-") ? "-" : ""
        let mantissa =
            "0\(String(decoding: whole, as: UTF8.self)).\(String(decoding: fraction, as: UTF8.self))0"
        return Double("\(sign)\(mantissa)e\(exponent)")
    }
}
