/// A regular expression that is matched in a time bounded by text × expression.
///
/// Literal characters, `.`, `[a-z]`, `[^a-z]`, `\d \w \s` and their capitals, `\b`, `^`, `$`, `|`, groups,
/// `* + ?` and `{m,n}`; `(?i)` in front ignores case. No back references and no looking around: all states
/// are followed at once (K. Thompson, 1968), because an expression comes from anybody. Swift's `Regex`
/// backtracks without a bound, and glibc's `regcomp` takes exponential memory for nested repetitions.
package struct RegularExpression: Sendable {
    enum Instruction: Sendable {
        case scalar(Unicode.Scalar)
        case set(ScalarSet)
        case assert(Assertion)
        /// Goes on at both.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    enum Assertion: Sendable { case start, end, boundary, noBoundary }

    package let source: String
    private let program: [Instruction]
    private let ignoresCase: Bool

    /// - Throws: A `RegularExpressionError` with the column when the expression cannot be read, or would
    ///   take too much.
    package init(_ source: String) throws(RegularExpressionError) {
        self.source = source
        let parsed = try RegularExpressionParser.parse(source)
        program = parsed.program
        ignoresCase = parsed.ignoresCase
    }

    /// Whether some part of the text matches.
    package func matches(_ text: String) -> Bool { matches(text) {} }

    /// Whether some part of the text matches, in a search that can be ended.
    ///
    /// `poll` is called now and then; what it throws ends the search.
    package func matches(_ text: String, poll: () throws -> Void) rethrows -> Bool {
        var search = Search(self, fast: nil)
        return try search.matches(text, poll: poll)
    }

    /// The expression with the memory that a search in a text needs, to search many of them.
    package struct Search: Sendable {
        private let expression: RegularExpression
        /// For texts of ASCII, where the expression is small.
        private let fast: BitParallelSearch?
        private var threads, next: ThreadSet
        private var pending: [Int] = []

        package init(_ expression: RegularExpression) {
            self.init(
                expression,
                fast: BitParallelSearch(
                    expression.program, ignoringCase: expression.ignoresCase))
        }

        fileprivate init(_ expression: RegularExpression, fast: BitParallelSearch?) {
            self.expression = expression
            self.fast = fast
            threads = ThreadSet(capacity: expression.program.count)
            next = threads
        }

        /// As `RegularExpression.matches`.
        package mutating func matches(_ text: String) -> Bool {
            fast?.matches(text) ?? matches(text) {}
        }

        /// Whether some part of each of many texts matches, which lie one after another in memory: where one ends, by
        /// its place. `nil` for a text that has to be asked about by itself; all of it for an expression that is not
        /// small.
        package func matches(
            _ texts: UnsafeBufferPointer<UInt8>, ends: [Int32]
        ) -> [Bool?]? { fast?.matches(texts, ends: ends) }

        fileprivate mutating func matches(
            _ text: String, poll: () throws -> Void
        ) rethrows -> Bool {
            threads.removeAll()
            pending.removeAll(keepingCapacity: true)
            var before: Unicode.Scalar?
            var count = 0
            var iterator = text.unicodeScalars.makeIterator()
            var here = iterator.next()
            while true {
                // A match may begin anywhere.
                pending.append(0)
                if expression.follow(&pending, into: &threads, before: before, after: here) {
                    return true
                }
                guard let scalar = here else { return false }
                count += 1
                if count % 512 == 0 { try poll() }
                here = iterator.next()
                next.removeAll()
                for place in threads.members
                where expression.program[place].accepts(
                    scalar, ignoringCase: expression.ignoresCase)
                {
                    pending.append(place + 1)
                    if expression.follow(&pending, into: &next, before: scalar, after: here) {
                        return true
                    }
                }
                swap(&threads, &next)
                before = scalar
            }
        }
    }

    /// Adds the states that can be reached without a character; `true` when one of them is the end.
    private func follow(
        _ pending: inout [Int], into threads: inout ThreadSet, before: Unicode.Scalar?,
        after: Unicode.Scalar?
    ) -> Bool {
        while let place = pending.popLast() {
            guard threads.insert(place) else { continue }
            switch program[place] {
            case .match: return true
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .assert(let assertion):
                if assertion.holds(before: before, after: after) { pending.append(place + 1) }
            case .scalar, .set: break
            }
        }
        return false
    }
}

extension RegularExpression: Equatable {
    package static func == (a: RegularExpression, b: RegularExpression) -> Bool {
        // `String`'s own equality takes canonically equivalent texts for one.
        a.source.utf8.elementsEqual(b.source.utf8)
    }
}

/// Places in a program, each once.
private struct ThreadSet: Sendable {
    private(set) var members: [Int] = []
    private var isMember: [Bool]

    init(capacity: Int) { isMember = Array(repeating: false, count: capacity) }

    mutating func insert(_ place: Int) -> Bool {
        guard !isMember[place] else { return false }
        isMember[place] = true
        members.append(place)
        return true
    }

    mutating func removeAll() {
        for place in members { isMember[place] = false }
        members.removeAll(keepingCapacity: true)
    }
}
