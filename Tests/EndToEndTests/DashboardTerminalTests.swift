import SweepTestSupport
import Testing

/// Real pseudo-terminals: `dashboard.py` plays each scene and prints what is wrong, one line each; nothing
/// printed is well. Its scene `fuzz` takes `--seconds` and `--seed` for longer runs by hand.
@Suite("The dashboard on a terminal", .serialized)
struct DashboardTerminalTests {
    @Test(
        "each scene goes as it should",
        arguments: [
            "leave", "suspend", "hang-up", "stuck", "settings", "mono", "ascii", "unfamiliar",
            "hostile",
            "read-only",
            "pause", "killed", "launched", "fuzz",
        ])
    func scene(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.long, to: "long.yaml")
        let complaints = try PythonScript("dashboard.py").complaints(
            name, Program.path, in: folder.path)
        #expect(complaints == "")
    }
}
