import Foundation

/// A script that checks the program from outside and prints one line for whatever is wrong; nothing
/// printed is well.
package struct PythonScript {
    private let path: String

    /// A script that stands beside the test that uses it.
    package init(_ name: String, beside test: String = #filePath) {
        path =
            URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// What the script prints on both streams, with a line for an exit code other than 0.
    package func complaints(_ arguments: String..., in folder: String? = nil) throws -> String {
        let scratch = try TemporaryFolder()
        let said = try scratch.write("", to: "said.txt")
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        // -B: no compiled copies beside the sources.
        python.arguments = ["-B", path] + arguments
        python.currentDirectoryURL = URL(fileURLWithPath: folder ?? scratch.path)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: said))
        python.standardOutput = file
        python.standardError = file
        try python.run()
        python.waitUntilExit()
        let text = try String(contentsOfFile: said, encoding: .utf8)
        let code = python.terminationStatus
        return code == 0 ? text : text + "exit code \(code)\n"
    }
}
