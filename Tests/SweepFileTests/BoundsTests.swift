import Foundation
import SweepCore
import SweepFile
import Testing

@Suite("Bounds and files")
struct BoundsTests {
    @Test("deep nesting is refused, in brackets and in blocks, however deep")
    func depth() {
        let start = "method: grid\ntrain: {}\nwhen: "
        #expect(
            refusal(start + String(repeating: "[", count: 40) + String(repeating: "]", count: 40))
                == "x.yaml:3: nested deeper than 32 levels")
        for text in [
            String(repeating: "[", count: 1_000_000), String(repeating: "{", count: 1_000_000),
            String(repeating: "[{a: ", count: 100_000),
            start + "\n" + String(repeating: "- ", count: 400_000),
            start + "\n" + String(repeating: "? ", count: 200),
            (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            (0..<1_000).map { String(repeating: " ", count: $0) + "?\n" }.joined(),
        ] {
            #expect(refusal(text).hasPrefix("x.yaml"))
        }
    }

    /// Nine levels of nine aliases each.
    private static func laughs(levels: Int) -> String {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<levels {
            let alias = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(alias)]\n"
        }
        return text
    }

    @Test("a billion laughs are refused at once, also as a key")
    func aliases() {
        let error =
            "x.yaml: its aliases (*name) would expand to more than 4 MiB; write the values out"
        #expect(refusal(Self.laughs(levels: 9)) == error)
        #expect(refusal(Self.laughs(levels: 9) + "? *a8\n: 1\n") == error)
        #expect(refusal("a: &a [1]\n" + Self.laughs(levels: 9) + "[*a8]: 1\n") == error)
        let redefined = (0..<40).map { _ in "- &a [*a, *a]\n" }.joined()
        #expect(refusal("- &a [1]\n" + redefined) == error)
    }

    @Test("values that aliases repeat are counted")
    func nodeCount() {
        // 9^6 values, which fit the bound on the text: the values themselves are counted.
        let error = "x.yaml: more than 100,000 values, those that aliases repeat included"
        #expect(refusal(Self.laughs(levels: 6)) == error)
        let many = "when: [" + Array(repeating: "1", count: 100_001).joined(separator: ",") + "]"
        #expect(refusal(many) == error)
    }

    @Test(
        "YAML that cannot be read",
        arguments: [
            (
                "a: [1\n",
                """
                x.yaml:2: not valid YAML: while parsing a flow sequence did not find \
                expected ',' or ']'
                """
            ),
            (
                "a:\n\t- 1\n",
                """
                x.yaml:2: not valid YAML: while scanning for the next token found character \
                that cannot start any token; indent with spaces, not tabs
                """
            ),
            ("a: *b\n", "x.yaml:1: not valid YAML: found undefined alias"),
            ("a: 1\nb: \u{1}\n", "x.yaml:2: not valid YAML: control characters are not allowed"),
            (
                "method: grid\n---\nmethod: grid\n",
                """
                x.yaml:3: a second YAML document; a sweep file is a single one (no further \
                --- line)
                """
            ),
            ("[a, b]: 1\n", "x.yaml:1: a key is a list or a map; keys must be text"),
            ("a: {<<: 1}\n", "x.yaml:1: << is 1; it must be a map or a list of maps"),
            (
                "a: 1\n\"a\": 2\n",
                "x.yaml:1: \"a\" stands more than once in this map; a name may stand once"
            ),
            ("a: !thing 1\n", "x.yaml:1: the tag \"!thing\"; tags are not allowed"),
        ])
    func invalid(_ text: String, _ error: String) {
        #expect(refusal(text) == error)
    }

    @Test("what the file says cannot steer the terminal or fill it, and stays one line")
    func shown() {
        let long = String(repeating: "x", count: 1_000)
        #expect(
            refusal("method: \"\\e[2J\\n\(long)\"\ntrain: {}")
                == "x.yaml:1: method is \"␛[2J␊\(long.prefix(55))…\"; it must be one of "
                + "grid, random, bayes, custom")
    }

    @Test("sizes: 1 MiB is read and one byte more is not")
    func size() throws {
        let start = "method: grid\ntrain: {}\n#"
        let text = start + String(repeating: "x", count: (1 << 20) - start.utf8.count)
        #expect(try parsed(text).name == "x")
        #expect(refusal(text + "x") == "x.yaml: is larger than 1 MiB; a sweep file may not be")
    }
}

@Suite("Reading from disk")
struct FileTests {
    /// Calls `body` with a new folder, and removes it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }  // A test's leftover does no harm.
        try body(url.path)
    }

    private func refusal(path: String) -> String {
        do {
            return "read: \(try SweepFileReader.read(path: path))"
        } catch {
            return "\(error)"
        }
    }

    @Test("a file is read, with a byte order mark and Windows line ends too")
    func read() throws {
        try withFolder { folder in
            let path = folder + "/digits.yaml"
            try Data("\u{FEFF}method: grid\r\ntrain: {}\r\n".utf8).write(
                to: URL(fileURLWithPath: path))
            let definition = try SweepFileReader.read(path: path)
            #expect(definition.name == "digits")
            #expect(definition.source == "method: grid\r\ntrain: {}\r\n")
        }
    }

    @Test("a missing file names the nearest one, or all of a few")
    func missing() throws {
        try withFolder { folder in
            #expect(refusal(path: folder + "/a.yaml") == "\(folder)/a.yaml: does not exist")
            #expect(refusal(path: folder + "/no/a.yaml") == "\(folder)/no/a.yaml: does not exist")
            for name in ["mnist.yaml", "digits.yml", "notes.txt"] {
                try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
            }
            let near = refusal(path: folder + "/mnits.yaml")
            #expect(near.hasPrefix("\(folder)/mnits.yaml: does not exist; did you mean \""))
            #expect(
                refusal(path: folder + "/zebra.yaml").hasPrefix(
                    "\(folder)/zebra.yaml: does not exist; there are "))
            #expect(
                refusal(path: folder).hasPrefix(
                    "\(folder): is a directory; name a sweep file; there are "))
        }
    }

    @Test("what is not a text of a sensible size is refused")
    func wrongContent() throws {
        try withFolder { folder in
            let path = folder + "/x.yaml"
            try Data([0x61, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: path))
            #expect(refusal(path: path) == "\(path): is not UTF-8 text; save it as UTF-8")
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(refusal(path: path).hasPrefix("\(path): is empty"))
        }
        #expect(
            refusal(path: "/dev/zero") == "/dev/zero: is larger than 1 MiB; a sweep file may not be"
        )
    }
}
