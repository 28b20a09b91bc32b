import Glibc
package import SweepCore

/// Numbers as a list has room for them.
extension RunText {
    /// Three to four digits that count: `0.0812`, `12.35`, `3e-4`, `1.2e6`, `NaN`.
    package static func value(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-Inf" : "Inf" }
        let size = number.magnitude
        if size == 0 { return "0" }
        if size >= 99_999.5 || size < 0.000_995 { return scientific(number) }
        if number == number.rounded(), size < 10_000 { return String(Int(number)) }
        let decimals =
            size < 0.009_995 ? 5 : size < 9.999_5 ? (size < 1 ? 4 : 3) : size < 99.995 ? 2 : 1
        return fixed(number, decimals: size >= 9_999.5 ? 0 : decimals)
    }

    /// With so many decimals, rounded to the nearest, half away from zero.
    static func fixed(_ number: Double, decimals: Int) -> String {
        guard number.isFinite, number.magnitude < 1e14 else { return value(number) }
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let scaled = Int64((number.magnitude * power).rounded())
        let sign = number < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(scaled) }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// Up to three digits and an exponent: `3e-4`, `1.25e-5`, `-2e20`.
    private static func scientific(_ number: Double) -> String {
        var exponent = Int(floor(log10(number.magnitude)))
        // In two steps, because 10^exponent itself may be zero or infinite.
        let half = exponent / 2
        var mantissa = number / pow(10, Double(half)) / pow(10, Double(exponent - half))
        mantissa = (mantissa * 100).rounded() / 100
        if mantissa.magnitude >= 10 {
            mantissa /= 10
            exponent += 1
        }
        var digits = fixed(mantissa, decimals: 2)
        while digits.last == "0" { digits.removeLast() }
        if digits.last == "." { digits.removeLast() }
        return "\(digits)e\(exponent)"
    }

    /// `301`, `9.1k`, `10k`, `1.2M`.
    package static func steps(_ count: Int64) -> String {
        let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
        for (unit, sign) in units where Double(count.magnitude) >= unit {
            let amount = Double(count) / unit
            // Cut, not rounded: 9,999 is not yet 10k.
            let tenths = (amount * 10).rounded(.towardZero) / 10
            let isWhole = tenths == tenths.rounded() || tenths.magnitude >= 10
            return fixed(isWhole ? tenths.rounded(.towardZero) : tenths, decimals: isWhole ? 0 : 1)
                + sign
        }
        return String(count)
    }

    /// With thousands separated: `1,000,000`.
    package static func grouped(_ count: Int64) -> String {
        var text = ""
        for (index, digit) in String(count.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (count < 0 ? "-" : "") + String(text.reversed())
    }

    /// `00:04:11`; from a day on `2d 03:04`.
    package static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e12 else { return "-" }
        let whole = Int(max(0, seconds))
        let (days, hours, minutes) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60)
        if days > 0 { return "\(days)d \(two(hours)):\(two(minutes))" }
        return "\(two(hours)):\(two(minutes)):\(two(whole % 60))"
    }

    /// The shortest that says how long: `4.2s`, `4m11s`, `3h05m`, `2d03h`.
    package static func shortDuration(seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e12 else { return "-" }
        let whole = Int(max(0, seconds))
        if whole < 10 { return fixed(max(0, seconds), decimals: 1) + "s" }
        if whole < 60 { return "\(whole)s" }
        if whole < 3_600 { return "\(whole / 60)m\(two(whole % 60))s" }
        if whole < 86_400 { return "\(whole / 3_600)h\(two(whole / 60 % 60))m" }
        return "\(whole / 86_400)d\(two(whole / 3_600 % 24))h"
    }

    /// The time of day so many seconds east of Greenwich, `14:02:11`.
    package static func timeOfDay(_ instant: SweepInstant, offset: Int = 0) -> String {
        let seconds = floorDivision(instant.milliseconds, 1_000) + Int64(offset)
        let second = Int(seconds - floorDivision(seconds, 86_400) * 86_400)
        return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    /// The day so many seconds east of Greenwich, `2026-11-25` (H. Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms").
    package static func day(_ instant: SweepInstant, offset: Int = 0) -> String {
        let seconds = floorDivision(instant.milliseconds, 1_000) + Int64(offset)
        let shifted = floorDivision(seconds, 86_400) + 719_468
        let era = floorDivision(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(Int(month)))-\(two(Int(day)))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func floorDivision(_ a: Int64, _ b: Int64) -> Int64 {
        a >= 0 ? a / b : (a - b + 1) / b
    }
}
