import Testing
import TrainingEngine

@Suite("Random streams")
struct RandomTests {
    @Test("Philox gives the known answers of Random123")
    func knownAnswers() {
        #expect(
            Philox.block(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
                == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        #expect(
            Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
                == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            Philox.block(
                counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
                key: SIMD2(0xa409_3822, 0x299f_31d0))
                == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    private func stream(
        _ sweepSeed: UInt32 = 1, _ runSeed: UInt32 = 2,
        _ purpose: RandomStream.Purpose = .shuffle, _ index: UInt32 = 3
    ) -> RandomStream {
        RandomStream(sweepSeed: sweepSeed, runSeed: runSeed, purpose: purpose, index: index)
    }

    @Test("draws are words of Philox at counter (purpose, index, position), two a block")
    func addressing() {
        let block = Philox.block(counter: SIMD4(2, 3, 5, 1), key: SIMD2(1, 2))
        let position = 2 * (1 << 32 + 5 as UInt64)
        #expect(stream().word(at: position) == UInt64(block.x) | UInt64(block.y) << 32)
        #expect(stream().word(at: position + 1) == UInt64(block.z) | UInt64(block.w) << 32)
    }

    @Test("each part of a stream's name makes another stream")
    func separation() {
        let words = [
            stream(), stream(9), stream(1, 9), stream(1, 2, .dropout), stream(1, 2, .shuffle, 9),
        ].map { $0.word(at: 0) }
        #expect(Set(words).count == words.count)
    }

    @Test("uniform draws lie in 0 ..< 1 with mean 1/2 and variance 1/12")
    func uniform() {
        let draws = (0..<100_000).map { stream().uniform(at: $0) }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        let mean = draws.reduce(0, +) / 1e5
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
        #expect(abs(mean - 0.5) < 0.004)
        #expect(abs(variance - 1.0 / 12) < 0.002)
    }

    @Test("normal draws have mean 0, variance 1, and a normal share within one deviation")
    func normal() {
        let draws: [Double] = (0..<50_000 as Range<UInt64>).flatMap { pair in
            let (first, second) = stream().normals(ofPair: pair)
            return [first, second]
        }
        #expect(draws.allSatisfy { $0.isFinite })
        #expect(abs(draws.reduce(0, +) / 1e5) < 0.015)
        #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / 1e5 - 1) < 0.02)
        #expect(abs(Double(draws.count { abs($0) < 1 }) / 1e5 - 0.6827) < 0.006)
    }

    @Test("a shuffle keeps every row and is the same each time", arguments: [0, 1, 2, 3, 1000])
    func permutation(count: Int32) {
        let rows = Array(0..<count)
        var first = rows
        var second = rows
        stream().shuffle(&first)
        stream().shuffle(&second)
        #expect(first == second)
        #expect(first.sorted() == rows)
        if count == 1000 { #expect(first != rows) }
    }

    @Test("all orders of four rows are about equally frequent")
    func fairness() {
        var counts: [[Int32]: Int] = [:]
        for index in 0..<UInt32(24_000) {
            var rows: [Int32] = [0, 1, 2, 3]
            stream(1, 2, .shuffle, index).shuffle(&rows)
            counts[rows, default: 0] += 1
        }
        // The chi-squared statistic with 23 degrees of freedom exceeds 49.7 once in a thousand.
        let statistic = counts.values.reduce(0.0) { sum, count in
            let excess = Double(count) - 1000
            return sum + excess * excess / 1000
        }
        #expect(counts.count == 24)
        #expect(statistic < 49.7)
    }

    @Test("a shuffle follows Fisher and Yates, one draw a position")
    func fisherYates() {
        var shuffled: [Int32] = [0, 1, 2, 3, 4]
        stream().shuffle(&shuffled)
        var expected: [Int32] = [0, 1, 2, 3, 4]
        for i in [4, 3, 2, 1] {
            let draw = stream().word(at: UInt64(i))
            expected.swapAt(i, Int(draw.multipliedFullWidth(by: UInt64(i + 1)).high))
        }
        #expect(shuffled == expected)
    }
}

@Suite("Initialization")
struct InitializationTests {
    private func draw(
        _ initialization: Initialization, _ activation: Activation, layer index: UInt32 = 0
    ) -> [Float] {
        let layer = LinearLayer<Float>(
            inputWidth: 500, outputWidth: 300, activation: activation,
            initialization: initialization)
        var parameters = [Float](repeating: .nan, count: layer.parameterCount)
        layer.initialize(
            &parameters,
            from: RandomStream(sweepSeed: 1, runSeed: 1, purpose: .initialization, index: index))
        return parameters
    }

    private func deviation(_ values: ArraySlice<Float>) -> Double {
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        let sum = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (sum / Double(values.count)).squareRoot()
    }

    @Test("He weights are normal with variance 2 / fan-in, and biases zero")
    func he() {
        let parameters = draw(.he, .tanh)
        #expect(abs(deviation(parameters.prefix(150_000)) / (2.0 / 500).squareRoot() - 1) < 0.03)
        #expect(parameters.suffix(300).allSatisfy { $0 == 0 })
    }

    @Test("Glorot weights are uniform within √(6 / (fan-in + fan-out)), and biases zero")
    func glorot() {
        let parameters = draw(.glorot, .relu)
        let bound = (6.0 / 800).squareRoot()
        #expect(parameters.allSatisfy { abs(Double($0)) <= bound })
        #expect(parameters.contains { abs(Double($0)) > 0.99 * bound })
        #expect(abs(deviation(parameters.prefix(150_000)) / (bound / 3.0.squareRoot()) - 1) < 0.03)
        #expect(parameters.suffix(300).allSatisfy { $0 == 0 })
    }

    @Test("LeCun weights are normal with variance 1 / fan-in")
    func lecun() {
        let weights = draw(.lecun, .relu).prefix(150_000)
        #expect(abs(deviation(weights) / (1.0 / 500).squareRoot() - 1) < 0.03)
        #expect(weights.contains { abs($0) > 3 * (1.0 / 500 as Float).squareRoot() })
    }

    @Test("normal weights have the deviation that is asked for, in a layer of any size")
    func normal() {
        let layer = LinearLayer<Float>(
            inputWidth: 500, outputWidth: 300, activation: .relu, initialization: .normal,
            initialDeviation: 0.25)
        var parameters = [Float](repeating: .nan, count: layer.parameterCount)
        layer.initialize(
            &parameters,
            from: RandomStream(sweepSeed: 1, runSeed: 1, purpose: .initialization, index: 0))
        #expect(abs(deviation(parameters.prefix(150_000)) / 0.25 - 1) < 0.03)
    }

    @Test(
        "orthogonal weights have orthonormal columns, or rows if they are fewer",
        arguments: [(30, 12), (12, 30), (17, 17), (1, 5)])
    func orthogonal(inputs: Int, outputs: Int) {
        let layer = LinearLayer<Double>(
            inputWidth: inputs, outputWidth: outputs, activation: .tanh,
            initialization: .orthogonal)
        var w = [Double](repeating: .nan, count: layer.parameterCount)
        layer.initialize(
            &w, from: RandomStream(sweepSeed: 1, runSeed: 1, purpose: .initialization, index: 0))
        let areColumns = outputs <= inputs
        func entry(_ vector: Int, _ i: Int) -> Double {
            areColumns ? w[i * outputs + vector] : w[vector * outputs + i]
        }
        for a in 0..<min(inputs, outputs) {
            for b in 0...a {
                let product = (0..<max(inputs, outputs)).reduce(0) {
                    $0 + entry(a, $1) * entry(b, $1)
                }
                #expect(abs(product - (a == b ? 1 : 0)) < 1e-13)
            }
        }
        #expect(w.suffix(outputs).allSatisfy { $0 == 0 })
    }

    @Test("auto is He before ReLU and GELU and Glorot before tanh and identity")
    func auto() {
        #expect(draw(.auto, .relu) == draw(.he, .relu))
        #expect(draw(.auto, .gelu) == draw(.he, .gelu))
        #expect(draw(.auto, .tanh) == draw(.glorot, .tanh))
        #expect(draw(.auto, .identity) == draw(.glorot, .identity))
    }

    @Test("the layers of a network begin differently")
    func layers() {
        #expect(draw(.he, .relu, layer: 0) != draw(.he, .relu, layer: 1))
    }
}
