package import SweepCore

/// How a worker does, as far as the database says.
package enum WorkerCondition: String, Sendable {
    /// Has runs.
    case training
    /// Has none.
    case idle
    /// Gave no sign of life for longer than `silence`.
    case silent
    /// Has runs whose leases have expired, so that somebody else may take them, or none and gave no sign of life
    /// for as long as a lease lasts.
    case expired
    /// Its process is known to be gone; what it held waits for somebody else.
    case gone
    case ended

    /// Milliseconds without a sign of life after which a worker is called silent: two renewals missed.
    package static let silence: Int64 = 10_000
    /// Milliseconds that a lease lasts without renewal.
    static let lease: Int64 = 30_000

    package init(of worker: WatchedWorker, now: SweepInstant) {
        if worker.endedAt != nil {
            self = .ended
        } else if worker.isGone {
            self = .gone
        } else if !worker.runs.isEmpty, let expiry = worker.leaseExpiresAt, expiry < now {
            self = .expired
        } else if now.milliseconds - worker.seenAt.milliseconds > Self.silence {
            let isGone = now.milliseconds - worker.seenAt.milliseconds > Self.lease
            self = worker.runs.isEmpty && isGone ? .expired : .silent
        } else {
            self = worker.runs.isEmpty ? .idle : .training
        }
    }

    package var isLive: Bool { self == .training || self == .idle }

    /// Whether it may still be there; what is known of any other's process is of the past.
    package var mayWork: Bool { self != .expired && self != .gone && self != .ended }

    package var mark: StateMark {
        switch self {
        case .training: .running
        case .idle: .queued
        case .silent: .lost
        case .expired, .gone: .failed
        case .ended: .cancelled
        }
    }
}
