import Glibc

/// A labelled place on an axis.
package struct Tick: Equatable, Sendable {
    package var value: Double
    package var label: String
    /// What is left out first when labels do not fit: 0 stays longest.
    var rank = 0
}

/// What an axis counts, which decides where its ticks may stand and what they say.
package enum TickKind: Equatable, Sendable {
    case number
    /// Without fractions: steps, samples.
    case whole
    /// Seconds.
    case elapsed
    /// Seconds since 1970 in UTC; the local clock is so many seconds ahead.
    case clock(offset: Int)

    init(_ axis: XAxis, offset: Int) {
        switch axis {
        case .step, .samples: self = .whole
        case .epoch: self = .number
        case .elapsed: self = .elapsed
        case .clock: self = .clock(offset: offset)
        }
    }
}

/// The sets of ticks that an axis may have: nice numbers, as Heckbert has them, and 2.5 (Graphics Gems,
/// 1990).
enum Ticks {
    struct Candidate {
        var ticks: [Tick]
        /// Single ones may be left out where labels do not fit.
        var isThinnable = false
        /// Better whole than thinned, and better another set than that.
        var isBetterWhole = false
        /// In quarters, which read less well than halves and fifths.
        var isQuarters = false
    }

    /// Sets with at most `limit` ticks, the coarsest first.
    static func candidates(_ scale: AxisScale, _ kind: TickKind, limit: Int) -> [Candidate] {
        guard scale.isLog else { return even(scale, kind, limit: limit) }
        // Rounding must not keep a scale of exactly one decade from being one.
        let decades = log10(scale.upper / scale.lower)
        guard decades.isFinite, decades < 1 - 1e-9 else {
            return decadic(scale, kind, limit: limit)
        }
        return even(scale, kind, limit: 24).map {
            var candidate = $0
            candidate.isThinnable = true
            candidate.isBetterWhole = true
            return candidate
        }
    }

    private static func even(_ scale: AxisScale, _ kind: TickKind, limit: Int) -> [Candidate] {
        steps(for: scale, kind).reversed().compactMap { step in
            let offset = if case .clock(let offset) = kind { Double(offset) } else { 0.0 }
            let slack = 1e-9
            let from = ((scale.lower + offset) / step.size - slack).rounded(.up)
            let to = ((scale.upper + offset) / step.size + slack).rounded(.down)
            guard from <= to, to - from < Double(limit), abs(from) < 1e15, abs(to) < 1e15 else {
                return nil
            }
            let values = (Int64(from)...Int64(to)).map { step.value($0) - offset }
            return Candidate(ticks: label(values, step, kind), isQuarters: step.mantissa == 2.5)
        }
    }

    /// The distance of ticks, as mantissa times a power of ten so that a multiple is rounded only once.
    private struct Step {
        var mantissa: Double
        var exponent: Int

        var size: Double { value(1) }

        func value(_ multiple: Int64) -> Double {
            let units = Double(multiple) * mantissa
            if exponent >= 0 { return units * pow(10, Double(exponent)) }
            return exponent < -300
                ? units / 1e300 / pow(10, Double(-exponent - 300))
                : units / pow(10, Double(-exponent))
        }

        /// How many decimals tell multiples apart.
        var decimals: Int { max(0, -exponent + (mantissa == 2.5 ? 1 : 0)) }
    }

    /// The finest first.
    private static func steps(for scale: AxisScale, _ kind: TickKind) -> [Step] {
        let length = scale.upper - scale.lower
        let top = Int(log10(length).rounded(.down))
        var steps: [Step] = []
        switch kind {
        case .number, .whole: break
        case .elapsed, .clock:
            let seconds = [
                1.0, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
                43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 8_640_000, 31_104_000,
            ]
            steps = seconds.map { Step(mantissa: $0, exponent: 0) }
            if case .clock = kind { return steps }
            guard length < 4 else { return steps }
        }
        for exponent in top - 3...top {
            for mantissa in [1, 2, 2.5, 5] {
                let step = Step(mantissa: mantissa, exponent: exponent)
                if kind == .whole, step.size < 1 || step.decimals > 0 { continue }
                if kind == .elapsed, step.size >= 1 { continue }
                steps.append(step)
            }
        }
        return steps.sorted { $0.size < $1.size }
    }

