/// A line of the log as somebody sees it who watches.
package struct WatchedEvent: Sendable, Equatable, Identifiable {
    /// In order of time.
    package var id: Int64
    package var time: SweepInstant
    package var run: RunID?
    package var runName: String?
    package var worker: WorkerID?
    package var attempt: Int?
    /// One word: `started`, `completed`, `diverged`, …
    package var kind: String
    package var message: String?

    package init(
        id: Int64, time: SweepInstant, run: RunID? = nil, runName: String? = nil,
        worker: WorkerID? = nil, attempt: Int? = nil, kind: String, message: String? = nil
    ) {
        self.id = id
        self.time = time
        self.run = run
        self.runName = runName
        self.worker = worker
        self.attempt = attempt
        self.kind = kind
        self.message = message
    }
}
