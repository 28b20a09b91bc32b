/// A value of a parameter: what YAML and JSON can say.
///
/// Two values are equal when their canonical JSON is equal, so the integer 1 and the number 1.0 are one
/// value: `[1, 1.0]` in a list is a duplicate.
package indirect enum Value: Sendable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Value])
    case map([String: Value])

    /// The value as a `Double` when it is a number of either kind.
    package var asNumber: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The value as an `Int64` when it is a whole number that fits.
    package var asInteger: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    package var asText: String? {
        if case .text(let value) = self { value } else { nil }
    }

    package var asFlag: Bool? {
        if case .flag(let value) = self { value } else { nil }
    }

    package var asMap: [String: Value]? {
        if case .map(let value) = self { value } else { nil }
    }

    package var asList: [Value]? {
        if case .list(let value) = self { value } else { nil }
    }

    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value as a person reads it: text without quotes, everything else as canonical JSON.
    package var display: String {
        if case .text(let text) = self { return text }
        return canonicalJSON
    }
}

extension Value: Hashable {
    package static func == (a: Value, b: Value) -> Bool {
        // Lists of runs are compared by their parameters: the common cases need no text.
        switch (a, b) {
        case (.integer(let a), .integer(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        case (.flag(let a), .flag(let b)): a == b
        case (.number(let a), .number(let b)) where a.isFinite && b.isFinite && a != 0: a == b
        default: a.canonicalJSON == b.canonicalJSON
        }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(canonicalJSON) }
}

extension Value: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {  // `try?`: the next type is tried
            self = .flag(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([Value].self) {
            self = .list(value)
        } else {
            self = .map(try container.decode([String: Value].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value):
            // A decoder takes a whole number for an integer, so it must be written with all its digits.
            if let whole = Int64(exactly: value) {
                try container.encode(whole)
            } else {
                try container.encode(value)
            }
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .map(let value): try container.encode(value)
        }
    }
}
