import Foundation
import SweepTestSupport
import Testing

/// Real pseudo-terminals: `terminal.py` (pexpect + pyte, from `make setup-tests`) plays each scene and prints
/// what is wrong, one line each; nothing printed is well.
@Suite("On a terminal")
struct TerminalTests {
    @Test(
        "each scene looks as it should",
        arguments: [
            "live", "narrow", "dumb", "no-color", "ctrl-c", "hang-up", "deaf", "shell", "no-shell",
            "caret",
        ])
    func scene(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.long, to: "long.yaml")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("terminal.py").path
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = [script, name, Program.path]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        let said = folder.file("said.txt")
        try Data().write(to: URL(fileURLWithPath: said))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: said))
        python.standardOutput = file
        python.standardError = file
        try python.run()
        python.waitUntilExit()
        let complaints = try String(contentsOfFile: said, encoding: .utf8)
        #expect(complaints.isEmpty, "\(complaints)")
        #expect(python.terminationStatus == 0)
    }
}
