import SweepCore
import SweepDashboard
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// docs/keys.md and docs/sweep-dashboard.1 are made from the table. `SWEEP_WRITE_DOCS=1 swift test --filter
/// KeyReference` writes them.
@Suite("The key reference", .serialized)
struct KeyReferenceTests {
    /// The repository's folder docs; the sources may be reached through links.
    private static func path(_ name: String, file: String = #filePath) -> String {
        let real = realpath(file, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        let parts = (real ?? file).split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/docs/" + name
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    @Test(
        "the documents are what the table says",
        arguments: [
            ("keys.md", KeyReference.markdown()), ("sweep-dashboard.1", KeyReference.manual()),
        ])
    func documents(name: String, text: String) {
        let path = Self.path(name)
        if getenv("SWEEP_WRITE_DOCS") != nil, let file = fopen(path, "w") {
            fputs(text, file)
            fclose(file)
        }
        #expect(
            Self.read(path) == text,
            "docs/\(name) is out of date: SWEEP_WRITE_DOCS=1 swift test --filter KeyReference")
    }

    @Test("every intent and every command stands in both")
    func complete() {
        let (markdown, manual) = (KeyReference.markdown(), KeyReference.manual())
        for intent in Intent.allCases {
            #expect(markdown.contains("| `\(intent.rawValue)` |"))
            #expect(manual.contains(intent.rawValue.replacing("-", with: "\\-")))
        }
        #expect(markdown.contains("`:smooth 0\\|0.6\\|0.9\\|0.97\\|0.99`"))
    }

    @Test("no line of the manual page begins with a request by accident")
    func requests() {
        let known = ["TH", "SH", "SS", "TP", "PP", "B", "BI", "BR", "RI", "I", "\\\""]
        for line in KeyReference.manual().split(separator: "\n") where line.hasPrefix(".") {
            #expect(known.contains(String(line.dropFirst().prefix { $0 != " " })), "\(line)")
        }
    }
}
