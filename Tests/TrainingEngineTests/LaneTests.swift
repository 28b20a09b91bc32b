import Foundation
import Testing
import TrainingEngine

/// The contract of lanes: what a run computes depends on its slot, and never on its neighbours.
@Suite("Lanes")
struct LaneTests {
    init() { _ = blasRuntime }

    /// Widths that are no multiple of a kernel's, and the widest group that is ever formed.
    struct Shape: Sendable {
        var depth: Int
        var width: Int
        var slots: Int
        var activation = Activation.relu
        var isAdam = false
    }

    static let shapes = [
        Shape(depth: 0, width: 1, slots: 3), Shape(depth: 1, width: 13, slots: 5),
        Shape(depth: 1, width: 128, slots: 8), Shape(depth: 2, width: 16, slots: 2, isAdam: true),
        Shape(depth: 3, width: 21, slots: 7, activation: .gelu),
    ]

    private func plan(_ shape: Shape, epochs: Int = 2) -> TrainingPlan {
        TrainingPlan(
            depth: shape.depth, width: shape.width, activation: shape.activation, batchSize: 100,
            epochs: epochs, sweepSeed: 1, runSeed: 2, bestEpochBy: .validationLoss)
    }

    /// One run for each slot, no two alike.
    private func lanes(_ shape: Shape) -> [LanePlan] {
        (0..<shape.slots).map { slot in
            let rate = 0.05 / Double(slot + 1)
            return LanePlan(
                optimizer: shape.isAdam
                    ? .adam(learningRate: rate / 10)
                    : .sgd(learningRate: rate, momentum: slot.isMultiple(of: 2) ? 0.5 : 0))
        }
    }

    private func digits() throws -> DataSet {
        try DataSetCatalog().load(DataSetRequest(name: "digits"))
    }

    @Test(
        "a lane gives the same bits beside filled, empty, stopped and diverged slots",
        arguments: shapes)
    func neighbours(shape: Shape) throws {
        let (dataSet, plan, lanes) = (try digits(), plan(shape), lanes(shape))
        let full = try train(plan, lanes: lanes, on: dataSet)
        #expect(full.allSatisfy { $0.ends == [.completed] })
        #expect(Set(full.map { $0.values(.testLoss) }).count == shape.slots)
        for slot in Set([0, shape.slots / 2, shape.slots - 1]) {
            func expectSame(_ others: (Int) -> LanePlan?, stops: [Int: Int] = [:], _ text: Comment)
                throws -> [LaneRecord]
            {
                let group = (0..<shape.slots).map { $0 == slot ? lanes[slot] : others($0) }
                let records = try train(plan, lanes: group, on: dataSet, stops: stops)
                #expect(records[slot].bits == full[slot].bits, text)
                return records
            }
            let alone = try expectSame({ _ in nil }, "alone in slot \(slot)")
            #expect(alone.indices.allSatisfy { $0 == slot || alone[$0].points.isEmpty })

            let stops = Dictionary(
                uniqueKeysWithValues: (0..<shape.slots).filter { $0 != slot }.map { ($0, 3 + $0) })
            let stopped = try expectSame({ lanes[$0] }, stops: stops, "the others stopped")
            #expect(stops.allSatisfy { stopped[$0.key].ends == [.stopped(step: $0.value)] })

            let broken = LanePlan(optimizer: .sgd(learningRate: 1e38))
            let diverged = try expectSame({ _ in broken }, "the others diverged")
            for other in diverged.indices where other != slot {
                guard case .diverged(let step)? = diverged[other].ends.first else {
                    Issue.record("slot \(other) ended as \(diverged[other].ends)")
                    continue
                }
                #expect(diverged[other].steps(.trainLoss) == Array(1...step))
                #expect(diverged[other].points[.testLoss] == nil)
            }
        }
    }

