import Glibc

/// A question before something that cannot be taken back.
enum Confirmation {
    /// Lists what it is about and asks on the terminal; anything but yes is no.
    ///
    /// - Throws: A `Failure` where nobody can be asked.
    static func ask(_ question: String, about lines: [String], doing: String) throws -> Bool {
        guard Console.isTerminal(STDIN_FILENO), Console.isTerminal(STDERR_FILENO) else {
            throw Failure(
                "\(doing) asks first, and this is not a terminal; add --yes", code: .usage)
        }
        for line in lines { Console.note("  \(line)") }
        Console.write("\(question) [y/N] ", to: STDERR_FILENO)
        let answer = readLine() ?? ""
        return ["y", "yes"].contains(answer.lowercased())
    }
}
