import SweepCore

/// A filter as a condition on the row `run` of a statement, and the values to bind to it.
///
/// No text of the filter is in the SQL, only numbers of parameters: `?5`, `?6`, … from the first one that
/// the statement leaves free. The condition is 1 or 0, never NULL. It needs the functions of
/// `SQLFunctions`, so it runs on the reader's connections.
///
/// SQLite's parser keeps at most 100 symbols, and an expression is at most 1,000 deep. So negations go
/// down to the terms, the deepest part comes first, where it costs one symbol a level, and long lists are
/// cut into pieces.
struct FilterSQL {
    private(set) var condition = "1"
    private(set) var values: [any SQLBindable] = []

    private let connection: StoreConnection
    private let now: SweepInstant
    private let firstParameter: Int
    private var names: FilterNames?

    /// Translates a filter for a statement whose own parameters end before `firstParameter`.
    ///
    /// `hidesArchived` leaves out archived runs, and those of archived sweeps, unless the filter itself
    /// speaks of `archived:`.
    ///
    /// - Throws: `FilterError` for a name that the database does not know.
    init(
        _ filter: RunFilter, hidesArchived: Bool = false, firstParameter: Int, now: SweepInstant,
        on connection: StoreConnection
    ) throws {
        self.connection = connection
        self.now = now
        self.firstParameter = firstParameter
        var parts = [try piece(filter, isNegated: false)]
        if hidesArchived, !filter.mentions(.archived) {
            parts.append(Piece(text: "NOT \(Self.isArchived)", isAtom: true, depth: 0))
        }
        condition = Self.join(parts, with: "AND").inParentheses
    }

    /// The number of a parameter with this value, as SQL.
    mutating func bind(_ value: any SQLBindable) -> String {
        values.append(value)
        return "?\(firstParameter + values.count - 1)"
    }

    mutating func subject(_ name: RunFilter.Name, column: Int) throws -> FilterSubject {
        let known = try names ?? FilterNames(connection)
        names = known
        return try known.subject(name, column: column)
    }

    mutating func bindNow() -> String { bind(now) }

    static let isArchived = """
        (run.archived_at IS NOT NULL OR EXISTS (SELECT 1 FROM sweep AS owner \
        WHERE owner.id = run.sweep AND owner.archived_at IS NOT NULL))
        """

    // MARK: Structure

    private struct Piece {
        let text: String
        /// Whether it can stand in any list without parentheses.
        let isAtom: Bool
        let depth: Int

        var inParentheses: String { isAtom ? text : "(\(text))" }
    }

    private static let longestList = 8

    private mutating func piece(_ filter: RunFilter, isNegated: Bool) throws -> Piece {
        switch filter {
        case .not(let part): return try piece(part, isNegated: !isNegated)
        case .term(let term):
            let truth = isNegated ? "IS NOT TRUE" : "IS TRUE"
            return Piece(text: "(\(try sql(term))) \(truth)", isAtom: true, depth: 0)
        case .all(let parts) where parts.isEmpty:
            return Piece(text: isNegated ? "0" : "1", isAtom: true, depth: 0)
        case .any(let parts) where parts.isEmpty:
            return Piece(text: isNegated ? "1" : "0", isAtom: true, depth: 0)
        case .all(let parts):
            let pieces = try parts.map { try piece($0, isNegated: isNegated) }
            return Self.join(pieces, with: isNegated ? "OR" : "AND")
        case .any(let parts):
            let pieces = try parts.map { try piece($0, isNegated: isNegated) }
            return Self.join(pieces, with: isNegated ? "AND" : "OR")
        }
    }

    /// Joins pieces into one, the deepest first.
    private static func join(_ pieces: [Piece], with word: String) -> Piece {
        guard pieces.count > 1 else {
            return pieces.first ?? Piece(text: "1", isAtom: true, depth: 0)
        }
        var rest = pieces
        let deepest = rest.indices.max { rest[$0].depth < rest[$1].depth } ?? 0
        let first = rest.remove(at: deepest)
        let size = (rest.count + longestList - 2) / (longestList - 1)
        let others = stride(from: 0, to: rest.count, by: size).map { start in
            join(Array(rest[start..<min(start + size, rest.count)]), with: word)
        }
        return Piece(
            text: ([first] + others).map(\.inParentheses).joined(separator: " \(word) "),
            isAtom: false, depth: 1 + (pieces.map(\.depth).max() ?? 0))
    }
}
