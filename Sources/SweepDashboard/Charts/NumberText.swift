import Glibc

/// Numbers as charts and tables say them.
package enum NumberText {
    /// A value in about six columns, as the mock-ups have it: `.0812`, `2.303`, `41.2`, `9.1k`, `3.1e-4`.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "Inf" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.00095 || size >= 9.995e14 { return scientific(value, decimals: 1) }
        if size < 0.99995 {
            let text = fixed(size, decimals: 4)
            return (value < 0 ? "-" : "") + text.dropFirst(text.hasPrefix("0") ? 1 : 0)
        }
        if size < 9.9995 { return fixed(value, decimals: 3) }
        if size < 99.995 { return fixed(value, decimals: 2) }
        if size < 999.95 { return fixed(value, decimals: 1) }
        return suffixed(value)
    }

    /// A difference, with its sign.
    package static func change(_ value: Double) -> String {
        let text = short(value)
        return value > 0 && value.isFinite ? "+" + text : text
    }

    /// A count with a suffix from 1,000 on: `301`, `9.1k`, `10k`, `1.25M`.
    package static func count(_ value: Int64) -> String {
        value.magnitude < 1_000 ? String(value) : suffixed(Double(value))
    }

    /// A count with commas between the thousands: `4,363`.
    package static func grouped(_ value: Int64) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    private static func suffixed(_ value: Double) -> String {
        let unit = unit(for: abs(value) * 1.0005)
        let scaled = abs(value) / unit.size
        let text = fixed(scaled, decimals: scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)
        return (value < 0 ? "-" : "") + trimmed(text) + unit.suffix
    }

    static func unit(for size: Double) -> (size: Double, suffix: String) {
        switch size {
        case 1e12...: (1e12, "T")
        case 1e9...: (1e9, "G")
        case 1e6...: (1e6, "M")
        case 1e3...: (1e3, "k")
        default: (1, "")
        }
    }

    /// With a fixed number of decimals; the value times 10^decimals must be below 9·10^15, or it is written
    /// in scientific form.
    static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = pow(10, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15, scale.isFinite else { return scientific(value, decimals: 3) }
        var digits = String(Int64(scaled))
        let isZero = scaled == 0
        if decimals > 0 {
            while digits.count <= decimals { digits = "0" + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
        }
        return (value < 0 && !isZero ? "-" : "") + digits
    }

    /// `3e-4`; the mantissa has up to so many decimals, or without trimming exactly as many.
    static func scientific(_ value: Double, decimals: Int, isTrimmed: Bool = true) -> String {
        guard value != 0, value.isFinite else { return value == 0 ? "0" : short(value) }
        let size = abs(value)
        var exponent = Int(log10(size).rounded(.down))
        func mantissa() -> Double {
            exponent < -300
                ? size * 1e300 / pow(10, Double(exponent + 300)) : size / pow(10, Double(exponent))
        }
        var text = fixed(mantissa(), decimals: decimals)
        if text.hasPrefix("10") || text.hasPrefix("0") {
            exponent += text.hasPrefix("0") ? -1 : 1
            text = fixed(mantissa(), decimals: decimals)
        }
        return (value < 0 ? "-" : "") + (isTrimmed ? trimmed(text) : text) + "e\(exponent)"
    }

    /// Without zeros at the end of its decimals.
    static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}

extension Int64 {
    /// The nearest whole number, or the one at the end of the range; 0 for NaN.
    init(nearest value: Double) {
        self = value.isNaN ? 0 : Int64(Swift.min(Swift.max(value, -9e18), 9e18).rounded())
    }
}
