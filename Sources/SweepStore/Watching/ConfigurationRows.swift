import SweepCore

/// Reads configurations into rows of a sweep's parameters.
///
/// Ten thousand runs have few different values, so equal JSON texts share one `Value`, each of which is a box
/// on the heap.
struct ConfigurationRows {
    /// Values that are remembered at most, for sweeps whose values are all different.
    private static let mostShared = 50_000

    private let places: [String: Int]
    private let count: Int
    private var shared: [String: Value] = [:]
    /// The members of the row before: the next one has mostly the same names and often the same values, and to
    /// compare bytes takes a tenth of the time of a dictionary.
    private var before: [Member] = []

    private struct Member {
        let key: [UInt8]
        let place: Int?
        var text: [UInt8] = []
        var value: Value?
    }

    init(names: [String]) {
        places = Dictionary(
            names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
        count = names.count
    }

    /// The values of a configuration's JSON text; all `nil` when it is none.
    mutating func row(_ json: UnsafeBufferPointer<UInt8>) -> [Value?] {
        var row = [Value?](repeating: nil, count: count)
        var scanner = MemberScanner(bytes: json)
        var index = 0
        while let member = scanner.next() {
            let key = json[member.key]
            if index == before.count || !before[index].key.elementsEqual(key) {
                let place = place(of: key, isPlain: member.isPlainKey)
                let new = Member(key: Array(key), place: place)
                if index == before.count { before.append(new) } else { before[index] = new }
            }
            if let place = before[index].place {
                let text = json[member.value]
                if !before[index].text.elementsEqual(text) {
                    before[index].text = Array(text)
                    before[index].value = value(text)
                }
                row[place] = before[index].value
            }
            index += 1
        }
        return scanner.isAtEnd ? row : slowRow(json)
    }

    private func place(of key: Slice<UnsafeBufferPointer<UInt8>>, isPlain: Bool) -> Int? {
        if isPlain { return places[String(decoding: key, as: UTF8.self)] }
        let quoted = [UInt8(ascii: "\"")] + key + [UInt8(ascii: "\"")]
        return ValueParser.parse(quoted)?.asText.flatMap { places[$0] }
    }

    private mutating func value(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Value? {
        let text = String(decoding: bytes, as: UTF8.self)
        if let known = shared[text] { return known }
        guard let value = ValueParser.parse(text) else { return nil }
        if shared.count >= Self.mostShared { shared.removeAll() }
        shared[text] = value
        return value
    }

    /// For text that the scanner stops at.
    private func slowRow(_ json: UnsafeBufferPointer<UInt8>) -> [Value?] {
        var row = [Value?](repeating: nil, count: count)
        for (name, value) in ValueParser.parse(Array(json))?.asMap ?? [:] {
            if let place = places[name] { row[place] = value }
        }
        return row
    }
}

/// Finds the members of a JSON object without reading their values.
private struct MemberScanner {
    struct Member {
        /// Without its quotes.
        let key: Range<Int>
        let isPlainKey: Bool
        let value: Range<Int>
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var hasBegun = false
    /// Whether the whole text was an object.
    private(set) var isAtEnd = false

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() -> Member? {
        skipSpace()
        if !hasBegun {
            guard take("{") else { return nil }
            hasBegun = true
            skipSpace()
            if take("}") { return end() }
        } else {
            if take("}") { return end() }
            guard take(",") else { return nil }
        }
        skipSpace()
        guard let key = string() else { return nil }
        skipSpace()
        guard take(":") else { return nil }
        skipSpace()
        let start = position
        guard skipValue(), position > start else { return nil }
        return Member(
            key: key.range.lowerBound + 1..<key.range.upperBound - 1, isPlainKey: key.isPlain,
            value: start..<position)
    }

    private mutating func end() -> Member? {
        skipSpace()
        isAtEnd = position == bytes.count
        return nil
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    /// Goes past a string; its range has the quotes.
    private mutating func string() -> (range: Range<Int>, isPlain: Bool)? {
        let start = position
        var isPlain = true
        guard take("\"") else { return nil }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\\"):
                isPlain = false
                position += 2
            case UInt8(ascii: "\""):
                position += 1
                return (start..<position, isPlain)
            default: position += 1
            }
        }
        return nil
    }

    private mutating func skipValue() -> Bool {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of the object itself.
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return true
                }
            case UInt8(ascii: ","), 0x20, 0x0A, 0x0D, 0x09:
                if depth == 0 { return true }
            default: break
            }
            position += 1
        }
        return false
    }
}
