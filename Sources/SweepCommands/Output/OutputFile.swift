import Foundation
import SweepCore
import Synchronization

/// The unfinished file, for the signal thread; `nil` when there is none.
private let unfinished = Mutex<String?>(nil)

/// A file that a command writes, and that is there whole or not at all.
///
/// A regular file is written beside its target under a name of its own and takes the target's place at the
/// end, with the target's permissions; a link keeps pointing where it points. A pipe or a device is written
/// as it is, and so is standard output, which is called `-`.
struct OutputFile {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Opens, lets `body` write to the file descriptor, and puts the file into its place.
    ///
    /// - Throws: A `Failure` that names the file; then the target is as it was.
    func write(_ body: (Int32) throws -> Void) throws {
        if path == "-" { return try body(STDOUT_FILENO) }
        do {
            var status = stat()
            let exists = stat(path, &status) == 0
            if exists, status.st_mode & S_IFMT != S_IFREG {
                try writeInPlace(body)
            } else {
                try replace(mode: exists ? status.st_mode & 0o777 : nil, body)
            }
        } catch let failure as Failure where failure.code == .error {
            throw Failure("cannot write \(path.visible): \(failure)")
        }
    }

    private func writeInPlace(_ body: (Int32) throws -> Void) throws {
        let file = open(path, O_WRONLY)
        guard file >= 0 else { throw Self.failure() }
        defer { close(file) }
        try body(file)
    }

    private func replace(mode: mode_t?, _ body: (Int32) throws -> Void) throws {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var template = Array((target + ".XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw Self.failure() }
        let part = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        unfinished.withLock { $0 = part }
        let watcher = try SignalWatcher { signal in
            if let part = unfinished.withLock({ $0 }) { unlink(part) }
            _exit(128 + signal)
        }
        defer {
            unfinished.withLock { $0 = nil }
            withExtendedLifetime(watcher) {}
        }
        do {
            try body(file)
            // What `open` would have given a new file.
            let usual = umask(0)
            umask(usual)
            guard fchmod(file, mode ?? 0o666 & ~usual) == 0, close(file) == 0,
                rename(part, target) == 0
            else { throw Self.failure() }
        } catch {
            unlink(part)
            throw error
        }
    }

    private static func failure() -> Failure { Failure(String(cString: strerror(errno))) }
}
