import SweepCore
import SweepDashboard
import Testing

@Suite("The smoother")
struct SmootherTests {
    private static let values = [2.3, 1.9, .nan, 1.7, 1.75, .infinity, 1.2, 50, 1.1, 0.9]

    // Python, in another form than ours: last = last * w + (1 - w) * y; out = last / (1 - math.pow(w, n)).
    private static let expected: [(weight: Double, values: [Double])] = [
        (
            0.6,
            [
                2.3, 2.05, .nan, 1.8714285714285714, 1.8156249999999998, .infinity,
                1.5486120749479526, 21.87763829215897, 13.327226158181672, 8.271417524162636,
            ]
        ),
        (
            0.9,
            [
                2.3, 2.0894736842105264, .nan, 1.9457564575645758, 1.888833963361442, .infinity,
                1.7206246489707213, 12.024423178297717, 9.93043079483331, 8.344845038685131,
            ]
        ),
        (
            0.97,
            [
                2.3, 2.0969543147208127, .nan, 1.9605860730358315, 1.9055103433359326, .infinity,
                1.7556843827324953, 10.420875316161325, 8.964618664686052, 7.845861990618148,
            ]
        ),
        (
            0.99,
            [
                2.3, 2.0989949748743704, .nan, 1.9646577556311264, 1.9101816085122334, .infinity,
                1.7652760113705956, 10.00773109198109, 8.696510556136511, 7.687322837778159,
            ]
        ),
    ]

    @Test("equals TensorBoard's smoothing to 1e-12, whatever is not finite passing through")
    func reference() {
        for (weight, expected) in Self.expected {
            var smoother = Smoother(weight: weight)
            for (value, wanted) in zip(Self.values, expected) {
                let smoothed = smoother.smooth(value)
                if wanted.isFinite {
                    #expect(abs(smoothed - wanted) <= 1e-12)
                } else {
                    #expect(smoothed.isNaN == wanted.isNaN && !smoothed.isFinite)
                }
            }
        }
    }

    @Test(
        "still does after 5,000 values",
        arguments: [
            (0.6, 0.902254463725667), (0.9, 0.9267516889430648), (0.97, 0.8191716564093039),
            (0.99, 0.7826978688841677),
        ])
    func long(weight: Double, expected: Double) {
        var smoother = Smoother(weight: weight)
        var last = 0.0
        for index in 0..<5_000 {
            let root = Double(index).squareRoot()
            last = smoother.smooth(root - root.rounded(.down) + Double(index % 7) / 10)
        }
        #expect(abs(last - expected) <= 1e-12)
    }

    @Test("leaves a constant series as it is")
    func constant() {
        var smoother = Smoother(weight: 0.99)
        for _ in 0..<1_000 { #expect(smoother.smooth(0.1) == 0.1) }
    }

    @Test("a curve's moving averages count every value, those too that are not kept")
    func curve() {
        let count = 100_000
        let values = ChartSamples.loss(count, floor: 0.1)
        var curve = Curve()
        for start in stride(from: 0, to: count, by: 30_001) {
            let part = values[start..<min(count, start + 30_001)]
            curve.append(ChartSamples.points(Array(part), from: Int64(start + 1)))
        }
        for weight in ChartOptions.smoothingWeights where weight > 0 {
            var smoother = Smoother(weight: weight)
            let expected = values.map { smoother.smooth($0) }
            for sample in curve.samples(smoothing: weight) {
                #expect(sample.value == expected[Int(sample.step) - 1])
            }
            #expect(curve.samples(smoothing: weight).last?.step == Int64(count))
        }
    }
}
