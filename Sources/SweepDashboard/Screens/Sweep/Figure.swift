import Glibc
package import SweepCore

/// Numbers as the Sweep and Workers screens show them: as short as they stay meaningful.
package enum Figure {
    /// About three significant digits in at most `columns` columns (4 or more): `.0812`, `2.31`, `12.3`, `4.0k`,
    /// `8.1e-5`, `NaN`, `-Inf`. Numbers below one lose their zero. What cannot be said in so little is `#`.
    package static func short(_ value: Double, columns: Int = 5) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }
        for digits in [3, 2, 1] {
            let text = text(value, digits: digits)
            if text.utf8.count <= columns { return text }
        }
        return "#"
    }

    private static func text(_ value: Double, digits: Int) -> String {
        let magnitude = value.magnitude
        if magnitude == 0 { return "0" }
        let sign = value < 0 ? "-" : ""
        if magnitude < 0.000_999_5 || magnitude >= 1e15 {
            return sign + scientific(magnitude, digits: digits, isTrimmed: false)
        }
        if magnitude >= 999.5 { return sign + scaled(magnitude, digits: digits) }
        return sign + fixed(magnitude, digits: digits)
    }

    /// A level of a parameter, with all its digits up to four: `.1`, `64`, `1e-3`, `2.5e-4`, `12k`.
    package static func level(_ value: Double) -> String {
        guard value.isFinite else { return short(value) }
        let magnitude = value.magnitude
        if magnitude == 0 { return "0" }
        let sign = value < 0 ? "-" : ""
        if magnitude < 0.01 || magnitude >= 1e15 {
            return sign + scientific(magnitude, digits: 4, isTrimmed: true)
        }
        if magnitude < 100_000, magnitude == magnitude.rounded() {
            return sign + String(Int64(magnitude))
        }
        if magnitude >= 10_000 { return sign + scaled(magnitude, digits: 3) }
        return sign + trimmed(fixed(magnitude, digits: 4))
    }

    /// A count: `81`, `4.0k`, `10k`, `1.2M`.
    package static func count(_ value: Int64) -> String {
        value.magnitude < 1_000
            ? String(value)
            : (value < 0 ? "-" : "") + scaled(Double(value.magnitude), digits: 2)
    }

    package static func count(_ value: Int) -> String { count(Int64(value)) }

    /// A whole number with its thousands separated: `10,442`.
    package static func grouped(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A duration: `0:24`, `14:02`, `1:02:03`, from two days on `3d 04h`.
    package static func duration(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1_000
        let (minutes, hours) = (seconds / 60, seconds / 3_600)
        if hours >= 48 { return "\(hours / 24)d \(twoDigits(hours % 24))h" }
        if hours > 0 {
            return "\(hours):\(twoDigits(minutes % 60)):\(twoDigits(seconds % 60))"
        }
        return "\(minutes):\(twoDigits(seconds % 60))"
    }

    /// A short time since something: `0.3s`, `17s`, `4m`, `2h`, `3d`.
    package static func age(milliseconds: Int64) -> String {
        let value = max(0, milliseconds)
        if value < 9_950 { return fixedPlaces(Double(value) / 1_000, 1) + "s" }
        let seconds = (value + 500) / 1_000
        if seconds < 100 { return "\(seconds)s" }
        if seconds < 6_000 { return "\(seconds / 60)m" }
        return seconds < 48 * 3_600 ? "\(seconds / 3_600)h" : "\(seconds / 86_400)d"
    }

    /// The time of day, `offset` seconds east of Greenwich: `14:02:11`.
    package static func timeOfDay(_ instant: SweepInstant, offset: Int) -> String {
        let seconds = instant.milliseconds.flooredQuotient(1_000) + Int64(offset)
        let day = seconds - seconds.flooredQuotient(86_400) * 86_400
        return "\(twoDigits(day / 3_600)):\(twoDigits(day / 60 % 60)):\(twoDigits(day % 60))"
    }

    /// An amount of memory: `860 B`, `41.2 MiB`.
    package static func bytes(_ value: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var (amount, unit) = (Double(max(0, value)), 0)
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1_024
            unit += 1
        }
        return (unit == 0 ? String(Int64(amount)) : fixed(max(amount, 0.01), digits: 3)) + " "
            + units[unit]
    }

    /// A share as a percentage without its sign: `58`.
    package static func percent(_ share: Double) -> String {
        share.isFinite ? String(Int((min(max(share, 0), 99) * 100).rounded())) : "-"
    }

    /// With so many places after the point: `0.71`, `-3.0`; for values that are known to be small.
    package static func fixedPlaces(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return short(value) }
        let scale = pow(10, Double(places))
        let whole = Int64((value.magnitude * scale).rounded())
        let unit = Int64(scale)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard places > 0 else { return sign + String(whole) }
        let rest = String(whole % unit)
        let zeros = String(repeating: "0", count: max(0, places - rest.count))
        return sign + "\(whole / unit).\(zeros)\(rest)"
    }

    // MARK: Pieces; all for positive finite numbers

    private static func fixed(_ value: Double, digits: Int) -> String {
        var exponent = Int(log10(value).rounded(.down))
        // What rounds up to the next power of ten has one digit more before the point.
        if value / pow(10, Double(exponent)) >= 10 - 0.5 * pow(10, Double(1 - digits)) {
            exponent += 1
        }
        let text = fixedPlaces(value, max(0, digits - 1 - exponent))
        return text.hasPrefix("0.") ? String(text.dropFirst()) : text
    }

    private static func scaled(_ value: Double, digits: Int) -> String {
        var (amount, unit) = (value / 1_000, 0)
        let units = ["k", "M", "G", "T"]
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1_000
            unit += 1
        }
        return fixed(amount, digits: amount >= 99.5 ? 3 : digits) + units[unit]
    }

    private static func scientific(_ value: Double, digits: Int, isTrimmed: Bool) -> String {
        var exponent = Int(log10(value).rounded(.down))
        // In two steps: 10^-320 alone would be no normal number.
        var mantissa =
            value / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
        if mantissa >= 10 - 0.5 * pow(10, Double(1 - digits)) {
            mantissa /= 10
            exponent += 1
        }
        let text = fixedPlaces(mantissa, digits - 1)
        return (isTrimmed ? trimmed(text) : text) + "e\(exponent)"
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    private static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : String(value)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
