import Glibc
import SweepCore

/// Bytes on their way to a file, written in pieces large enough to make calls cheap.
struct OutputBuffer {
    private static let flushSize = 1 << 16

    private let file: Int32
    /// What is not written yet; append to it, then call `flushIfLarge()`.
    var bytes: [UInt8] = []

    init(file: Int32 = STDOUT_FILENO) {
        self.file = file
        bytes.reserveCapacity(2 * Self.flushSize)
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
}
