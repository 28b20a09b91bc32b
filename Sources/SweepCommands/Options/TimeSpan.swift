/// A length of time as people write it: `90s`, `30m`, `2h`, `1.5h`, `1d`.
package struct TimeSpan: Sendable, Equatable {
    package let milliseconds: Int64

    private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    /// A year; longer ones are mistakes.
    private static let longest = 31_536_000.0

    package init?(argument: String) {
        guard let unit = argument.last.flatMap({ Self.units[$0] }),
            let number = Double(argument.dropLast()), number > 0, number * unit <= Self.longest
        else { return nil }
        milliseconds = Int64((number * unit * 1_000).rounded())
    }
}
