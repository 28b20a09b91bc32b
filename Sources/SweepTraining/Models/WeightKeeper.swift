package import SweepCore
import TrainingEngine

/// Which weights of the runs stay, and where they go.
package struct WeightKeeping: Sendable {
    package let policy: WeightPolicy
    package let sink: any WeightSink
    /// For the metadata; `nil` for runs alone.
    package let sweepName: String?

    package init(policy: WeightPolicy, sink: any WeightSink, sweepName: String?) {
        self.policy = policy
        self.sink = sink
        self.sweepName = sweepName
    }
}

/// Watches the lanes of a group and hands their weights on: those of each epoch as it ends, the best and
/// the last ones before the end of their run.
///
/// Weights are copied at the end of an epoch, never within a step.
struct WeightKeeper {
    /// The weights of one epoch.
    private struct Snapshot {
        let epoch: Int
        let step: Int
        let tensors: [NamedTensor]
    }

    private struct Lane {
        let attempt: Attempt
        var bestValue: Double?
        /// The value of the epoch that is just ending.
        var value: Double?
        var best: Snapshot?
        var last: Snapshot?
        var failure: (any Error)?

        init(_ attempt: Attempt) { self.attempt = attempt }
    }

    private let keeping: WeightKeeping
    private let rule: BestModelRule
    private let dataSet: DataSet
    private var lanes: [Int: Lane]

    init(
        _ keeping: WeightKeeping, attempts: [Attempt], plan: TrainingPlan, objective: Objective?,
        dataSet: DataSet
    ) {
        self.keeping = keeping
        self.dataSet = dataSet
        rule = BestModelRule(objective, plan: plan, dataSet: dataSet)
        lanes = Dictionary(
            uniqueKeysWithValues: attempts.map { ($0.slot, Lane($0)) })
    }

    /// What of a run must outlive an interruption: its best model so far; empty without one.
    ///
    /// The last one need not: after a checkpoint at least one more epoch ends.
    func state(of slot: Int) -> [UInt8] {
        guard let lane = lanes[slot], let best = lane.best, let value = lane.bestValue else {
            return []
        }
        return SafeTensors.encode(
            best.tensors,
            metadata: [
                "epoch": "\(best.epoch)", "step": "\(best.step)",
                "value": "\(value.bitPattern)",
            ])
    }

    /// Takes back what ``state(of:)`` gave.
    ///
    /// - Throws: `ModelFileProblem` for anything else.
    mutating func restore(_ slot: Int, from state: [UInt8]) throws(ModelFileProblem) {
        guard !state.isEmpty else { return }
        let (tensors, metadata) = try SafeTensors.decode(state)
        guard let epoch = metadata["epoch"].flatMap({ Int($0) }),
            let step = metadata["step"].flatMap({ Int($0) }),
            let bits = metadata["value"].flatMap({ UInt64($0) })
        else { throw .damaged("it does not say of which epoch it is") }
        lanes[slot]?.best = Snapshot(epoch: epoch, step: step, tensors: tensors)
        lanes[slot]?.bestValue = Double(bitPattern: bits)
    }

    /// Takes a point that the trainer reported.
    mutating func record(_ metric: TrainingMetric, lane: Int, value: Double) {
        if metric == rule.metric { lanes[lane]?.value = value }
    }

    /// Takes the models of some lanes at the end of an epoch, after its points.
    mutating func finished(
        epoch: Int, step: Int, lanes: LaneSet, network: Network<Float>
    ) {
        for slot in lanes {
            guard var lane = self.lanes[slot] else { continue }
            let isBest = lane.value.map { rule.isBetter($0, than: lane.bestValue) } ?? false
            // Where no epoch has a finite value the last one counts, as for the test part.
            if isBest || lane.best == nil || keeping.policy != .best {
                let snapshot = Snapshot(
                    epoch: epoch, step: step, tensors: network.tensors(of: slot))
                lane.last = snapshot
                if isBest {
                    lane.bestValue = lane.value
                    lane.best = snapshot
                }
                if keeping.policy == .all { store(snapshot, .epoch, of: &lane) }
            }
            lane.value = nil
            self.lanes[slot] = lane
        }
    }

    /// Stores what stays of a run that has ended well, before its end is told.
    ///
    /// - Throws: What the sink threw, now or at an earlier epoch.
    mutating func completed(lane slot: Int) throws {
        guard var lane = lanes.removeValue(forKey: slot) else { return }
        if keeping.policy.keeps(.best) { store(lane.best ?? lane.last, .best, of: &lane) }
        if keeping.policy.keeps(.last) { store(lane.last, .last, of: &lane) }
        if let failure = lane.failure { throw failure }
    }

    private func store(_ snapshot: Snapshot?, _ kind: WeightKind, of lane: inout Lane) {
        guard let snapshot, lane.failure == nil else { return }
        let description = ModelDescription(
            lane.attempt, sweepName: keeping.sweepName, kind: kind, epoch: snapshot.epoch,
            step: Int64(snapshot.step), dataSet: dataSet)
        let weights = ModelWeights(
            kind: kind, epoch: snapshot.epoch, step: Int64(snapshot.step),
            content: ModelFile.encode(description, tensors: snapshot.tensors))
        do { try keeping.sink.keep(weights, of: lane.attempt) } catch { lane.failure = error }
    }
}
