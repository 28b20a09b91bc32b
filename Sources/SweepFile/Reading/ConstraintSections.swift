import SweepCore

/// Reads `when` and `where`: conditional parameters and constraints.
///
/// They are checked against the space as the file has it, before `--set` makes parameters constant.
struct ConstraintSections {
    let space: SearchSpace

    func read(_ top: Section) throws(SweepFileError) -> SearchConstraints {
        let conditions = try top.entry("when").map { entry throws(SweepFileError) in
            try self.conditions(entry.value)
        }
        let requirements = try top.entry("where").map { entry throws(SweepFileError) in
            try self.requirements(entry.value)
        }
        do {
            return try SearchConstraints(
                conditions: conditions ?? [], requirements: requirements ?? [])
        } catch {
            throw (top.entry("when")?.place ?? top.place).error("when: \(error)")
        }
    }

    private func requirements(_ node: FileNode) throws(SweepFileError) -> [Expression] {
        guard case .list(let nodes) = node.content else {
            return [try expression(node, of: "where")]
        }
        var expressions: [Expression] = []
        for node in nodes { expressions.append(try expression(node, of: "where")) }
        return expressions
    }

    private func conditions(
        _ node: FileNode
    ) throws(SweepFileError) -> [SearchConstraints.Condition] {
        var conditions: [SearchConstraints.Condition] = []
        let names = space.parameters.map(\.name)
        for entry in try node.section("when").entries {
            guard names.contains(entry.key) else {
                throw entry.place.error(
                    "when names \(entry.key.quoted), which is not under parameters"
                        + NearestName.hint(entry.key, among: names))
            }
            let expression =
                if case .map(let parts) = entry.value.content {
                    try conjunction(parts, of: entry)
                } else {
                    try expression(entry.value, of: "when of \(entry.key.quoted)")
                }
            conditions.append(
                SearchConstraints.Condition(name: entry.key, expression: expression))
        }
        return conditions
    }

    /// `{optimizer: sgd, depth: [2, 3]}`: each has the value, or one of the values.
    private func conjunction(
        _ parts: [FileNode.Entry], of entry: FileNode.Entry
    ) throws(SweepFileError) -> Expression {
        let what = "when of \(entry.key.quoted)"
        var whole: Expression?
        for part in parts {
            let nodes =
                if case .list(let nodes) = part.value.content { nodes } else { [part.value] }
            var values: [Expression] = []
            for node in nodes { values.append(try value(node, of: what)) }
            let condition: Expression =
                values.count == 1
                ? .binary(.equal, .name(part.key), values[0]) : .among(.name(part.key), values)
            try check(condition, place: part.place, what: what)
            whole = whole.map { .binary(.and, $0, condition) } ?? condition
        }
        guard let whole else {
            throw entry.value.place.error(
                "\(what) is an empty map; write PARAMETER: VALUE, or an expression")
        }
        return whole
    }

    private func value(_ node: FileNode, of what: String) throws(SweepFileError) -> Expression {
        switch node.content {
        case .scalar(.text(let text), _): return .text(text)
        case .scalar(.flag(let flag), _): return .flag(flag)
        case .scalar(let value, _):
            guard let number = value.asNumber else { fallthrough }
            return .number(number)
        case .list, .map: throw node.mismatch("a value in \(what)", "a text, a number or a flag")
        }
    }

    private func expression(
        _ node: FileNode, of what: String
    ) throws(SweepFileError) -> Expression {
        guard case .scalar(let value, let text) = node.content, value.asText != nil else {
            throw node.mismatch(what, "an expression such as \"width * depth <= 512\"")
        }
        let expression: Expression
        do {
            expression = try ExpressionParser.parse(text).resolvingWords { isKnown($0) }
        } catch {
            throw node.place.error("\(what): \(error)")
        }
        try check(expression, place: node.place, what: what)
        return expression
    }

    private func isKnown(_ name: String) -> Bool {
        space.parameters.contains { $0.name == name }
            || space.train != nil && ParameterTable.named(name) != nil
    }

    /// The texts that a parameter can have, in this file or with `--set`.
    private func texts(of name: String) -> [String] {
        var texts = space.values(of: name).compactMap(\.value.asText)
        if space.train != nil, case .choice(let names)? = ParameterTable.named(name)?.kind {
            texts += names.filter { !texts.contains($0) }
        }
        return texts
    }

    private func check(
        _ expression: Expression, place: Place, what: String
    ) throws(SweepFileError) {
        for name in expression.names where !isKnown(name) {
            let known =
                space.parameters.map(\.name) + (space.train == nil ? [] : ParameterTable.names)
            throw place.error(
                "\(what): unknown parameter \(name.quoted)\(NearestName.hint(name, among: known)) "
                    + "(a text stands in quotes, or beside == and !=)")
        }
        for (name, other) in expression.comparedNames where texts(of: name).contains(other) {
            throw place.error(
                "\(what): \(other.quoted) is a value of \(name) and a parameter of its own; "
                    + "write '\(other)' with quotes for the value")
        }
        for (name, text) in expression.comparedTexts {
            let texts = texts(of: name)
            guard !texts.contains(text), !space.isRange(name) else { continue }
            throw place.error(
                "\(what): \(name) is never \(text.quoted)\(NearestName.hint(text, among: texts))")
        }
    }
}
