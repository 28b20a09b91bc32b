import SweepCore

/// One node of a sweep file with its place: YAML without anchors, tags and styles.
struct FileNode {
    struct Entry {
        let key: String
        /// Where the key stands.
        let place: Place
        let value: FileNode
    }

    enum Content {
        /// A scalar's meaning, and its text as written.
        case scalar(Value, text: String)
        case list([FileNode])
        case map([Entry])
    }

    let place: Place
    let content: Content

    /// The whole node as a value.
    var value: Value {
        switch content {
        case .scalar(let value, _): value
        case .list(let nodes): .list(nodes.map(\.value))
        case .map(let entries):
            .map(Dictionary(entries.map { ($0.key, $0.value.value) }) { first, _ in first })
        }
    }

    /// The node as an error shows it.
    var found: String {
        switch content {
        case .scalar(let value, let text):
            value.isNull ? "empty" : value.asText == nil ? text.shown : text.quoted
        case .list(let nodes): "a list of \(nodes.count.counted("value"))"
        case .map: "a map"
        }
    }

    /// Returns the error that `what` is something else than what it must be.
    func mismatch(_ what: String, _ allowed: String) -> SweepFileError {
        place.error("\(what) is \(found); it must be \(allowed)")
    }
}

// MARK: - Reading with checks

extension FileNode {
    func list(_ what: String, of contents: String) throws(SweepFileError) -> [FileNode] {
        guard case .list(let nodes) = content else {
            throw mismatch(what, "a list of \(contents)")
        }
        return nodes
    }

    /// The entries of a map, each key of which must be among `allowed`.
    func section(_ what: String, allowed: [String]) throws(SweepFileError) -> Section {
        let section = try section(what)
        for entry in section.entries where !allowed.contains(entry.key) {
            let hint = NearestName.hint(entry.key, among: allowed)
            throw entry.place.error(
                "unknown key \(entry.key.quoted) in \(what)\(hint)\(hint.isEmpty ? ";" : "") "
                    + "allowed are \(allowed.joined(separator: ", "))")
        }
        return section
    }

    func section(_ what: String) throws(SweepFileError) -> Section {
        guard case .map(let entries) = content else { throw mismatch(what, "a map") }
        return Section(what: what, place: place, entries: entries)
    }

    /// A text that is not empty; a number or flag counts as the text that was written.
    func text(_ what: String) throws(SweepFileError) -> String {
        guard case .scalar(let value, let text) = content, !value.isNull, !text.isEmpty else {
            throw mismatch(what, "text")
        }
        return text
    }

    func integer(
        _ what: String, in range: ClosedRange<Int64>
    ) throws(SweepFileError) -> Int64 {
        guard let integer = value.asInteger, range.contains(integer) else {
            let allowed =
                switch (range.lowerBound, range.upperBound) {
                case (.min, .max): "an integer"
                case (let low, .max): "an integer ≥ \(low)"
                case (let low, let high): "an integer from \(low) to \(high)"
                }
            throw mismatch(what, allowed)
        }
        return integer
    }

    func number(_ what: String) throws(SweepFileError) -> Double {
        guard let number = value.asNumber else { throw mismatch(what, "a number") }
        return number
    }

    func number(_ what: String, above bound: Double) throws(SweepFileError) -> Double {
        guard let number = value.asNumber, number > bound else {
            throw mismatch(what, "a number > \(Value.number(bound).canonicalJSON)")
        }
        return number
    }

    func flag(_ what: String) throws(SweepFileError) -> Bool {
        guard let flag = value.asFlag else { throw mismatch(what, "true or false") }
        return flag
    }

    /// One of a few words.
    func choice(_ what: String, among words: [String]) throws(SweepFileError) -> String {
        guard case .scalar(let value, let text) = content, !value.isNull, words.contains(text)
        else {
            let hint = value.asText.map { NearestName.hint($0, among: words) } ?? ""
            throw place.error(
                "\(what) is \(found); it must be one of \(words.joined(separator: ", "))\(hint)")
        }
        return text
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ what: String, of type: Choice.Type
    ) throws(SweepFileError) -> Choice {
        let word = try choice(what, among: Choice.allCases.map(\.rawValue))
        guard let choice = Choice(rawValue: word) else { throw mismatch(what, "another word") }
        return choice
    }
}

/// A map of the file with its name for errors.
struct Section {
    let what: String
    let place: Place
    let entries: [FileNode.Entry]

    subscript(key: String) -> FileNode? { entry(key)?.value }

    func entry(_ key: String) -> FileNode.Entry? { entries.first { $0.key == key } }

    /// The value of a key that must be there.
    func required(_ key: String) throws(SweepFileError) -> FileNode {
        guard let node = self[key] else { throw place.error("\(what) needs \(key)") }
        return node
    }
}
