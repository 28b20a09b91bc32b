extension RegularExpression.Instruction {
    /// Whether it goes on with this character.
    func accepts(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> Bool {
        switch self {
        case .scalar(let wanted):
            wanted == scalar || ignoringCase && wanted.folded == scalar.folded
        case .set(let set): set.contains(scalar, ignoringCase: ignoringCase)
        case .assert, .split, .jump, .match: false
        }
    }

    /// Whether it waits for a character, or is the end.
    var isState: Bool {
        switch self {
        case .scalar, .set, .match: true
        case .assert, .split, .jump: false
        }
    }

    /// Where it goes on without a character, from its place between two.
    func next(
        after place: Int, between before: Unicode.Scalar?, and after: Unicode.Scalar?
    ) -> [Int] {
        switch self {
        case .jump(let target): [target]
        case .split(let first, let second): [first, second]
        case .assert(let assertion):
            assertion.holds(before: before, after: after) ? [place + 1] : []
        case .scalar, .set, .match: []
        }
    }
}

extension RegularExpression.Assertion {
    /// `nil` stands for the beginning or the end of the text.
    func holds(before: Unicode.Scalar?, after: Unicode.Scalar?) -> Bool {
        func isBoundary() -> Bool {
            (before.map(ScalarSet.isWord) ?? false) != (after.map(ScalarSet.isWord) ?? false)
        }
        return switch self {
        case .start: before == nil
        case .end: after == nil
        case .boundary: isBoundary()
        case .noBoundary: !isBoundary()
        }
    }
}
