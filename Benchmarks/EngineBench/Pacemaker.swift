import TrainingEngine

/// An observer that stops the clock between two steps now and then, to let SGEMM have its turn.
///
/// Other programs, the processor's clock and a hypervisor change the speed of everything within
/// seconds; two rates that were taken within a tenth of one can be compared.
struct Pacemaker: TrainingObserver {
    /// One slice of training between two of SGEMM.
    struct Round {
        /// Rows that each lane was trained on.
        let rowsPerSecond: Double
        /// The mean rate of SGEMM before and after.
        let peakPerSecond: Double
    }

    /// Seconds of a slice of training; it has whole steps, so it may take longer.
    private static let trainingSlice = 0.12
    private static let peakSlice = 0.04
    /// Seconds and steps until caches, pages and the branch predictor have settled.
    private static let warmUp = (seconds: 0.1, steps: 3)

    private let roundCount: Int
    private let rowCount: Int
    private let batchSize: Int
    private let peak: ProductPeak
    private let clock = Clock.thread

    private(set) var rounds: [Round] = []
    private var isWarm = false
    private var steps = 0
    private var rowsOfSlice = 0
    private var start = 0.0
    private var peakBefore = 0.0

    /// Prepares `roundCount` rounds on `rowCount` training rows.
    init(roundCount: Int, rowCount: Int, batchSize: Int, peak: ProductPeak) {
        self.roundCount = max(roundCount, 1)
        self.rowCount = rowCount
        self.batchSize = batchSize
        self.peak = peak
        start = clock.seconds
    }

    /// Whether all rounds were measured.
    var isFinished: Bool { rounds.count >= roundCount }

    /// Keeps time; asked once per step and lane, so the first lane stands for the step.
    mutating func shouldStop(lane: Int) -> Bool {
        guard lane == 0 && !isFinished else { return isFinished }
        let elapsed = clock.seconds - start
        if !isWarm {
            isWarm = elapsed >= Self.warmUp.seconds && steps >= Self.warmUp.steps
            if isWarm {
                peakBefore = peak.operationsPerSecond(for: Self.peakSlice, on: clock)
                beginSlice()
            }
        } else if elapsed >= Self.trainingSlice && rowsOfSlice > 0 {
            let peakAfter = peak.operationsPerSecond(for: Self.peakSlice, on: clock)
            rounds.append(
                Round(
                    rowsPerSecond: Double(rowsOfSlice) / elapsed,
                    peakPerSecond: (peakBefore + peakAfter) / 2))
            peakBefore = peakAfter
            beginSlice()
        }
        countStep()
        return isFinished
    }

    mutating func record(_ metric: TrainingMetric, lane: Int, step: Int, value: Double) {}

    mutating func ended(lane: Int, _ end: TrainingEnd) {}

    private mutating func beginSlice() {
        rowsOfSlice = 0
        start = clock.seconds
    }

    /// Counts the step that is about to be made; the last one of an epoch may be shorter.
    private mutating func countStep() {
        let stepsOfEpoch = (rowCount + batchSize - 1) / batchSize
        let isLast = steps % stepsOfEpoch == stepsOfEpoch - 1
        rowsOfSlice += isLast ? rowCount - (stepsOfEpoch - 1) * batchSize : batchSize
        steps += 1
    }
}
