import Glibc

/// What ends a command: one line for people, and the exit code (`design.md` §7).
package struct Failure: Error, CustomStringConvertible, Equatable {
    /// The exit codes that scripts can rely on.
    package enum Code: Int32, Sendable {
        case error = 1
        case notATerminal = 2
        case failedRuns = 3
        case difference = 4
        case usage = 64
        case hangUp = 129
        case interrupted = 130
        case terminated = 143
    }

    package let code: Code
    /// Printed after `sweep: ` on standard error; empty when everything has been said already.
    package let description: String

    /// What the system says of one of its error numbers.
    init(errorNumber: Int32) { self.init(String(cString: strerror(errorNumber))) }

    package init(_ description: String, code: Code = .error) {
        self.description = description
        self.code = code
    }
}