    @Test("alone in one slot a run agrees with its lane in a group to rounding", arguments: shapes)
    func layouts(shape: Shape) throws {
        let (dataSet, plan, lanes) = (try digits(), plan(shape, epochs: 1), lanes(shape))
        let together = try train(plan, lanes: lanes, on: dataSet)
        for (lane, record) in zip(lanes, together) {
            let alone = try train(plan, lanes: [lane], on: dataSet)[0]
            for (one, other) in zip(alone.values(.trainLoss), record.values(.trainLoss)) {
                #expect(abs(one - other) < 2e-4)
            }
        }
    }

    @Test(
        "the gradients of lanes side by side are those of each model alone", arguments: [0, 1, 3])
    func gradients(depth: Int) throws {
        func session(_ lanes: [LanePlan?]) throws -> TrainingSession<Double> {
            let session = try TrainingSession<Double>(
                layers: MLP(
                    inputWidth: 3, outputWidth: 2, depth: depth, width: 5, activation: .gelu
                ).layers(laneCount: lanes.count),
                loss: .meanSquaredError, lanes: lanes, batchSize: 4)
            session.batch.fill(
                inputs: (0..<12).map { 0.1 * Double($0) - 0.5 },
                targets: (0..<8).map { 0.2 * Double($0) })
            return session
        }
        let lane = LanePlan(optimizer: .sgd(learningRate: 0.1))
        let group = try session([lane, nil, lane])
        group.network.initialize(sweepSeed: 1, runSeed: 1)
        #expect(group.network.parameters(of: 0) == group.network.parameters(of: 2))
        #expect(group.network.parameters(of: 1).allSatisfy { $0 == 0 })
        // Lane 2 becomes another model.
        group.network.setParameters(
            of: 2, to: group.network.parameters(of: 2).map { 0.5 * $0 + 0.1 })
        group.computeGradients()
        #expect(group.network.gradients(of: 1).allSatisfy { $0 == 0 })
        for slot in [0, 2] {
            let alone = try session([lane])
            alone.network.setParameters(of: 0, to: group.network.parameters(of: slot))
            alone.computeGradients()
            #expect(abs(alone.losses[0] - group.losses[slot]) < 1e-14)
            let pairs = zip(alone.network.gradients(of: 0), group.network.gradients(of: slot))
            #expect(pairs.allSatisfy { abs($0 - $1) < 1e-14 })
        }
    }

    @Test("a lane that has ended is zero, and the others' weights are those of the best epoch")
    func endedLanes() throws {
        let shape = Shape(depth: 1, width: 9, slots: 3)
        var observer = GroupObserver(slots: 3, stops: [1: 4])
        let trainer = try GroupTrainer(
            plan: plan(shape), lanes: lanes(shape), dataSet: try digits())
        trainer.run(observer: &observer, clock: { 0 })
        let network = trainer.session.network
        #expect(network.lanes == LaneSet([0, 2]))
        #expect(network.parameters(of: 1).allSatisfy { $0 == 0 })
        #expect(network.parameters(of: 0) != network.parameters(of: 2))
        // 1,439 rows in batches of 100: 30 steps, and 5 questions until the answer is yes.
        #expect(observer.questions == [30, 5, 30])
    }

    @Test("a group of which nobody is left stops at once")
    func nobodyLeft() throws {
        let shape = Shape(depth: 1, width: 4, slots: 2)
        let records = try train(
            plan(shape), lanes: lanes(shape), on: try digits(), stops: [0: 2, 1: 6])
        #expect(records.map(\.ends) == [[.stopped(step: 2)], [.stopped(step: 6)]])
        #expect(records.allSatisfy { $0.points[.validationLoss] == nil })
    }

    @Test("a set of lanes yields its slots in order, also while one is taken out")
    func laneSet() {
        var set = LaneSet([5, 0, 63])
        #expect(Array(set) == [0, 5, 63])
        for slot in set where slot == 0 { set.remove(5) }
        #expect(Array(set) == [0, 63])
        #expect(set.contains(63) && !set.contains(5))
        #expect(LaneSet([]).isEmpty)
    }

