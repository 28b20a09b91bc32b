/// What is wrong with a regular expression; the column counts its characters from 1.
package struct RegularExpressionError: Error, Sendable, Equatable, CustomStringConvertible {
    package let message: String
    package let column: Int

    package var description: String { "\(message), at character \(column) of the expression" }
}

/// Reads an expression and makes a program of it.
struct RegularExpressionParser {
    /// Instructions, and steps to make them: nested repetitions multiply.
    private static let largest = 2_000
    private static let deepest = 100
    private static let mostRepetitions = 1_000

    private indirect enum Node {
        case one(RegularExpression.Instruction)
        case sequence([Node])
        case choice([Node])
        case repetition(Node, ClosedRange<Int>, isEndless: Bool)
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var work = 0
    private var program: [RegularExpression.Instruction] = []

    static func parse(
        _ source: String
    ) throws(RegularExpressionError) -> (
        program: [RegularExpression.Instruction], ignoresCase: Bool
    ) {
        var parser = RegularExpressionParser(scalars: Array(source.unicodeScalars))
        let ignoresCase = parser.scalars.starts(with: "(?i)".unicodeScalars)
        if ignoresCase { parser.position = 4 }
        let node = try parser.choice()
        guard parser.current == nil else {
            throw parser.error("there is no \"(\" for this \")\"")
        }
        try parser.emit(node)
        parser.program.append(.match)
        return (parser.program, ignoresCase)
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private func error(_ message: String) -> RegularExpressionError {
        RegularExpressionError(message: message, column: position + 1)
    }

    // MARK: Reading

    private mutating func choice() throws(RegularExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("the groups nest too deep") }
        var options: [Node] = []
        repeat {
            var sequence: [Node] = []
            while let scalar = current, scalar != "|", scalar != ")" {
                sequence.append(try repeated(atom()))
            }
            options.append(.sequence(sequence))
        } while take("|")
        return options.count == 1 ? options[0] : .choice(options)
    }

    private mutating func atom() throws(RegularExpressionError) -> Node {
        guard let scalar = current else { throw error("something is missing") }
        switch scalar {
        case "(":
            position += 1
            // The one kind of special group that means nothing here.
            if take("?"), !take(":") {
                throw error("of the groups that begin with \"(?\" only \"(?:\" is known")
            }
            let node = try choice()
            guard take(")") else { throw error("a \")\" is missing") }
            return node
        case "*", "+", "?": throw error("there is nothing to repeat before \"\(scalar)\"")
        case "[": return .one(.set(try set()))
        default: break
        }
        position += 1
        switch scalar {
        case ".": return .one(.set(.any))
        case "^": return .one(.assert(.start))
        case "$": return .one(.assert(.end))
        case "\\": return .one(try escape())
        default: return .one(.scalar(scalar))
        }
    }

    private mutating func repeated(_ node: Node) throws(RegularExpressionError) -> Node {
        let repetition: Node
        switch current {
        case "*": repetition = .repetition(node, 0...0, isEndless: true)
        case "+": repetition = .repetition(node, 1...1, isEndless: true)
        case "?": repetition = .repetition(node, 0...1, isEndless: false)
        case "{": repetition = try counted(node)
        default: return node
        }
        position += 1
        // As little as possible or as much: whether there is a match is the same.
        _ = take("?")
        return repetition
    }

    /// `{m}`, `{m,}` or `{m,n}`, up to its last character.
    private mutating func counted(_ node: Node) throws(RegularExpressionError) -> Node {
        let start = position
        var bounds: [Int?] = [nil]
        position += 1
        while let scalar = current, scalar != "}" {
            if scalar == ",", bounds.count == 1 {
                bounds.append(nil)
            } else if ("0"..."9").contains(scalar) {
                let digit = Int(scalar.value) - 0x30
                bounds[bounds.count - 1] = min(
                    1_000_000, (bounds[bounds.count - 1] ?? 0) * 10 + digit)
            } else {
                break
            }
            position += 1
        }
        guard current == "}", let least = bounds[0] else {
            position = start
            throw error("a brace begins a repetition, {2} or {2,5}; \"\\{\" is the character")
        }
        let most = bounds.count == 1 ? least : bounds[1] ?? least
        guard least <= most, most <= Self.mostRepetitions else {
            throw error("repetitions go up to \(Self.mostRepetitions), the smaller number first")
        }
        return .repetition(
            node, least...most, isEndless: bounds.count == 2 && bounds[1] == nil)
    }

    private mutating func escape() throws(RegularExpressionError) -> RegularExpression.Instruction {
        guard let scalar = current else { throw error("something is missing after \"\\\"") }
        if let known = Self.classes(of: scalar) {
            position += 1
            return .set(ScalarSet(classes: [known]))
        }
        switch scalar {
        case "b", "B":
            position += 1
            return .assert(scalar == "b" ? .boundary : .noBoundary)
        default: return .scalar(try escapedScalar())
        }
    }

    private static func classes(
        of scalar: Unicode.Scalar
    ) -> (class: ScalarSet.Class, isNegated: Bool)? {
        switch scalar {
        case "d": (.digit, false)
        case "D": (.digit, true)
        case "w": (.word, false)
        case "W": (.word, true)
        case "s": (.space, false)
        case "S": (.space, true)
        default: nil
        }
    }

    private mutating func escapedScalar() throws(RegularExpressionError) -> Unicode.Scalar {
        guard let scalar = current else { throw error("something is missing after \"\\\"") }
        let meaning: Unicode.Scalar? =
            switch scalar {
            case "n": "\n"
            case "r": "\r"
            case "t": "\t"
            default:
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    ? nil : scalar
            }
        guard let meaning else { throw error("\"\\\(scalar)\" is not known here") }
        position += 1
        return meaning
    }

    private mutating func set() throws(RegularExpressionError) -> ScalarSet {
        let start = position
        position += 1
        var set = ScalarSet()
        set.isNegated = take("^")
        var isFirst = true
        while let scalar = current, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            var low = scalar
            if scalar == "\\" {
                if let current, let known = Self.classes(of: current) {
                    position += 1
                    set.classes.append(known)
                    continue
                }
                low = try escapedScalar()
            }
            let hasRange =
                current == "-" && position + 1 < scalars.count && scalars[position + 1] != "]"
            guard hasRange else {
                set.ranges.append(low...low)
                continue
            }
            position += 1
            var high = scalars[position]
            position += 1
            if high == "\\" { high = try escapedScalar() }
            guard low <= high else { throw error("a range goes from the smaller character up") }
            set.ranges.append(low...high)
        }
        guard take("]") else {
            position = start
            throw error("there is no \"]\" for this \"[\"")
        }
        return set
    }

