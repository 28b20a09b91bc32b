import Foundation
import SweepTestSupport
import Testing

/// What other programs see in the file: `readers.py` uses Python's sqlite3, pandas and the sqlite3 shell.
@Suite struct OtherReadersTests {
    @Test("pandas and the sqlite3 shell read every view of the sample as docs/schema.md says")
    func sample() throws {
        let complaints = try Self.complaints(
            "readers.py", Program.checkout + "/experiments.db",
            Program.checkout + "/docs/schema.md")
        #expect(complaints == "")
    }

    /// Runs a script of this folder; nothing printed is well.
    static func complaints(_ script: String, _ arguments: String...) throws -> String {
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent(script).path
        python.arguments = ["-B", path] + arguments
        let folder = try TemporaryFolder()
        let said = try folder.write("", to: "said.txt")
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: said))
        python.standardOutput = file
        python.standardError = file
        try python.run()
        python.waitUntilExit()
        return try String(contentsOfFile: said, encoding: .utf8)
    }
}
