import Testing
import TrainingEngine

/// Losses beside plain cross-entropy and squared error, and teachers.
@Suite("Losses")
struct LossTests {
    let reference: Reference

    init() throws {
        _ = blasRuntime
        reference = try Reference()
    }

    private func softTarget<S: Scalar>(
        _ logits: [S], _ targets: [S], rowCount: Int, smoothing: Double = 0
    ) -> (mean: Double, gradient: [S]) {
        var gradient = [S](repeating: .nan, count: logits.count)
        let sum = softTargetCrossEntropy(
            rowCount: rowCount, classCount: logits.count / rowCount, logits: logits,
            targets: targets, smoothing: smoothing, gradient: &gradient)
        return (sum / Double(rowCount), gradient)
    }

    private func softmax(_ logits: [Double]) -> [Double] {
        let powers = logits.map { Double.exponential($0) }
        return powers.map { $0 / powers.reduce(0, +) }
    }

    /// softmax(fill(4, [4, 5], 2)).
    private func recordedTargets() throws -> [Double] {
        let values = try reference.fill(4, count: 20, amplitude: 2)
        return (0..<4).flatMap { softmax(Array(values[5 * $0..<5 * $0 + 5])) }
    }

    // MARK: Soft targets

    @Test("cross-entropy of soft targets has the recorded mean and gradient, in both precisions")
    func softTargets() throws {
        let entry = try reference.object("softmax_ce").object("soft_targets")
        let logits = try reference.fill(3, count: 20, amplitude: 3)
        let targets = try recordedTargets()
        let exact = softTarget(logits, targets, rowCount: 4)
        #expect(abs(exact.mean - (try entry.number("ce_mean"))) < 6e-9)
        try entry.object("dlogits").expectChecksums(of: exact.gradient, within: 2e-9)
        let single = softTarget(
            logits.map { Float($0) }, targets.map { Float($0) }, rowCount: 4)
        #expect(abs(single.mean - (try entry.number("ce_mean"))) < 2e-6)
        try entry.object("dlogits").expectChecksums(
            of: single.gradient.map { Double($0) }, within: 2e-6)
    }

    @Test("a soft target that is certain gives the cross-entropy of its class, smoothed or not")
    func certainTargets() throws {
        let logits = noise(12, seed: 31, scale: 4)
        for smoothing in [0, 0.1] {
            let (sum, gradient) = crossEntropy(logits, [2, 0, 3], smoothing: smoothing)
            let soft = softTarget(
                logits, [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1], rowCount: 3, smoothing: smoothing)
            #expect(abs(soft.mean - sum / 3) < 1e-14)
            #expect(zip(soft.gradient, gradient).allSatisfy { abs($0 - $1) < 1e-15 })
        }
        let far = softTarget([1e4, 0, -1e4] as [Float], [0, 0, 1], rowCount: 1)
        #expect(far.mean == 20_000)
        #expect(far.gradient == [1, 0, -1])
        #expect(softTarget([.nan, 0] as [Float], [0, 1], rowCount: 1).mean.isNaN)
    }

    @Test(
        "rows of soft targets that are no distribution are refused by number, and so is their width"
    )
    func noDistribution() throws {
        let names = ["a", "b", "c"]
        expectFailure("row 1: the probabilities of the classes sum to 1.2; they must sum to 1") {
            _ = try SoftTargets([0.2, 0.3, 0.5, 0.5, 0.5, 0.2], rowCount: 2, names: names)
        }
        expectFailure("row 0: a class has the probability -0.5; probabilities are 0 or more") {
            _ = try SoftTargets([-0.5, 1, 0.5], rowCount: 1, names: names)
        }
        expectFailure("row 0: a class has the probability nan; probabilities are 0 or more") {
            _ = try SoftTargets([.nan, 1, 0], rowCount: 1, names: names)
        }
        // The article's example takes its ten inputs for the labels of its single output.
        expectFailure(
            "labels are 10 wide and there are 1 classes; a soft label has one probability for each class"
        ) {
            _ = try SoftTargets(
                [Float](repeating: 0.1, count: 640), rowCount: 64, names: ["output"])
        }
    }

    // MARK: Elementwise losses

