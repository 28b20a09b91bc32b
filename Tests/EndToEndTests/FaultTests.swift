import Foundation
import SweepTestSupport
import Testing

@Suite("A file system that fails")
struct FaultTests {
    @Test("a fault is a clear error, nothing stored is lost, and launching again completes it")
    func faults() throws {
        let folder = try TemporaryFolder()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("faults.py").path
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = [script, Program.path, "--faults", "200", "--kills", "10"]
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
