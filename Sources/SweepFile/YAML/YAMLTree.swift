import SweepCore
import Yams

/// Reads YAML text into a `FileNode`, with bounds on depth and size.
///
/// libyaml itself stops at some hundred levels of nesting, so its recursion is bounded, too.
struct YAMLTree {
    static let deepest = 32
    static let mostNodes = 100_000

    private let path: String
    private let position: Place.Position?
    private var nodeCount = 0

    /// Returns the only document of a file.
    static func document(_ text: String, path: String) throws(SweepFileError) -> FileNode {
        var tree = YAMLTree(path: path, position: nil)
        return try tree.read(text)
    }

    /// Returns the value of a `--set`: a scalar or a list in brackets.
    static func setting(_ text: String, place: Place) throws(SweepFileError) -> FileNode {
        var tree = YAMLTree(path: place.path, position: place.position)
        return try tree.read(text)
    }

    /// Returns the only document of a file that may also be empty; `kind` is what errors call the file.
    static func documentIfAny(
        _ text: String, path: String, kind: String
    ) throws(SweepFileError) -> FileNode? {
        var tree = YAMLTree(path: path, position: nil)
        return try tree.readIfAny(text, kind: kind)
    }

    private init(path: String, position: Place.Position?) {
        self.path = path
        self.position = position
    }

    private var whole: Place { Place(path: path, position: position ?? .file) }

    private func place(line: Int?) -> Place {
        Place(path: path, position: position ?? line.map { .line($0) } ?? .file)
    }

    private mutating func read(_ text: String) throws(SweepFileError) -> FileNode {
        guard let root = try readIfAny(text, kind: "a sweep file") else {
            throw whole.error("is empty; a sweep file needs at least method and train")
        }
        return root
    }

