import Glibc

/// Bytes on their way to a file: collected, and written when there are enough to make a call cheap.
///
/// Numbers are appended without a `String` where that is possible, so that an export of millions of points
/// allocates next to nothing.
struct OutputBuffer {
    /// What is collected before it is written.
    private static let flushSize = 1 << 16

    private let file: Int32
    private var bytes: [UInt8] = []

    init(file: Int32 = STDOUT_FILENO) {
        self.file = file
        bytes.reserveCapacity(Self.flushSize + 4_096)
    }

    /// Writes what is collected once that is much; called between rows.
    mutating func flushIfLarge() throws {
        if bytes.count > Self.flushSize { try flush() }
    }

    /// On standard output a failure ends the process; of a file the caller says which one it was.
    mutating func flush() throws {
        if file == STDOUT_FILENO {
            bytes.withUnsafeBytes { Console.write($0, to: file) }
        } else {
            let error = bytes.withUnsafeBytes { Console.attempt($0, to: file) }
            if error != 0 { throw Failure(errorNumber: error) }
        }
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

    mutating func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

    mutating func append(_ value: Int64) {
        if value < 0 { append("-" as Unicode.Scalar) }
        appendDigits(of: value.magnitude)
    }

    /// The shortest decimal that reads back to the same bits.
    ///
    /// - Precondition: `value` is finite; how the others are written is the format's business.
    mutating func append(_ value: Double) {
        precondition(value.isFinite, "\(value) has no digits")
        append(value.description)
    }

    /// Milliseconds as seconds, `12.5`, as exactly as `Double(milliseconds) / 1000` prints.
    mutating func append(secondsOf milliseconds: Int64) {
        // From here on a Double is printed with an exponent, or has no milliseconds any more.
        guard (0..<1_000_000_000_000_000).contains(milliseconds) else {
            return append(Double(milliseconds) / 1_000)
        }
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        appendDigits(of: seconds.magnitude)
        append("." as Unicode.Scalar)
        bytes.append(Self.digit(rest / 100))
        guard rest % 100 != 0 else { return }
        bytes.append(Self.digit(rest / 10 % 10))
        guard rest % 10 != 0 else { return }
        bytes.append(Self.digit(rest % 10))
    }

    private mutating func appendDigits(of value: UInt64) {
        guard value > 0 else { return append("0" as Unicode.Scalar) }
        let end = bytes.count
        var rest = value
        while rest > 0 {
            bytes.append(Self.digit(Int64(rest % 10)))
            rest /= 10
        }
        bytes[end...].reverse()
    }

    private static func digit(_ value: Int64) -> UInt8 {
        UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    }
}