    /// Labels with one precision and one unit for all.
    private static func label(_ values: [Double], _ step: Step, _ kind: TickKind) -> [Tick] {
        let size = values.lazy.map(abs).max() ?? 0
        let exponent = Int(log10(step.size).rounded(.down))
        return values.map { value in
            let text: String
            switch kind {
            case .elapsed: text = TimeText.elapsed(value, step: step.size)
            case .clock(let offset):
                text = TimeText.clock(value, step: step.size, offset: offset)
            case .number, .whole:
                if size >= 1e15 || size < 1e-3 {
                    let own = value == 0 ? 0 : Int(log10(abs(value) * 1.000_000_001).rounded(.down))
                    text = NumberText.scientific(
                        value, decimals: max(0, own - exponent) + (step.mantissa == 2.5 ? 1 : 0),
                        isTrimmed: false)
                } else {
                    text = plain(value, size, step, from: kind == .whole ? 1e3 : 1e4)
                }
            }
            return Tick(value: value, label: text)
        }
    }

    private static func plain(_ value: Double, _ size: Double, _ step: Step, from limit: Double)
        -> String
    {
        let unit = NumberText.unit(for: size * 1.000_000_001)
        let unitExponent = Int(log10(unit.size).rounded())
        let decimals = unitExponent - step.exponent + (step.mantissa == 2.5 ? 1 : 0)
        guard size >= limit, decimals <= 3 else {
            return NumberText.fixed(value, decimals: step.decimals)
        }
        if value == 0 { return "0" }
        return NumberText.fixed(value / unit.size, decimals: max(0, decimals)) + unit.suffix
    }

    /// Powers of ten, every second, fifth … of them, and the same with their 2- and 5-fold.
    private static func decadic(_ scale: AxisScale, _ kind: TickKind, limit: Int) -> [Candidate] {
        let low = Int((log10(scale.lower) - 1).rounded(.down))
        let high = Int((log10(scale.upper) + 1).rounded(.up))
        let slack = 1e-9
        func ticks(_ mantissas: [Double], every: Int) -> [Tick] {
            (low...high).filter { $0.isMultiple(of: every) }.flatMap { exponent in
                mantissas.map { mantissa in
                    let value = Step(mantissa: mantissa, exponent: exponent).size
                    return Tick(
                        value: value, label: label(value, mantissa, kind),
                        rank: mantissa == 1 ? 0 : mantissa == 5 ? 1 : 2)
                }
            }.filter { (-slack...1 + slack).contains(scale.fraction($0.value)) }
        }
        let coarse = [100, 50, 20, 10, 5, 2, 1].filter { (high - low) / $0 <= limit + 3 }.map {
            Candidate(ticks: ticks([1], every: $0), isThinnable: $0 == 1)
        }
        guard high - low <= limit + 3 else { return coarse }
        return coarse + [Candidate(ticks: ticks([1, 2, 5], every: 1), isThinnable: true)]
    }

    private static func label(_ value: Double, _ mantissa: Double, _ kind: TickKind) -> String {
        switch kind {
        case .elapsed: return TimeText.elapsed(value, step: value >= 1 ? 1 : 0.1)
        case .clock(let offset): return TimeText.clock(value, step: 1, offset: offset)
        case .number, .whole: break
        }
        if value < 0.9e-3 || value >= 1e15 { return NumberText.scientific(value, decimals: 0) }
        let unit = NumberText.unit(for: value * 1.000_000_001)
        let text = NumberText.fixed(value / unit.size, decimals: value < 1 ? 4 : 0)
        return NumberText.trimmed(text) + unit.suffix
    }
}