    @Test("binary cross-entropy has the recorded values, exact at ±1e4, in both precisions")
    func binary() throws {
        let table = try reference.object("bce_with_logits")
        let logits = try table.numbers("logits")
        for target in [0.0, 1] {
            let entry = try table.object("target\(Int(target))")
            let (losses, slopes) = (try entry.numbers("loss"), try entry.numbers("dlogit"))
            for (index, logit) in logits.enumerated() {
                var gradient = [0.0]
                let loss = binaryCrossEntropy(
                    rowCount: 1, width: 1, logits: [logit], targets: [target],
                    gradient: &gradient)
                #expect(abs(loss - losses[index]) <= 6e-9)
                #expect(abs(gradient[0] - slopes[index]) < 1e-9)
                if abs(logit) == 1e4 {
                    #expect(loss == losses[index] && gradient[0] == slopes[index])
                }
                var single = [Float(0)]
                let singleLoss = binaryCrossEntropy(
                    rowCount: 1, width: 1, logits: [Float(logit)], targets: [Float(target)],
                    gradient: &single)
                #expect(abs(singleLoss - losses[index]) < 1e-6)
                #expect(abs(Double(single[0]) - slopes[index]) < 1e-6)
            }
        }
    }

    @Test("Huber's loss is a parabola up to delta and a line beyond, mean over all elements")
    func huber() {
        var gradient = [Double](repeating: .nan, count: 4)
        let sum = huberError(
            rowCount: 2, width: 2, delta: 2, predictions: [1, -3, 2, 0], targets: [0, 2, 0, 0],
            gradient: &gradient)
        // 1² / 2, 2 (5 − 1), 2² / 2 and 0.
        #expect(sum == 10.5)
        #expect(gradient == [0.25, -0.5, 0.5, 0])
        // With a large delta it is half the squared error.
        let (p, t) = (noise(6, seed: 1), noise(6, seed: 2))
        let half = huberError(
            rowCount: 3, width: 2, delta: 100, predictions: p, targets: t, gradient: nil)
        let whole = squaredError(
            rowCount: 3, width: 2, predictions: p, targets: t, gradient: nil)
        #expect(abs(2 * half - whole) < 1e-15)
    }

    @Test("the gradients of elementwise losses and of soft targets are slopes")
    func slopes() {
        let (z, t) = (noise(12, seed: 41, scale: 3), noise(12, seed: 42).map { ($0 + 1) / 2 })
        var gradient = [Double](repeating: .nan, count: 12)
        _ = binaryCrossEntropy(rowCount: 3, width: 4, logits: z, targets: t, gradient: &gradient)
        expectSlopes(gradient, at: z, of: "logit") {
            binaryCrossEntropy(rowCount: 3, width: 4, logits: $0, targets: t, gradient: nil) / 12
        }
        _ = huberError(
            rowCount: 3, width: 4, delta: 0.8, predictions: z, targets: t, gradient: &gradient)
        expectSlopes(gradient, at: z, of: "prediction") {
            huberError(
                rowCount: 3, width: 4, delta: 0.8, predictions: $0, targets: t, gradient: nil)
                / 12
        }
        let q = (0..<3).flatMap { softmax(Array(t[4 * $0..<4 * $0 + 4])) }
        for smoothing in [0, 0.2] {
            let soft = softTarget(z, q, rowCount: 3, smoothing: smoothing)
            expectSlopes(soft.gradient, at: z, of: "logit") {
                softTarget($0, q, rowCount: 3, smoothing: smoothing).mean
            }
            for row in 0..<3 {
                #expect(abs(soft.gradient[4 * row..<4 * row + 4].reduce(0, +)) < 1e-15)
            }
        }
    }

    // MARK: Distillation

    private func distillation<S: Scalar>(
        _ student: [S], _ teacher: [S], labels: [Int32], targets: [S]? = nil,
        smoothing: Double = 0, weight: Double, temperature: Double
    ) -> (mean: Double, gradient: [S]) {
        let (rows, classes) = (labels.count, student.count / labels.count)
        var gradient = [S](repeating: .nan, count: student.count)
        var scratch = [S](repeating: .nan, count: 2 * classes)
        func sum(_ targets: UnsafePointer<S>?) -> Double {
            distillationLoss(
                rowCount: rows, classCount: classes, logits: student, teacherLogits: teacher,
                labels: labels, targets: targets, smoothing: smoothing, weight: weight,
                temperature: temperature, scratch: &scratch, gradient: &gradient)
        }
        let total =
            targets.map { $0.withUnsafeBufferPointer { sum($0.baseAddress) } } ?? sum(nil)
        return (total / Double(rows), gradient)
    }

