/// Durations and times of day as axes say them.
package enum TimeText {
    /// `0`, `0:30`, `2m`, `1h30`, `2d`; seconds are said where `step`, in seconds, is no whole minute.
    static func elapsed(_ seconds: Double, step: Double) -> String {
        guard abs(seconds) < 1e13 else { return NumberText.short(seconds) + "s" }
        if step < 1 { return NumberText.trimmed(NumberText.fixed(seconds, decimals: 6)) + "s" }
        let sign = seconds < 0 ? "-" : ""
        let total = Int64(abs(seconds).rounded())
        if total == 0 { return "0" }
        let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
        if !step.truncatingRemainder(dividingBy: 60).isZero {
            let tail = two(minutes) + ":" + two(rest)
            return sign + (hours > 0 ? "\(hours):\(tail)" : "\(minutes):\(two(rest))")
        }
        if total < 3600 { return sign + "\(minutes)m" }
        if total < 86_400 || !step.truncatingRemainder(dividingBy: 3600).isZero {
            return sign + "\(hours)h" + (minutes == 0 ? "" : two(minutes))
        }
        let hoursOfDay = hours % 24
        return sign + "\(hours / 24)d" + (hoursOfDay == 0 ? "" : "\(hoursOfDay)h")
    }

    /// `00:02:01`, with days in front from a day on.
    package static func duration(milliseconds: Int64) -> String {
        let total = max(0, milliseconds) / 1000
        let days = total / 86_400
        let time = two(total / 3600 % 24) + ":" + two(total / 60 % 60) + ":" + two(total % 60)
        return days > 0 ? "\(days)d \(time)" : time
    }

    /// `14:05`, `14:05:30` or `11-25`, whichever `step` in seconds asks for.
    ///
    /// `seconds` are since 1970 in UTC; the local clock is `offset` seconds ahead of it.
    static func clock(_ seconds: Double, step: Double, offset: Int) -> String {
        guard abs(seconds) < 1e13 else { return NumberText.short(seconds) }
        let local = Int64(seconds.rounded(.down)) + Int64(offset)
        let day = local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
        let second = local - day * 86_400
        if step >= 86_400 {
            let (_, month, dayOfMonth) = date(ofDay: day)
            return two(month) + "-" + two(dayOfMonth)
        }
        let text = two(second / 3600) + ":" + two(second / 60 % 60)
        return step >= 60 ? text : text + ":" + two(second % 60)
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar (H. Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", `civil_from_days`).
    package static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
