import SweepTestSupport
import Testing

@Suite("A file system that fails")
struct FaultTests {
    @Test("a fault is a clear error, nothing stored is lost, and launching again completes it")
    func faults() throws {
        let complaints = try PythonScript("faults.py").complaints(
            Program.path, "--faults", "200", "--kills", "10")
        #expect(complaints == "")
    }
}
