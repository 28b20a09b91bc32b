import Glibc
import SweepCore

/// A file that a person asked for by name and that is not there yet; nothing is ever written over.
struct NewFile {
    let path: String

    /// `~` at the beginning is the person's home.
    init(_ path: String) {
        if path.hasPrefix("~/"), let home = Console.environment("HOME") {
            self.path = home + path.dropFirst()
        } else {
            self.path = path
        }
    }

    /// - Throws: A `Failure` that names the file; then there is none.
    func write(_ text: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard file >= 0 else {
            throw errno == EEXIST
                ? Failure("\(path) is there already; nothing was written") : failure(errno)
        }
        var text = text
        let error = text.withUTF8 { Console.attempt(UnsafeRawBufferPointer($0), to: file) }
        close(file)
        guard error == 0 else {
            unlink(path)
            throw failure(error)
        }
    }

    private func failure(_ error: Int32) -> Failure {
        Failure("cannot write \(path): \(String(cString: strerror(error)))")
    }
}