    private mutating func readIfAny(
        _ text: String, kind: String
    ) throws(SweepFileError) -> FileNode? {
        guard AliasBound.holds(for: text.utf8) else {
            throw whole.error(
                "its aliases (*name) would expand to more than \(AliasBound.limit >> 20) MiB; "
                    + "write the values out")
        }
        let roots: (first: Node?, second: Node?)
        do {
            // The basic resolver knows text only: what a scalar means is decided by `ScalarValue`.
            let parser = try Parser(
                yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            let first = try parser.nextRoot()
            roots = (first, first == nil ? nil : try parser.nextRoot())
        } catch let error as YamlError {
            throw Self.translated(error, text: text, place: place)
        } catch {
            throw whole.error("cannot be read as YAML: \("\(error)".shown)")
        }
        guard let root = roots.first else { return nil }
        if let second = roots.second {
            throw place(line: second.mark?.line).error(
                "a second YAML document; \(kind) is a single one (no further --- line)")
        }
        return try convert(root, depth: 1)
    }

    private mutating func convert(_ node: Node, depth: Int) throws(SweepFileError) -> FileNode {
        let place = place(line: node.mark?.line)
        guard depth <= Self.deepest else {
            throw place.error("nested deeper than \(Self.deepest) levels")
        }
        nodeCount += 1
        guard nodeCount <= Self.mostNodes else {
            throw whole.error(
                "more than \(Self.mostNodes.grouped) values, those that aliases repeat included")
        }
        switch node {
        case .scalar(let scalar):
            return FileNode(place: place, content: try Self.scalar(scalar, place: place))
        case .sequence(let sequence):
            try Self.checkTag(sequence.tag, allowed: [.seq], place: place)
            var nodes: [FileNode] = []
            nodes.reserveCapacity(sequence.count)
            for node in sequence { nodes.append(try convert(node, depth: depth + 1)) }
            return FileNode(place: place, content: .list(nodes))
        case .mapping(let mapping):
            try Self.checkTag(mapping.tag, allowed: [.map], place: place)
            return FileNode(place: place, content: .map(try entries(of: mapping, depth: depth)))
        case .alias:
            throw place.error("an alias without its anchor")
        }
    }

    /// The entries in file order; those that `<<` merges come last and give way to the others.
    private mutating func entries(
        of mapping: Node.Mapping, depth: Int
    ) throws(SweepFileError) -> [FileNode.Entry] {
        var entries: [FileNode.Entry] = []
        var merged: [FileNode.Entry] = []
        var names: Set<String> = []
        for (key, value) in mapping {
            let place = place(line: key.mark?.line)
            guard case .scalar(let scalar) = key else {
                throw place.error("a key is a list or a map; keys must be text")
            }
            try Self.checkTag(scalar.tag, allowed: [.str], place: place)
            let node = try convert(value, depth: depth + 1)
            if scalar.string == "<<", scalar.style == .plain {
                merged += try Self.merged(node)
                continue
            }
            guard names.insert(scalar.string).inserted else {
                throw place.error(Self.duplicate(scalar.string))
            }
            entries.append(FileNode.Entry(key: scalar.string, place: place, value: node))
        }
        for entry in merged where names.insert(entry.key).inserted { entries.append(entry) }
        return entries
    }

    private static func merged(_ node: FileNode) throws(SweepFileError) -> [FileNode.Entry] {
        switch node.content {
        case .map(let entries): return entries
        case .list(let nodes):
            var entries: [FileNode.Entry] = []
            for node in nodes {
                guard case .map(let some) = node.content else {
                    throw node.mismatch("a value of <<", "a map")
                }
                entries += some
            }
            return entries
        case .scalar: throw node.mismatch("<<", "a map or a list of maps")
        }
    }

    private static func scalar(
        _ scalar: Node.Scalar, place: Place
    ) throws(SweepFileError) -> FileNode.Content {
        try checkTag(scalar.tag, allowed: [.str], place: place)
        // Quoted scalars carry the tag of text; of the others only plain ones are anything else.
        guard scalar.style == .plain || scalar.style == .any,
            scalar.tag.rawValue == Tag.Name.implicit.rawValue
        else { return .scalar(.text(scalar.string), text: scalar.string) }
        do {
            return .scalar(try ScalarValue.read(scalar.string), text: scalar.string)
        } catch {
            let number = scalar.string.shown
            switch error {
            case .notFinite:
                throw place.error("the number \(number) is not finite; write a finite one")
            case .integerOutOfRange:
                throw place.error("the integer \(number) does not fit into 64 bits")
            }
        }
    }

    private static func checkTag(
        _ tag: Tag, allowed: [Tag.Name], place: Place
    ) throws(SweepFileError) {
        let name = tag.rawValue
        guard ([.implicit, .nonSpecific] + allowed).contains(where: { $0.rawValue == name }) else {
            throw place.error("the tag \(name.quoted); tags are not allowed")
        }
    }
}

// MARK: - Errors of the YAML library

extension YAMLTree {
    private static func duplicate(_ key: String) -> String {
        "\(key.quoted) stands more than once in this map; a name may stand once"
    }

    private static func translated(
        _ error: YamlError, text: String, place: (Int?) -> Place
    ) -> SweepFileError {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let context = context.map { "\($0.text) " } ?? ""
            return place(mark.line).error(
                "not valid YAML: \(context)\(problem.shown)\(hint(text, line: mark.line))")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return place(line).error("not valid YAML: \(problem.shown)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return place(context.mark.line).error(duplicate(duplicates.first ?? ""))
        default:
            return place(nil).error("cannot be read as YAML: \("\(error)".shown)")
        }
    }

    /// What a person should know of the most frequent slips.
    private static func hint(_ text: String, line: Int) -> String {
        let lines = text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).dropFirst(line - 1)
        guard let content = lines.first else { return "" }
        let indentation = content.prefix { $0 == " " || $0 == "\t" }
        return indentation.contains("\t") ? "; indent with spaces, not tabs" : ""
    }
}