    @Test("exponentials agree with the system's, also in the last partial vector and beyond range")
    func exponentials() {
        let x = stride(from: -87.3 as Float, through: 88.3, by: 0.0173).map { $0 }
        var y = [Float](repeating: .nan, count: x.count)
        Float.exponentials(of: x, minus: 0, count: x.count, to: &y)
        for (x, y) in zip(x, y) {
            let exact = Double.exponential(Double(x))
            #expect(abs(Double(y) - exact) <= 2.5e-7 * exact, "exp(\(x))")
        }
        var ends = [Float](repeating: .nan, count: 5)
        Float.exponentials(of: [-1000, 1000, .nan, 1, -.infinity], minus: 1, count: 5, to: &ends)
        #expect(ends[0] == 0 && ends[1] == .infinity && ends[2].isNaN && ends[3] == 1)
        #expect(ends[4] == 0)
    }

    /// A function of eight numbers, with its exact counterpart and where it is compared.
    struct VectorFunction: Sendable {
        let name: String
        let range: ClosedRange<Float>
        let vector: @Sendable (SIMD8<Float>) -> SIMD8<Float>
        let exact: @Sendable (Double) -> Double
    }

    static let functions = [
        VectorFunction(
            name: "exp", range: -87.3...88.3, vector: Float.exponential, exact: { exp($0) }),
        VectorFunction(
            name: "log(1 + x)", range: 0...1, vector: Float.logarithm(onePlus:),
            exact: { log1p($0) }),
        VectorFunction(
            name: "tanh", range: -10...10, vector: Float.hyperbolicTangent, exact: { tanh($0) }),
        VectorFunction(
            name: "erf", range: -5...5, vector: Float.errorFunction, exact: { erf($0) }),
    ]

    @Test(
        "functions of vectors agree with the system's to 2.5e-7 of the value", arguments: functions)
    func vectorFunctions(function: VectorFunction) {
        let (low, high) = (function.range.lowerBound, function.range.upperBound)
        for i in 0...20_000 {
            let x = low + (high - low) * Float(i) / 20_000
            // Small numbers too, where a difference of large ones would lose all digits.
            for x in [x, x * 1e-6] {
                let y = Double(function.vector(SIMD8(repeating: x))[5])
                let exact = function.exact(Double(x))
                #expect(abs(y - exact) <= 2.5e-7 * abs(exact), "\(function.name)(\(x))")
            }
        }
        let nan = function.vector(
            SIMD8(.nan, -.nan, Float(nan: 1, signaling: false), 0, 0, 0, 0, 0))
        #expect(nan[0].isNaN && nan[1].isNaN && nan[2].isNaN && !nan[3].isNaN)
    }

    @Test("functions of vectors end where they should beyond their range")
    func vectorEnds() {
        let far = SIMD8<Float>(-.infinity, .infinity, -1000, 1000, -89, 89, -87.33, 0)
        let power = Float.exponential(far)
        #expect([power[0], power[2], power[4]] == [0, 0, 0])
        #expect([power[1], power[3], power[5]] == [.infinity, .infinity, .infinity])
        #expect(power[6] == 0 && power[7] == 1)
        for ends in [Float.hyperbolicTangent(far), Float.errorFunction(far)] {
            #expect((0..<7).allSatisfy { ends[$0] == ($0 % 2 == 0 ? -1 : 1) } && ends[7] == 0)
        }
    }

    @Test("square roots are the system's to the last bit, also of subnormal numbers")
    func squareRoots() {
        for exponent in stride(from: -149.0, to: 128, by: 0.37) {
            let x = Float(Double.exponential(exponent * Double.logarithm(2)))
            #expect(Float.squareRoot(SIMD8(repeating: x))[3] == x.squareRoot(), "root of \(x)")
        }
        let ends = Float.squareRoot(
            SIMD8(0, .infinity, .nan, .leastNonzeroMagnitude, 1, 4, 2.25, 1e38))
        #expect(ends[0] == 0 && ends[1] == .infinity && ends[2].isNaN)
        #expect(ends[3] == Float.leastNonzeroMagnitude.squareRoot())
        #expect(ends[4] == 1 && ends[5] == 2 && ends[6] == 1.5)
    }
}
