/// Everything there is to say about one run, read when somebody opens it.
package struct RunPortrait: Sendable, Equatable {
    package var run: RunID
    /// Summaries of its metrics, by the metric's name.
    package var metrics: [Metric]
    /// The oldest first; bounded to the newest few hundred.
    package var events: [WatchedEvent]
    /// What it was executed with, as lines for people: host, processor, program, git, data set.
    package var environment: [Fact]
    package var workerName: String?
    package var failureCount: Int
    package var interruptionCount: Int

    package struct Fact: Sendable, Equatable {
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// One metric's series in numbers; NaN stands for a value that there is not.
    package struct Metric: Sendable, Equatable {
        package var name: String
        package var count: Int64
        package var nanCount: Int64
        package var infiniteCount: Int64
        package var first: Double
        package var last: Double
        package var lastStep: Int64
        package var minimum: Double
        package var minimumStep: Int64
        package var maximum: Double
        package var maximumStep: Int64

        package init(
            name: String, count: Int64, nanCount: Int64 = 0, infiniteCount: Int64 = 0,
            first: Double, last: Double, lastStep: Int64, minimum: Double, minimumStep: Int64,
            maximum: Double, maximumStep: Int64
        ) {
            self.name = name
            self.count = count
            self.nanCount = nanCount
            self.infiniteCount = infiniteCount
            self.first = first
            self.last = last
            self.lastStep = lastStep
            self.minimum = minimum
            self.minimumStep = minimumStep
            self.maximum = maximum
            self.maximumStep = maximumStep
        }
    }

    package init(
        run: RunID, metrics: [Metric] = [], events: [WatchedEvent] = [],
        environment: [Fact] = [], workerName: String? = nil, failureCount: Int = 0,
        interruptionCount: Int = 0
    ) {
        self.run = run
        self.metrics = metrics
        self.events = events
        self.environment = environment
        self.workerName = workerName
        self.failureCount = failureCount
        self.interruptionCount = interruptionCount
    }
}
