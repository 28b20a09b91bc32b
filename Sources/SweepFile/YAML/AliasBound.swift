/// Refuses a text whose aliases could make it expand without bounds ("a billion laughs"), before the
/// YAML library sees it.
///
/// The library shares what an alias repeats, but it hashes map keys, and for a key that holds aliases
/// this takes as long as the expansion is large. So the expansion is bounded from above by the text alone:
/// a node cannot be longer than the text from its anchor to the first alias of it, because an alias may
/// only follow the end of its node. Whatever merely looks like an anchor or alias (in a comment, say) adds
/// to the bound and never takes away.
enum AliasBound {
    /// The largest expansion, in bytes.
    static let limit = 4 << 20

    /// Returns whether the text with every alias written out stays below the limit.
    ///
    /// - Complexity: O(*n*).
    static func holds(for text: some Collection<UInt8>) -> Bool {
        var anchors: [[UInt8]: Anchor] = [:]
        var total = 0
        var index = text.startIndex
        while index != text.endIndex, total <= limit {
            let byte = text[index]
            index = text.index(after: index)
            total += 1
            switch byte {
            case UInt8(ascii: "&"):
                let name = Array(text[index...].prefix(while: isNameByte))
                if anchors[name]?.redefine() == nil { anchors[name] = Anchor(start: total) }
            case UInt8(ascii: "*"):
                let name = Array(text[index...].prefix(while: isNameByte))
                total += anchors[name]?.weight(at: total) ?? 0
            case UInt8(ascii: "?"):
                // A key of any size may follow, and the library hashes it once per `?` around it.
                if index == text.endIndex || text[index] <= UInt8(ascii: " ") {
                    total += text.count
                }
            default: break
            }
        }
        return total <= limit
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private struct Anchor {
        let start: Int
        var isRedefined = false
        var known: Int?

        init(start: Int) { self.start = start }

        mutating func redefine() { isRedefined = true }

        /// The most that the node can weigh when an alias of it stands at `total`.
        mutating func weight(at total: Int) -> Int {
            // A redefined name may mean any of its nodes: all the text since the first is the bound.
            guard !isRedefined else { return total - start }
            let weight = known ?? total - start
            known = weight
            return weight
        }
    }
}
