import SweepCommands
import Testing

@Suite("A length of time")
struct TimeSpanTests {
    @Test(
        "is a number with its unit",
        arguments: [
            ("90s", 90_000), ("30m", 1_800_000), ("2h", 7_200_000), ("1.5h", 5_400_000),
            ("1d", 86_400_000), ("0.5s", 500),
        ] as [(String, Int64)])
    func accepted(text: String, milliseconds: Int64) {
        #expect(TimeSpan(argument: text)?.milliseconds == milliseconds)
    }

    @Test(
        "is nothing else",
        arguments: ["", "2", "h", "-1h", "0s", "2 weeks", "nanh", "infs", "1e9d", "２h"])
    func refused(text: String) {
        #expect(TimeSpan(argument: text) == nil)
    }
}
