import SweepCore
import SweepDashboard
import SweepTestSupport

/// Curves and charts that the tests of this folder share.
enum ChartSamples {
    static func curve(_ values: [Double], every: Int64 = 1, from: Int64 = 1) -> Curve {
        Curve(points(values, every: every, from: from))
    }

    static func points(_ values: [Double], every: Int64 = 1, from: Int64 = 1) -> [CurvePoint] {
        values.enumerated().map { index, value in
            let step = from + Int64(index) * every
            return CurvePoint(step: step, value: value, time: step * 25)
        }
    }

    /// A loss that falls from about 2 to `floor`, with noise.
    static func loss(_ count: Int, floor: Double, seed: UInt64 = 1) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let noise = Double.random(in: 0.9...1.1, using: &generator)
            return (floor + (2 - floor) * _exp(-8 * Double(index) / Double(count))) * noise
        }
    }

    static func series(_ number: Int, _ curve: Curve, name: String? = nil) -> ChartSpec.Series {
        ChartSpec.Series(
            run: RunID(Int64(number)), name: name ?? "run-\(number)",
            letter: Unicode.Scalar(UInt32(97 + number)), role: Role.series(number), curve: curve)
    }

    static func spec(
        _ curves: [Curve], _ options: ChartOptions = ChartOptions(), title: String = "val/loss"
    ) -> ChartSpec {
        var spec = ChartSpec(title: title, options: options)
        spec.series = curves.enumerated().map { series($0, $1) }
        return spec
    }

    static func lines(
        _ spec: ChartSpec, _ columns: Int, _ rows: Int, _ glyphs: GlyphSet = .braille
    ) -> [String] {
        Chart.lines(spec, size: Size(columns: columns, rows: rows), glyphs: glyphs)
    }

    private static func _exp(_ x: Double) -> Double {
        // (1 + x/2^20)^(2^20), close enough for a picture and without Foundation.
        var value = 1 + x / 1_048_576
        for _ in 0..<20 { value *= value }
        return value
    }
}
