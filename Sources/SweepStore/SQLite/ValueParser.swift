package import SweepCore

/// Reads the JSON that the store keeps: definitions, configurations and lists of names.
///
/// A claim reads one configuration per run, so this is a plain scanner over bytes; Foundation's decoder
/// takes fifty times as long to find out what each value is.
package struct ValueParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private static let deepest = 256

    /// Returns the value of a JSON text, or `nil` when it is not one.
    package static func parse(_ text: String) -> Value? {
        parse(Array(text.utf8))
    }

    /// Returns the value of a JSON text in UTF-8, or `nil` when it is not one.
    static func parse(_ bytes: [UInt8]) -> Value? {
        var parser = ValueParser(bytes: bytes)
        guard let value = parser.value() else { return nil }
        parser.skipSpace()
        return parser.position == parser.bytes.count ? value : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 32 || (9...10).contains(byte) || byte == 13 {
            position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: StaticString, _ value: Value) -> Value? {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { return nil }
        for index in 0..<count where bytes[position + index] != word.utf8Start[index] { return nil }
        position += count
        return value
    }

    private mutating func value() -> Value? {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return map()
        case UInt8(ascii: "["): return list()
        case UInt8(ascii: "\""): return string().map(Value.text)
        case UInt8(ascii: "t"): return takeWord("true", .flag(true))
        case UInt8(ascii: "f"): return takeWord("false", .flag(false))
        case UInt8(ascii: "n"): return takeWord("null", .null)
        default: return number()
        }
    }

    private mutating func map() -> Value? {
        guard depth < Self.deepest, take("{") else { return nil }
        depth += 1
        defer { depth -= 1 }
        var entries: [String: Value] = [:]
        if take("}") { return .map(entries) }
        repeat {
            skipSpace()
            guard let key = string(), take(":"), let value = value() else { return nil }
            entries[key] = value
        } while take(",")
        return take("}") ? .map(entries) : nil
    }

    private mutating func list() -> Value? {
        guard depth < Self.deepest, take("[") else { return nil }
        depth += 1
        defer { depth -= 1 }
        var values: [Value] = []
        if take("]") { return .list(values) }
        repeat {
            guard let value = value() else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .list(values) : nil
    }

    private mutating func number() -> Value? {
        let start = position
        var isWhole = true
        while let byte = current {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                isWhole = false
            default:
                return Self.number(bytes[start..<position], isWhole: isWhole)
            }
            position += 1
        }
        return Self.number(bytes[start..<position], isWhole: isWhole)
    }

    private static func number(_ digits: ArraySlice<UInt8>, isWhole: Bool) -> Value? {
        let text = String(decoding: digits, as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        return Double(text).map(Value.number)
    }

    private mutating func string() -> String? {
        guard current == UInt8(ascii: "\"") else { return nil }
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            position += 1
        }
        var text = String(decoding: bytes[start..<position], as: UTF8.self)
        var plainStart = position
        while let byte = current {
            if byte == UInt8(ascii: "\"") {
                text += String(decoding: bytes[plainStart..<position], as: UTF8.self)
                position += 1
                return text
            }
            guard byte == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            text += String(decoding: bytes[plainStart..<position], as: UTF8.self)
            position += 1
            guard let scalar = escaped() else { return nil }
            text.unicodeScalars.append(scalar)
            plainStart = position
        }
        return nil
    }

    /// The scalar of an escape sequence; the backslash has been read.
    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = current else { return nil }
        position += 1
        switch Unicode.Scalar(byte) {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "\"", "\\", "/": return Unicode.Scalar(byte)
        case "u":
            guard let first = hexadecimal() else { return nil }
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard (0xD800..<0xDC00).contains(first), takeWord("\\u", .null) != nil,
                let second = hexadecimal(), (0xDC00..<0xE000).contains(second)
            else { return nil }
            return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        default: return nil
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        position += 4
        return UInt32(text, radix: 16)
    }
}
