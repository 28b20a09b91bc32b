import ArgumentParser
import Glibc
import SweepCore

/// `--filter EXPR`, for every command that lists runs.
struct FilterOption: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("filter")],
        help: ArgumentHelp("Only runs that match; see above.", valueName: "expr"))
    private var text: String?

    init() {}

    /// The grammar in brief, for the help of a command.
    static let discussion = """
        A filter is terms, all of which must match; a|b, !a and (a b) combine them:
          word "two words"  in a run's name, uid, tags or note; /regex/ in its name
          state:failed      also reason, tag, sweep, name, uid, note, seed, archived
          width>=64         a parameter, a metric, objective, seed, number, step,
                            seconds or attempts
        Archived runs are left out unless it says archived:yes. docs/filters.md has more.
        """

    /// For the help of an export, which leaves nothing out by itself.
    static let exportDiscussion = """
        A filter (--filter) is that of `sweep runs --help`; archived runs are exported too, unless it says \
        archived:no.
        """

    var isGiven: Bool { text != nil }

    /// Reads the filter and hands it to `body`.
    ///
    /// - Throws: What is wrong with the filter as a `Failure` that shows the place.
    func apply<T>(_ body: (RunFilter) throws -> T) throws -> T {
        let text = self.text ?? ""
        do {
            return try body(FilterParser.parse(text))
        } catch let error as FilterError {
            let before = text.unicodeScalars.prefix(error.column - 1)
            let offset = String(String.UnicodeScalarView(before)).utf8.count
            let width = Console.size(of: STDERR_FILENO)?.columns ?? Excerpt.usualWidth
            let lines = Excerpt.lines(of: text, at: offset, width: width)
            throw Failure(([error.description] + lines).joined(separator: "\n"), code: .usage)
        }
    }
}