    @Test("distillation has the recorded parts, total and gradient, in both precisions")
    func distillationReference() throws {
        let entry = try reference.object("distillation")
        let student = try reference.fill(40, count: 20, amplitude: 3)
        let teacher = try reference.fill(41, count: 20, amplitude: 3)
        let labels = try entry.integers("labels").map { Int32($0) }
        let (weight, temperature) = (try entry.number("alpha"), try entry.number("T"))
        let exact = distillation(
            student, teacher, labels: labels, weight: weight, temperature: temperature)
        #expect(abs(exact.mean - (try entry.number("total"))) < 6e-9)
        try entry.object("dstudent").expectChecksums(of: exact.gradient, within: 2e-9)
        let soft = distillation(
            student, teacher, labels: labels, weight: 1, temperature: temperature)
        #expect(abs(soft.mean - (try entry.number("soft_kl_times_T2_batchmean"))) < 6e-9)
        let hard = distillation(
            student, teacher, labels: labels, weight: 0, temperature: temperature)
        #expect(abs(hard.mean - (try entry.number("hard_ce"))) < 6e-9)
        let single = distillation(
            student.map { Float($0) }, teacher.map { Float($0) }, labels: labels, weight: weight,
            temperature: temperature)
        #expect(abs(single.mean - (try entry.number("total"))) < 2e-6)
        try entry.object("dstudent").expectChecksums(
            of: single.gradient.map { Double($0) }, within: 2e-6)
    }

    @Test("a student that equals its teacher has no soft part, exactly")
    func equalTeacher() {
        let z = noise(15, seed: 51, scale: 5).map { Float($0) }
        let soft = distillation(z, z, labels: [0, 1, 2], weight: 1, temperature: 3)
        #expect(soft.mean == 0)
        #expect(soft.gradient.allSatisfy { $0 == 0 })
    }

    @Test("as the temperature grows the soft gradient tends to the difference of centred logits")
    func highTemperature() throws {
        let entry = try reference.object("distillation")
        let student = try reference.fill(40, count: 20, amplitude: 3)
        let teacher = try reference.fill(41, count: 20, amplitude: 3)
        let soft = distillation(
            student, teacher, labels: [0, 0, 0, 0], weight: 1, temperature: 1e4)
        var largest = 0.0
        for row in 0..<4 {
            let places = 5 * row..<5 * row + 5
            let studentMean = student[places].reduce(0, +) / 5
            let teacherMean = teacher[places].reduce(0, +) / 5
            for i in places {
                let limit = ((student[i] - studentMean) - (teacher[i] - teacherMean)) / 20
                largest = max(largest, abs(soft.gradient[i] - limit))
            }
        }
        // Recorded with two digits.
        #expect(abs(largest - (try entry.number("max_abs_diff_at_T1e4"))) < 1e-7)
    }

    @Test("the gradient of distillation is its slope, with soft targets and smoothing too")
    func distillationSlopes() throws {
        let (z, t) = (noise(20, seed: 52, scale: 3), noise(20, seed: 53, scale: 3))
        let targets = try recordedTargets()
        for (targets, smoothing) in [(nil, 0), (nil, 0.1), (targets, 0.1)] as [([Double]?, Double)]
        {
            func value(_ z: [Double]) -> (mean: Double, gradient: [Double]) {
                distillation(
                    z, t, labels: [0, 4, 2, 2], targets: targets, smoothing: smoothing,
                    weight: 0.6, temperature: 2.5)
            }
            expectSlopes(value(z).gradient, at: z, of: "logit") { value($0).mean }
        }
    }

