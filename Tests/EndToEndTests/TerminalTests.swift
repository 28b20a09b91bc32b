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
        let complaints = try PythonScript("terminal.py").complaints(
            name, Program.path, in: folder.path)
        #expect(complaints == "")
    }
}
