/// Records the series that a plan asks for besides the usual.
///
/// Their names are made at the start, so that a step that is logged allocates nothing here.
final class MetricReporter {
    private let requested: Set<RequestedMetric>
    private let gradientNames: [TrainingMetric]
    private let weightNames: [TrainingMetric]
    private let deadNames: [TrainingMetric]
    private var activity: UnitActivity

    /// Prepares the names; `hiddenLayers` are the network's layers that hold hidden units.
    init(_ requested: Set<RequestedMetric>, network: Network<Float>, hiddenLayers: [Int]) {
        self.requested = requested
        let weights = network.blocks.first?.filter { $0.role == .weight } ?? []
        gradientNames = weights.indices.map { .gradientNorm(layer: $0 + 1) }
        weightNames = weights.indices.map { .weightNorm(layer: $0 + 1) }
        deadNames = hiddenLayers.indices.map { .deadUnits(layer: $0 + 1) }
        activity = UnitActivity(hiddenLayers: hiddenLayers, network: network)
    }

    /// Whether a series is asked for.
    func isRequested(_ metric: RequestedMetric) -> Bool { requested.contains(metric) }

    /// Whether answers must be counted class by class.
    var countsClasses: Bool { requested.contains { $0.needsClasses } }

    /// Records what belongs to a step.
    func reportStep(
        _ session: TrainingSession<Float>, lane: Int, step: Int,
        observer: inout some TrainingObserver
    ) {
        if isRequested(.learningRate) {
            observer.record(
                .learningRate, lane: lane, step: step, value: session.learningRate(of: lane))
        }
        guard isRequested(.gradientNorm) else { return }
        let gradients = UnsafePointer(session.network.gradientArena.base)
        var (total, layer) = (0.0, 0)
        for block in session.network.blocks[lane] where block.role.isTrained {
            let square = block.squaredNorm(gradients)
            total += square
            guard block.role == .weight else { continue }
            observer.record(
                gradientNames[layer], lane: lane, step: step, value: square.squareRoot())
            layer += 1
        }
        observer.record(.gradientNorm, lane: lane, step: step, value: total.squareRoot())
    }

    /// Begins to look at the units of an epoch with those of the last training batch, which count
    /// only where nothing is validated.
    func beginEpoch(_ session: TrainingSession<Float>, rowCount: Int) {
        guard isRequested(.deadUnits) else { return }
        activity.reset()
        isTrainingBatch = true
        activity.observe(session.network, rowCount: rowCount)
    }

    private var isTrainingBatch = false

    /// Looks at the units after a forward pass over validation rows.
    func observeUnits(_ network: Network<Float>, rowCount: Int) {
        guard isRequested(.deadUnits) else { return }
        if isTrainingBatch { activity.reset() }
        isTrainingBatch = false
        activity.observe(network, rowCount: rowCount)
    }

    /// Records what belongs to an epoch.
    func reportEpoch(
        _ session: TrainingSession<Float>, lane: Int, step: Int,
        observer: inout some TrainingObserver
    ) {
        if isRequested(.weightNorm) {
            let parameters = UnsafePointer(session.network.parameterArena.base)
            let weights = session.network.blocks[lane].lazy.filter { $0.role == .weight }
            for (name, block) in zip(weightNames, weights) {
                observer.record(
                    name, lane: lane, step: step,
                    value: block.squaredNorm(parameters).squareRoot())
            }
        }
        guard isRequested(.deadUnits) else { return }
        for (name, fraction) in zip(deadNames, activity.deadFractions(lane: lane)) {
            observer.record(name, lane: lane, step: step, value: fraction)
        }
    }

    /// Records what is measured of an epoch's time and of the process.
    func reportSpeed(
        secondsPerStep: Double, lane: Int, step: Int, observer: inout some TrainingObserver
    ) {
        if isRequested(.stepSeconds) {
            observer.record(.stepSeconds, lane: lane, step: step, value: secondsPerStep)
        }
        guard isRequested(.peakMemory), let bytes = PeakMemory.bytes else { return }
        observer.record(.peakMemory, lane: lane, step: step, value: Double(bytes))
    }

    /// Records the answers of a lane to the test rows, class by class.
    func reportAnswers(
        _ matrix: ConfusionMatrix?, classNames: [String], lane: Int, step: Int,
        observer: inout some TrainingObserver
    ) {
        guard isRequested(.confusionMatrix), let matrix else { return }
        for (row, actual) in classNames.enumerated() {
            for (column, predicted) in classNames.enumerated() {
                observer.record(
                    .confusion(actual: actual, predicted: predicted), lane: lane, step: step,
                    value: Double(matrix.count(actual: row, predicted: column)))
            }
        }
    }
}
