import Glibc

/// Reads a file descriptor line by line; only the present line is in memory.
struct LineReader {
    private static let readSize = 1 << 16
    /// Longer than any line that we write; what is longer is no text of lines.
    private static let longestLine = 64 << 20

    private let file: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var hasEnded = false

    init(file: Int32) { self.file = file }

    /// Returns the next line without its end, or `nil` after the last.
    mutating func next() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            if hasEnded {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return Array(buffer[start...])
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            guard buffer.count <= Self.longestLine else {
                throw Failure("a line is longer than \(NumberText.bytes(Self.longestLine))")
            }
            try fill()
        }
    }

    /// Reads all that is left.
    mutating func rest() throws -> [UInt8] {
        while !hasEnded { try fill() }
        defer { start = buffer.count }
        return Array(buffer[start...])
    }

    private mutating func fill() throws {
        let count = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.readSize))
        var result = 0
        repeat {
            result = buffer.withUnsafeMutableBytes { bytes in
                read(
                    file, UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).baseAddress,
                    Self.readSize)
            }
        } while result < 0 && errno == EINTR
        let error = errno
        buffer.removeLast(Self.readSize - max(0, result))
        guard result >= 0 else { throw Failure(errorNumber: error) }
        hasEnded = result == 0
    }
}