    @Test("a group learns from a teacher's answers to its rows, and is measured without them")
    func teacher() throws {
        let dataSet = try signDataSet()
        // A teacher that is sure of the opposite of every right answer.
        let logits = (0..<100).flatMap { row -> [Float] in
            guard case .classes(let classes, _) = dataSet.targets else { return [] }
            return classes[row] == 1 ? [4, -4] : [-4, 4]
        }
        func accuracy(weight: Double) throws -> Double {
            var plan = TrainingPlan(
                depth: 0, width: 1, batchSize: 16, epochs: 10, sweepSeed: 1, runSeed: 1)
            plan.distillation = Distillation(weight: weight, temperature: 2)
            var observer = GroupObserver(slots: 1)
            try GroupTrainer(
                plan: plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 0.5))],
                dataSet: dataSet,
                teacher: TeacherTargets(
                    logits: logits, settings: Distillation(weight: weight, temperature: 2))
            ).run(observer: &observer, clock: { 0 })
            return try #require(observer.lanes[0].values(.testAccuracy).first)
        }
        #expect(try accuracy(weight: 1) < 0.2)
        #expect(try accuracy(weight: 0) > 0.8)
    }

    @Test("a whole model's gradients with a teacher are slopes, also in parts")
    func teacherModel() throws {
        let session = try TrainingSession<Double>(
            layers: MLP(
                inputWidth: 3, outputWidth: 4, depth: 1, width: 5, activation: .tanh
            ).layers(laneCount: 2), loss: .softmaxCrossEntropy,
            lanes: [
                LanePlan(optimizer: .sgd(learningRate: 0)),
                LanePlan(optimizer: .sgd(learningRate: 0)),
            ], batchSize: 5, accumulation: 2,
            teacher: TeacherTargets(logits: [], settings: Distillation()))
        session.initialize(sweepSeed: 1, runSeed: 2)
        session.batch.fill(inputs: noise(15, seed: 61), labels: [0, 1, 2, 3, 1])
        session.batch.fill(teacherLogits: noise(20, seed: 62, scale: 3))
        session.expectSlopes()
    }

    @Test("teachers that do not belong to the data are refused, and so are odd settings")
    func teacherRefusals() throws {
        let dataSet = try signDataSet()
        var plan = TrainingPlan(depth: 0, width: 1, batchSize: 16, epochs: 1)
        func expect(_ message: String, _ settings: Distillation, _ logits: [Float]) {
            plan.distillation = settings
            expectFailure(message) {
                _ = try GroupTrainer(
                    plan: plan, lanes: [LanePlan(optimizer: .sgd(learningRate: 1))],
                    dataSet: dataSet, teacher: TeacherTargets(logits: logits, settings: settings))
            }
        }
        let zeros = [Float](repeating: 0, count: 200)
        expect(
            "the teacher gives 30 outputs for 100 rows of 2 classes; choose a teacher that was trained "
                + "on this data set", Distillation(), [Float](repeating: 0, count: 30))
        expect(
            "row 99: the teacher's output is not finite; choose a teacher that did not diverge",
            Distillation(), zeros.dropLast() + [.infinity])
        expect(
            "distill_weight is 1.5; it must be from 0 to 1", Distillation(weight: 1.5), zeros)
        expect("temperature is 0.0; it must be above 0", Distillation(temperature: 0), zeros)
        plan.loss = .named(.meanSquaredError)
        expect(
            "a teacher softens the softmax over classes; use loss cross_entropy on a data set with "
                + "classes, or leave teacher out", Distillation(), zeros)
    }

    // MARK: Losses on data sets

    private func record(
        _ loss: TrainingPlan.LossChoice, on dataSet: DataSet, rate: Double = 0.5, epochs: Int = 30,
        isAdam: Bool = false,
        _ change: (inout TrainingPlan) -> Void = { _ in }
    ) throws -> LaneRecord {
        var plan = TrainingPlan(
            depth: 1, width: 8, activation: .tanh, batchSize: 16, epochs: epochs, sweepSeed: 1,
            runSeed: 1)
        plan.loss = loss
        change(&plan)
        return try train(
            plan,
            lanes: [
                LanePlan(
                    optimizer: isAdam ? .adam(learningRate: rate) : .sgd(learningRate: rate))
            ], on: dataSet)[0]
    }

    @Test("every loss learns classes and reports accuracy")
    func classes() throws {
        let dataSet = try signDataSet()
        for loss in GradientTests.losses {
            let record = try record(.named(loss), on: dataSet)
            #expect(try #require(record.values(.testAccuracy).first) >= 0.9, "\(loss)")
            #expect(record.points[.testRSquared] == nil)
        }
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        for loss in [Loss.binaryCrossEntropy, .meanSquaredError, .huber(delta: 0.1)] {
            let record = try record(.named(loss), on: digits, rate: 0.01, epochs: 10, isAdam: true)
            {
                $0.width = 32
            }
            #expect(try #require(record.values(.testAccuracy).first) > 0.9, "\(loss)")
        }
    }

    @Test("binary cross-entropy of two classes has one output, the same problem as their softmax")
    func singleOutput() throws {
        let dataSet = try signDataSet()
        var plan = TrainingPlan(depth: 0, width: 1, batchSize: 16, epochs: 1)
        plan.loss = .named(.binaryCrossEntropy)
        #expect(plan.outputWidth(for: dataSet) == 1)
        #expect(plan.model(for: dataSet, lanes: []).outputWidth == 1)
        plan.loss = .auto
        #expect(plan.outputWidth(for: dataSet) == 2)
        // From zero weights both begin at the loss of a fair coin.
        let record = try record(.named(.binaryCrossEntropy), on: dataSet, rate: 1e-9) {
            $0.initialization = .normal
            $0.initialDeviation = 1e-9
        }
        #expect(abs(record.values(.trainLoss)[0] - 0.69314718) < 1e-6)
    }

    @Test("a single output counts towards macro-F1 as the two classes that it tells apart")
    func confusion() throws {
        let dataSet = try signDataSet()
        let record = try record(.named(.binaryCrossEntropy), on: dataSet) {
            $0.requestedMetrics = [.macroF1]
        }
        #expect(try #require(record.values(.testMacroF1).first) >= 0.85)
    }

    @Test("Huber and binary cross-entropy regress numbers and report R²")
    func numbers() throws {
        let plane = try planeDataSet()
        let huber = try record(.named(.huber(delta: 1)), on: plane, rate: 0.2, epochs: 60)
        #expect(try #require(huber.values(.testRSquared).first) > 0.98)
        guard case .numbers(let targets) = plane.targets else { return }
        let probabilities = DataSet(
            name: "probabilities", featureCount: 2, features: plane.features,
            targets: .numbers(targets.map { 1 / (1 + Float.exponential(-$0)) }),
            split: plane.split, checksum: "none")
        let binary = try record(.named(.binaryCrossEntropy), on: probabilities, rate: 1) {
            $0.depth = 0
        }
        #expect(try #require(binary.values(.testRSquared).first) > 0.9)
        expectFailure(
            "row 0: the target is \(targets[0]); binary_cross_entropy needs targets from 0 to 1"
        ) { _ = try record(.named(.binaryCrossEntropy), on: plane) }
    }

    @Test("soft targets train with every loss, and the likeliest class counts as right")
    func softData() throws {
        let sign = try signDataSet()
        guard case .classes(let classes, let names) = sign.targets else { return }
        let dataSet = DataSet(
            name: "soft", featureCount: 2, features: sign.features,
            targets: .distributions(
                try SoftTargets(
                    classes.flatMap { $0 == 1 ? [0.1, 0.9] : [0.8, 0.2] }, rowCount: 100,
                    names: names)),
            split: sign.split, checksum: "none")
        #expect(dataSet.isClassification && dataSet.hasSoftTargets)
        #expect(dataSet.classNames == names)
        for loss in GradientTests.losses {
            let record = try record(.named(loss), on: dataSet)
            #expect(try #require(record.values(.testAccuracy).first) >= 0.9, "\(loss)")
        }
        // The entropy of the targets is the least that cross-entropy can be.
        let least = try #require(record(.auto, on: dataSet, epochs: 200).values(.testLoss).first)
        #expect(least > 0.3 && least < 0.6)
    }

    @Test("losses that teach nothing or have no meaning are refused in one line")
    func refusals() throws {
        expectFailure(
            "softmax cross-entropy needs at least 2 classes and has 1: softmax over one class is "
                + "always 1, so nothing is learned; use binary_cross_entropy or mse"
        ) { _ = try record(.named(.softmaxCrossEntropy), on: try planeDataSet()) }
        expectFailure("huber_delta is 0.0; it must be above 0") {
            _ = try record(.named(.huber(delta: 0)), on: try planeDataSet())
        }
    }
}
