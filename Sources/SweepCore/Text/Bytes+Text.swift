/// Text appended to bytes without a `String` in between: what an export of millions of rows is made of.
extension [UInt8] {
    /// Appends the text's UTF-8.
    package mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    /// Appends a whole number in decimal digits.
    package mutating func append(decimal value: Int64) {
        append(digits: value.magnitude, isNegative: value < 0)
    }

    /// Appends the shortest decimal form that reads back to the same bits: that of `Double.description`.
    package mutating func append(shortest value: Double) {
        var writer = ShortestWriter(bytes: self)
        self = []
        value.write(to: &writer)
        self = writer.bytes
    }

    /// Appends milliseconds as seconds, exactly: `12.345`, `0.5`, `7.0`.
    ///
    /// The text is that of `Double(value) / 1000` wherever that says the same number, which is below 10^15.
    package mutating func append(milliseconds value: Int64) {
        append(digits: value.magnitude / 1_000, isNegative: value < 0)
        let rest = value.magnitude % 1_000
        append(UInt8(ascii: "."))
        append(digit: rest / 100)
        if rest % 100 != 0 { append(digit: rest / 10 % 10) }
        if rest % 10 != 0 { append(digit: rest % 10) }
    }

    private mutating func append(digit: UInt64) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
    }

    private mutating func append(digits value: UInt64, isNegative: Bool) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = value
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if isNegative { append(UInt8(ascii: "-")) }
            append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }
}

/// Takes the digits of a number as they are made.
///
/// The standard library hands ASCII over by `_writeASCII`, without making a string of it. Should that
/// requirement go away one day, `write` still does the same, slower.
private struct ShortestWriter: TextOutputStream {
    var bytes: [UInt8]

    mutating func write(_ string: String) { bytes.append(text: string) }

    mutating func _writeASCII(_ buffer: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: buffer)
    }
}
