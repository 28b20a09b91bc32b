import SweepCommands
import SweepCore
import SweepDashboard
import SweepTestSupport
import Synchronization
import Testing

/// Says in turn what it was told to say, then nothing.
private final class Script: Sendable {
    private struct State {
        var looks: [[Observation]]
        var requests: [WatchRequest] = []
        var isForgotten = false
    }

    private let state: Mutex<State>

    init(_ looks: [[Observation]]) { state = Mutex(State(looks: looks)) }

    var requests: [WatchRequest] { state.withLock { $0.requests } }
    var isForgotten: Bool { state.withLock { $0.isForgotten } }

    fileprivate func look(_ request: WatchRequest) -> (news: [Observation], wait: Duration) {
        state.withLock { state in
            state.requests.append(request)
            guard !state.looks.isEmpty else { return ([], .seconds(60)) }
            return (state.looks.removeFirst(), .zero)
        }
    }

    fileprivate func forget() { state.withLock { $0.isForgotten = true } }
}

private struct ScriptedWatcher: Watching {
    let script: Script
    var isFocused = true

    init(_ script: Script) { self.script = script }

    func look(_ request: WatchRequest) -> (news: [Observation], wait: Duration) {
        script.look(request)
    }

    func forget() { script.forget() }
}

@Suite("A picture of the dashboard without a terminal")
struct DashboardSnapshotTests {
    private let sweep = WatchedSweep(
        id: SweepID(1), uid: UID(stored: "aaaaaaaaaaaa"), name: "digits", state: .active,
        objective: nil, variedNames: [], parameterNames: ["width"],
        metricNames: ["validation/loss"], createdAt: SweepInstant(milliseconds: 0))

    private var run: WatchedRun {
        WatchedRun(
            id: RunID(7), uid: UID(stored: "bbbbbbbbbbbb"), number: 1, name: "a,\"b\"",
            state: .completed, parameters: [.integer(64)], seed: 3, objective: 0.5,
            objectiveStep: 10, latest: [.init(step: 12, value: .nan, minimum: 0.5, maximum: 1)])
    }

    private func model() -> DashboardModel {
        DashboardModel(
            size: Size(columns: 80, rows: 24), settings: DashboardSettings(),
            now: SweepInstant(milliseconds: 0))
    }

    @Test("it is taken when everything that is asked for has been read")
    func settled() {
        let script = Script([[.sweeps([sweep])], [.watching(sweep.id)]])
        var snapshot = DashboardSnapshot(model(), ScriptedWatcher(script))
        let lines = snapshot.lines(after: [])
        #expect(lines.count == 24)
        #expect(lines[0].contains("digits"))
        #expect(script.requests.count >= 3)
    }

    @Test("keys change it, and q ends them")
    func keys() {
        let script = Script([[.sweeps([sweep]), .watching(sweep.id)]])
        var snapshot = DashboardSnapshot(model(), ScriptedWatcher(script))
        let keys: [Key] = [.character("3"), .control("r"), .character("q"), .character("2")]
        #expect(snapshot.lines(after: keys)[0].contains("[3 Sweep]"))
        #expect(script.isForgotten)
    }

    @Test("the runs and the screen go into files")
    func files() throws {
        var model = model()
        _ = update(
            &model,
            .observed([.sweeps([sweep]), .watching(sweep.id), .runs([run], isComplete: true)]))
        #expect(DashboardFile(.csv, of: model).text.contains("\"a,\"\"b\"\"\""))
        #expect(DashboardFile(.json, of: model).text.contains("\"a,\\\"b\\\"\""))
        #expect(DashboardFile(.text, of: model).text.split(separator: "\n").count <= 24)
    }
}
