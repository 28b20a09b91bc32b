import Foundation

/// Numbers and durations as people read them; files get exact numbers instead.
package enum NumberText {
    /// Up to six significant digits: `0.856167`, `1.2e-05`, `54000`.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else {
            return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
        }
        let isLarge = (100_000..<1e15).contains(value.magnitude)
        return String(format: isLarge ? "%.0f" : "%.6g", value)
    }

    /// A whole number with thousands separated: `1,000,000`.
    package static func grouped(_ value: Int) -> String {
        var text = String(value.magnitude)
        var index = text.endIndex
        while let next = text.index(index, offsetBy: -3, limitedBy: text.startIndex),
            next > text.startIndex
        {
            text.insert(",", at: next)
            index = next
        }
        return value < 0 ? "-" + text : text
    }

    /// A number of things: `1 run`, `36 runs`.
    package static func count(_ value: Int, _ noun: String) -> String {
        "\(grouped(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// An amount of memory in its largest unit, to two digits at least: `860 B`, `4.7 MiB`, `38 GiB`.
    package static func bytes(_ value: Int) -> String {
        var (amount, unit) = (Double(value), 0)
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        while amount >= 1_024, unit < units.count - 1 {
            amount /= 1_024
            unit += 1
        }
        return String(format: amount < 10 && unit > 0 ? "%.1f " : "%.0f ", amount) + units[unit]
    }

    /// A duration that is over: tenths of a second below ten seconds, else as `duration`.
    package static func measured(milliseconds: Int64) -> String {
        guard milliseconds < 9_950 else { return duration(milliseconds: milliseconds) }
        return String(format: "%.1f s", Double(max(0, milliseconds)) / 1_000)
    }

    /// A duration in its two largest units: `8 s`, `3 min 20 s`, `2 h 05 min`, `4 d 3 h`.
    package static func duration(milliseconds: Int64) -> String {
        let seconds = max(0, (milliseconds + 500) / 1_000)
        let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400)
        if days > 0 { return "\(days) d \(hours % 24) h" }
        if hours > 0 { return "\(hours) h \(twoDigits(minutes % 60)) min" }
        if minutes > 0 { return "\(minutes) min \(twoDigits(seconds % 60)) s" }
        return "\(seconds) s"
    }

    private static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
