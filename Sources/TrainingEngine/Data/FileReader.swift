private import Glibc

/// Whole files, read through the C library.
enum FileReader {
    /// Returns the contents of a regular file of at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(TrainingEngineError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadableFile(path: path, reason: "it is not a regular file")
        }
        let size = Int(status.st_size)
        guard size <= limit else { throw .oversizedFile(path: path, limit: limit) }
        // A failure leaves the closure as a number: only that closure knows how much is
        // initialized.
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let start = buffer.baseAddress {
                let got = Glibc.read(descriptor, start + count, size - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { code = errno }
                // The file may have become shorter since its size was asked.
                if got <= 0 { break }
                count += got
            }
        }
        guard code == 0 else { throw .unreadableFile(path: path, reason: message(code)) }
        return bytes
    }

    /// Whether a regular file can be read there.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, R_OK) == 0
    }

    private static func failure(_ path: String) -> TrainingEngineError {
        .unreadableFile(path: path, reason: message(errno))
    }

    private static func message(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
