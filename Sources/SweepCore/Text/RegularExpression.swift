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
        var threads = ThreadSet(capacity: program.count)
        var next = ThreadSet(capacity: program.count)
        var pending: [Int] = []
        var before: Unicode.Scalar?
        var count = 0
        var iterator = text.unicodeScalars.makeIterator()
        var here = iterator.next()
        while true {
            // A match may begin anywhere.
            pending.append(0)
            if follow(&pending, into: &threads, before: before, after: here) { return true }
            guard let scalar = here else { return false }
            count += 1
            if count % 512 == 0 { try poll() }
            here = iterator.next()
            next.removeAll()
            for place in threads.members where accepts(program[place], scalar) {
                pending.append(place + 1)
                if follow(&pending, into: &next, before: scalar, after: here) { return true }
            }
            swap(&threads, &next)
            before = scalar
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
                if Self.holds(assertion, before: before, after: after) { pending.append(place + 1) }
            case .scalar, .set: break
            }
        }
        return false
    }

    private func accepts(_ instruction: Instruction, _ scalar: Unicode.Scalar) -> Bool {
        switch instruction {
        case .scalar(let wanted):
            return wanted == scalar || ignoresCase && wanted.folded == scalar.folded
        case .set(let set): return set.contains(scalar, ignoringCase: ignoresCase)
        default: return false
        }
    }

    private static func holds(
        _ assertion: Assertion, before: Unicode.Scalar?, after: Unicode.Scalar?
    ) -> Bool {
        let isBoundary =
            (before.map(ScalarSet.isWord) ?? false) != (after.map(ScalarSet.isWord) ?? false)
        return switch assertion {
        case .start: before == nil
        case .end: after == nil
        case .boundary: isBoundary
        case .noBoundary: !isBoundary
        }
    }
}

extension RegularExpression: Equatable {
    package static func == (a: RegularExpression, b: RegularExpression) -> Bool {
        // `String`'s own equality takes canonically equivalent texts for one.
        a.source.utf8.elementsEqual(b.source.utf8)
    }
}

/// Places in a program, each once.
private struct ThreadSet {
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
