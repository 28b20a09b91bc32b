private import Glibc

/// How large the activations of models of several widths are in their first steps: the coordinate
/// check of Yang et al., arXiv 2203.03466, appendix D.1.
///
/// Where initial weights and learning rates are scaled right, the mean magnitude of each layer's
/// units does not change with the width, at the start and after some updates. In the standard
/// parametrization with Adam it grows after the first step.
package struct CoordinateCheck: Sendable {
    /// One layer of the models.
    package struct Layer: Sendable, Equatable {
        /// Its number from 1; the last is the output.
        package let number: Int
        /// For each width, for each step, the mean magnitude of the layer's values in it.
        package let magnitudes: [[Double]]
    }

    /// The widths that were looked at.
    package let widths: [Int]
    /// The layers, from the first hidden one to the output.
    package let layers: [Layer]

    /// Trains a model of each width for `steps` steps on the first batches of the first epoch and
    /// looks at every layer's values in each of them, before its update.
    ///
    /// Dropout, a teacher and the parts of a batch are left out, so that the magnitudes are the units' own.
    ///
    /// - Throws: ``TrainingEngineError`` when a plan cannot be trained on the data.
    /// - Precondition: There is a width and a step.
    package init(
        plan: TrainingPlan, lane: LanePlan, dataSet: DataSet, widths: [Int], steps: Int
    ) throws(TrainingEngineError) {
        precondition(!widths.isEmpty && steps > 0, "\(widths.count) widths, \(steps) steps")
        self.widths = widths
        var byWidth: [[[Double]]] = []
        for width in widths {
            var plan = plan
            plan.width = width
            byWidth.append(try Self.magnitudes(plan, lane, dataSet, steps: steps))
        }
        layers = byWidth[0].indices.map { layer in
            Layer(number: layer + 1, magnitudes: byWidth.map { $0[layer] })
        }
    }

    /// Returns how fast a layer's magnitude in a step grows with the width: the exponent p of the
    /// fit a · widthᵖ by least squares; 0 is flat. Not finite where a magnitude is 0 or not finite.
    package func growth(of layer: Layer, step: Int) -> Double {
        let points = zip(widths, layer.magnitudes).map { (log(Double($0)), log($1[step])) }
        let count = Double(points.count)
        let mean = points.reduce((0, 0)) { ($0.0 + $1.0 / count, $0.1 + $1.1 / count) }
        let (covariance, variance) = points.reduce((0.0, 0.0)) { sums, point in
            let distance = point.0 - mean.0
            return (sums.0 + distance * (point.1 - mean.1), sums.1 + distance * distance)
        }
        return covariance / variance
    }

    /// Returns for each layer, for each step, the mean magnitude of its values.
    private static func magnitudes(
        _ plan: TrainingPlan, _ lane: LanePlan, _ dataSet: DataSet, steps: Int
    ) throws(TrainingEngineError) -> [[Double]] {
        try plan.validate(for: dataSet)
        try lane.validate()
        let rows = dataSet.split.training
        let batchSize = min(plan.batchSize, rows.count)
        let model = plan.model(for: dataSet, lanes: [lane])
        let session = try TrainingSession<Float>(
            layers: model.layers(), loss: plan.loss(for: dataSet), lanes: [lane],
            schedule: plan.schedule, stepCount: plan.stepCount(trainingRows: rows.count),
            batchSize: batchSize, hasSoftTargets: dataSet.hasSoftTargets)
        session.initialize(sweepSeed: plan.sweepSeed, runSeed: plan.runSeed)
        let network = session.network
        let watched = model.hiddenLayers(hasDropout: false) + [network.layers.count - 1]
        var magnitudes = [[Double]](repeating: [], count: watched.count)
        rows.withUnsafeBufferPointer { rows in
            for step in 0..<steps {
                // The rows are shuffled; a small data set begins again.
                let start = step * batchSize % max(1, rows.count - batchSize + 1)
                session.step(
                    dataSet, rows: UnsafeBufferPointer(rebasing: rows[start..<start + batchSize]))
                for (number, index) in watched.enumerated() {
                    let count = batchSize * network.layers[index].outputColumns
                    let output = network.output(ofLayer: index)
                    let sum = (0..<count).reduce(0.0) { $0 + Double(output[$1].magnitude) }
                    magnitudes[number].append(sum / Double(count))
                }
            }
        }
        return magnitudes
    }
}