    // MARK: The program

    private mutating func emit(_ node: Node) throws(RegularExpressionError) {
        work += 1
        guard work <= 10 * Self.largest, program.count < Self.largest else {
            throw RegularExpressionError(message: "the expression is too large", column: 1)
        }
        switch node {
        case .one(let instruction): program.append(instruction)
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .choice(let nodes): try emit(choice: nodes)
        case .repetition(let node, let count, let isEndless):
            for _ in 0..<count.lowerBound { try emit(node) }
            if isEndless {
                let split = program.count
                program.append(.split(split + 1, split + 1))
                try emit(node)
                program.append(.jump(split))
                program[split] = .split(split + 1, program.count)
            } else {
                for _ in count.lowerBound..<count.upperBound {
                    let split = program.count
                    program.append(.split(split + 1, split + 1))
                    try emit(node)
                    program[split] = .split(split + 1, program.count)
                }
            }
        }
    }

    private mutating func emit(choice nodes: [Node]) throws(RegularExpressionError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            let isLast = index == nodes.count - 1
            let split = program.count
            if !isLast { program.append(.split(split + 1, split + 1)) }
            try emit(node)
            guard !isLast else { break }
            jumps.append(program.count)
            program.append(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        for jump in jumps { program[jump] = .jump(program.count) }
    }
}
