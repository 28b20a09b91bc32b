import SweepTestSupport
import Testing

/// What other programs see in the file: `readers.py` uses Python's sqlite3, pandas and the sqlite3 shell.
@Suite struct OtherReadersTests {
    @Test("pandas and the sqlite3 shell read every view of the sample as docs/schema.md says")
    func sample() throws {
        let complaints = try PythonScript("readers.py").complaints(
            Program.checkout + "/experiments.db",
            Program.checkout + "/docs/schema.md")
        #expect(complaints == "")
    }
}
