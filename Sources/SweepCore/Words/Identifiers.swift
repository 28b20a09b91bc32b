/// The integer key of a sweep in one database file. Local to that file: commands print the `UID`.
package struct SweepID: Hashable, Sendable, Comparable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static func < (a: SweepID, b: SweepID) -> Bool { a.rawValue < b.rawValue }
}

/// The integer key of a run in one database file. Local to that file: commands print the `UID`.
package struct RunID: Hashable, Sendable, Comparable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static func < (a: RunID, b: RunID) -> Bool { a.rawValue < b.rawValue }
}

/// The integer key of a registered worker (one thread of one process) in one database file.
package struct WorkerID: Hashable, Sendable, Comparable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static func < (a: WorkerID, b: WorkerID) -> Bool { a.rawValue < b.rawValue }
}

/// The integer key of a metric's name in one database file.
package struct MetricID: Hashable, Sendable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A moment as the store keeps it: whole milliseconds since 1970 in UTC.
package struct SweepInstant: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (a: SweepInstant, b: SweepInstant) -> Bool {
        a.milliseconds < b.milliseconds
    }

    /// Returns the moment this many milliseconds later.
    package func adding(milliseconds: Int64) -> SweepInstant {
        SweepInstant(milliseconds: self.milliseconds + milliseconds)
    }
}

/// A clock that is handed in, so that logic never asks the system for the time.
package typealias SweepClock = @Sendable () -> SweepInstant
