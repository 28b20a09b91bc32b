import Glibc
import SweepCore

/// The sqlite3 shell on a database, read-only.
package struct DatabaseShell {
    private let path: String

    package init(path: String) { self.path = path }

    /// The words of the command. The shell takes a file that begins with `-` for an option, and one that
    /// begins with `file:` for a URI.
    package var arguments: [String] {
        let file = path.hasPrefix("/") ? path : "./" + path
        return ["sqlite3", "-readonly", "-header", "-column", file]
    }

    /// Lets the shell, looked for in `PATH`, take this process's place; returns only why it could not.
    func replaceProcess() -> Failure {
        // What we ignore, the shell would go on ignoring.
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_DFL) }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        execvp("sqlite3", words)
        guard errno == ENOENT || errno == EACCES else { return Failure(errorNumber: errno) }
        return Failure(
            "there is no sqlite3 shell here; get it with `apt-get install sqlite3`, or say the query: "
                + "`sweep sql \"SELECT …\"`")
    }
}
