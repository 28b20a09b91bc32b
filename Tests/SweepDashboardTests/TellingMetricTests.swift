import SweepCore
import SweepDashboard
import Testing

@Suite("The metric that tells most")
struct TellingMetricTests {
    private var model = DashboardModel(
        size: Size(columns: 100, rows: 30), settings: DashboardSettings(),
        now: SweepInstant(milliseconds: 0))

    private static let names = ["throughput/rows", "train/loss", "validation/accuracy"]

    private mutating func observe(accuracy: ClosedRange<Double>, loss: ClosedRange<Double>) {
        let sweep = WatchedSweep(
            id: SweepID(1), uid: UID(stored: "000000000001"), name: "s", state: .active,
            objective: Objective(metric: "validation/accuracy", goal: .maximize), variedNames: [],
            parameterNames: [], metricNames: Self.names, createdAt: SweepInstant(milliseconds: 0))
        func latest(_ range: ClosedRange<Double>) -> WatchedRun.Latest {
            WatchedRun.Latest(
                step: 9, value: range.upperBound, minimum: range.lowerBound,
                maximum: range.upperBound)
        }
        let run = WatchedRun(
            id: RunID(1), uid: UID(stored: "000000000002"), number: 1, name: "r", state: .running,
            objective: accuracy.upperBound, objectiveStep: 9,
            latest: [latest(1...2), latest(loss), latest(accuracy)])
        _ = update(
            &model,
            .observed([.sweeps([sweep]), .watching(sweep.id), .runs([run], isComplete: true)]))
    }

    @Test("is the objective's once that is a curve")
    mutating func objective() {
        observe(accuracy: 0.2...0.9, loss: 0.1...2.3)
        #expect(model.metric == "validation/accuracy")
    }

    @Test("is the loss while the objective is a single point, and a measurement never")
    mutating func singlePoint() {
        observe(accuracy: 0.9...0.9, loss: 0.1...2.3)
        #expect(model.metric == "train/loss")
        observe(accuracy: 0.9...0.9, loss: 0.1...0.1)
        #expect(model.metric == "validation/accuracy")
    }

    @Test("gives way to a person's choice")
    mutating func chosen() {
        observe(accuracy: 0.9...0.9, loss: 0.1...2.3)
        model.chart.metric = "throughput/rows"
        #expect(model.metric == "throughput/rows")
    }
}
