// Before anything that imports Glibc itself: `stdout` and `stderr` are mutable globals there
// (swiftlang/swift #77866).
@preconcurrency import Glibc

/// Standard output and standard error.
package enum Console {
    /// Writes a line to standard output.
    package static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

    /// Writes a line to standard error.
    package static func note(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// Writes text as it is.
    ///
    /// On standard output a reader that has gone (`sweep export … | head`) ends the process as it ends other
    /// filters, without a message, and any other failure ends it with one. What cannot be said on standard
    /// error is not said: a lost terminal or a full log must never end a sweep.
    package static func write(_ text: String, to file: Int32) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), to: file) }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) {
        let error = attempt(bytes, to: file)
        guard error != 0, file == STDOUT_FILENO else { return }
        if error == EPIPE { _exit(0) }
        let reason = String(cString: strerror(error))
        write("sweep: cannot write to standard output: \(reason)\n", to: STDERR_FILENO)
        _exit(1)
    }

    /// Writes all bytes; returns 0, or the system's error number.
    package static func attempt(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var descriptor = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                _ = poll(&descriptor, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Everything that comes on standard input; bytes that are no UTF-8 become U+FFFD.
    static func standardInput() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if count == 0 || errno != EINTR {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    package static func isTerminal(_ file: Int32) -> Bool { isatty(file) == 1 }

    /// The columns and rows of the terminal behind `file`; `nil` when it is none.
    ///
    /// `COLUMNS` wins where it is set, as with other tools.
    package static func size(of file: Int32) -> (columns: Int, rows: Int)? {
        guard isTerminal(file) else { return nil }
        var size = winsize()
        guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
        let columns = environment("COLUMNS").flatMap { Int($0) } ?? Int(size.ws_col)
        return (max(20, columns), max(4, Int(size.ws_row)))
    }

    /// Whether colour may be used: a capable terminal, and no `NO_COLOR` (no-color.org).
    package static func hasColor(_ file: Int32) -> Bool {
        isTerminal(file) && environment("NO_COLOR", orEmpty: false) == nil
            && environment("TERM") != "dumb"
    }

    /// The variable's value; `nil` when unset, or empty unless `orEmpty`.
    package static func environment(_ name: String, orEmpty: Bool = false) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty && !orEmpty ? nil : text
    }

    /// Gives the numbers of standard files that are closed to `/dev/null`, opened so that reading and writing still fail:
    /// otherwise the next file to be opened, the pipe for signals or the database, would get what is said to people.
    private static func occupyStandardFiles() {
        for (file, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ] where fcntl(file, F_GETFD) < 0 {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", mode)
        }
    }

    /// Makes writing to a closed pipe an error instead of a silent death, and reads the locale's
    /// character set. `LC_CTYPE` only: `LC_ALL` would also change the decimal point in C code.
    package static func prepare() {
        occupyStandardFiles()
        signal(SIGPIPE, SIG_IGN)
        // A file that grows beyond `ulimit -f` is an error of the store then, told like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        setlocale(LC_CTYPE, "")
    }
}
