import Foundation
import Glibc
import SweepCore

/// `launch --detach` and `launch --dashboard`: the same launch in a session of its own, without a terminal.
///
/// The parent has checked the file already. It waits until the child has begun to work, so that what goes wrong before
/// is still said on the terminal; the child tells so over a pipe.
struct DetachedLaunch {
    let databasePath: String

    /// Names the pipe's writing end to the child.
    private static let variable = "SWEEP_READY_FD"

    /// POSIX_SPAWN_SETSID, which glibc shows to GNU sources only.
    private static let newSession: Int16 = 0x80

    /// Where the child's messages go.
    private var log: String { databasePath + ".log" }

    /// A launch that has begun its work and goes on by itself.
    struct Background {
        let name: String
        let pid: pid_t
    }

    /// - Throws: A `Failure` when the child could not be started, or has ended without beginning to work.
    func start(arguments: [String]) throws {
        guard let launch = try begin(arguments: arguments) else { return }
        Console.note(
            "\(launch.name.visible) goes on in the background (pid \(launch.pid)), its messages to \(log.visible)"
        )
        let shell = Shell.quoted(launch.name)
        Console.note("follow it: sweep logs \(shell) -f; end it: sweep stop \(shell)")
    }

    /// The same without a word about it; `nil` when there was nothing to do, which the child has said.
    func begin(arguments: [String]) throws -> Background? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure("no pipe: \(Self.reason(errno))") }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard output >= 0 else {
            throw Failure("\(log.visible) cannot be written: \(Self.reason(errno))")
        }
        let start = Int(lseek(output, 0, SEEK_END))
        let pid = try spawn(arguments, output: output, ready: ends[1])
        close(ends[1])
        close(output)
        let name = Self.line(from: ends[0])
        close(ends[0])
        if let name {
            return Background(name: name, pid: pid)
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        // What the child said is all that there is to say.
        let text = FileManager.default.contents(atPath: log)?.dropFirst(start) ?? Data()
        Console.write(String(decoding: text, as: UTF8.self), to: STDERR_FILENO)
        let code = (status >> 8) & 0xff
        if code != 0 || status & 0x7f != 0 {
            throw Failure("", code: Failure.Code(rawValue: code) ?? .error)
        }
        return nil
    }

    private func spawn(_ arguments: [String], output: Int32, ready: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        var variables = ProcessInfo.processInfo.environment
        variables[Self.variable] = "\(ready)"
        // The first argument is what the shell called the program, for messages.
        var words = ([CommandLine.arguments[0]] + arguments).map { strdup($0) }
        var environment = variables.map { strdup("\($0)=\($1)") }
        words.append(nil)
        environment.append(nil)
        defer {
            for word in words + environment { free(word) }
        }
        var pid: pid_t = 0
        let error = posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, words, environment)
        guard error == 0 else {
            throw Failure("no process in the background: \(Self.reason(error))")
        }
        return pid
    }

    /// The first line of a pipe; `nil` when it ends without one.
    private static func line(from pipe: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = read(pipe, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    private static func reason(_ error: Int32) -> String { String(cString: strerror(error)) }

    /// In the child: the work begins. Elsewhere nothing.
    static func sayReady(_ name: String) {
        guard let pipe = Console.environment(variable).flatMap({ Int32($0) }), pipe > STDERR_FILENO
        else { return }
        unsetenv(variable)
        let line = Array(name.replacing("\n", with: " ").utf8) + [UInt8(ascii: "\n")]
        _ = write(pipe, line, line.count)
        close(pipe)
    }
}
