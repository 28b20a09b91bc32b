/// Canonical JSON: one text for one value, in the manner of RFC 8785.
///
/// Keys are sorted by their Unicode scalars, there is no white space, a number is written in the shortest
/// form that reads back to the same bits, and a whole number of 64 bits without a decimal point, so that
/// `1`, `1.0` and `1e0` are one text. Numbers that are not finite cannot stand in JSON; the definition
/// reader refuses them, and here they become `null`.
extension Value {
    package var canonicalJSON: String {
        var text = ""
        appendCanonicalJSON(to: &text)
        return text
    }

    package func appendCanonicalJSON(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .flag(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += Self.canonicalNumber(value)
        case .text(let value): Self.appendQuoted(value, to: &text)
        case .list(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.appendCanonicalJSON(to: &text)
            }
            text += "]"
        case .map(let entries):
            text += "{"
            let keys = entries.keys.sorted {
                $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
            }
            for (index, key) in keys.enumerated() {
                if index > 0 { text += "," }
                Self.appendQuoted(key, to: &text)
                text += ":"
                (entries[key] ?? .null).appendCanonicalJSON(to: &text)
            }
            text += "}"
        }
    }

    private static func canonicalNumber(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        // A reader of the text takes such a number for an integer, whose text must be the same again.
        if let whole = Int64(exactly: value) { return String(whole) }
        return value.description
    }

    /// Appends a JSON string: quotes, backslash and control characters escaped, all else as it is.
    package static func appendQuoted(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
