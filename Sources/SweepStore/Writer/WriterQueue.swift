import Glibc

/// One point on its way to the table. `time` is milliseconds since the run's start.
struct StoredPoint {
    let run: Int64
    let attempt: Int64
    let metric: Int64
    let step: Int64
    let value: Double
    let time: Int64
}

/// Something else that the writer's thread does, in order with the points.
struct WriterRequest: Sendable {
    /// Whether the work has a transaction to itself instead of a savepoint. Large inserts need it: SQLite
    /// keeps copies of pages for each of their statements until the savepoint ends.
    let isAlone: Bool
    /// Whether a failure of the work alone is taken back by a savepoint.
    let isGuarded: Bool
    /// Does the work inside the transaction; the result is called once that is committed.
    let body: @Sendable (StoreConnection, PointRecorder) throws -> @Sendable () -> Void
    /// Called instead when the work or its commit failed.
    let reject: @Sendable (any Error) -> Void
}

/// The bounded queue between the threads that record points and the one that writes.
///
/// Two buffers of `capacity` points change places when the writer takes a batch, so a point costs a lock
/// and a copy and nothing is ever allocated; a producer blocks while the buffer is full. Requests keep
/// their place among the points. They are not counted: whoever makes one waits for its answer, so there
/// are at most as many as callers.
///
/// SAFETY of `@unchecked Sendable`: every stored property is used under `mutex` alone, but for the points
/// of a batch, which belong to the writer's thread until it asks for the next batch.
final class WriterQueue: @unchecked Sendable {
    /// The points of one commit at most.
    static let capacity = 4_096
    /// How long a point waits at most for the commit to begin.
    static let patienceNanoseconds = 100_000_000

    /// What the writer takes at once.
    struct Batch {
        let points: UnsafeMutableBufferPointer<StoredPoint>
        let pointCount: Int
        /// Each request with the number of points that came before it.
        let requests: [(position: Int, request: WriterRequest)]
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let space = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var filling: UnsafeMutableBufferPointer<StoredPoint>
    private var spare: UnsafeMutableBufferPointer<StoredPoint>
    private var count = 0
    private var requests: [(position: Int, request: WriterRequest)] = []
    private var deadline = timespec()
    private var waitingProducers = 0
    private var blockedNanoseconds: Int64 = 0
    private var refusal: (any Error)?
    private var isClosing = false

    init() {
        filling = .allocate(capacity: Self.capacity)
        spare = .allocate(capacity: Self.capacity)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrival, &attributes)
        pthread_cond_init(space, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_cond_destroy(space)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        arrival.deallocate()
        space.deallocate()
        filling.deallocate()
        spare.deallocate()
    }

    private func locked<T>(_ body: () throws -> T) rethrows -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    // MARK: Producers

    /// Appends a point, blocking while the queue is full; returns `false` when nothing is taken any more.
    func append(_ point: StoredPoint) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if count == Self.capacity { waitForSpace() }
        guard refusal == nil else { return false }
        filling.initializeElement(at: count, to: point)
        count += 1
        if count == 1 {
            deadline = Self.now(plus: Self.patienceNanoseconds)
            pthread_cond_signal(arrival)
        } else if count == Self.capacity {
            pthread_cond_signal(arrival)
        }
        return true
    }

    private func waitForSpace() {
        let start = Self.now(plus: 0)
        waitingProducers += 1
        while count == Self.capacity, refusal == nil { pthread_cond_wait(space, mutex) }
        waitingProducers -= 1
        blockedNanoseconds += Self.nanoseconds(from: start, to: Self.now(plus: 0))
    }

    /// Appends a request; throws when nothing is taken any more.
    func append(_ request: WriterRequest) throws {
        try locked {
            if let refusal { throw refusal }
            requests.append((count, request))
            pthread_cond_signal(arrival)
        }
    }

    // MARK: The writer's thread

    /// Waits until there is something to commit; `nil` when the queue is closed and empty.
    func next() -> Batch? {
        locked {
            while requests.isEmpty, count < Self.capacity, !isClosing {
                if count == 0 {
                    pthread_cond_wait(arrival, mutex)
                } else if pthread_cond_timedwait(arrival, mutex, &deadline) == ETIMEDOUT {
                    break
                }
            }
            guard count > 0 || !requests.isEmpty else { return nil }
            defer {
                swap(&filling, &spare)
                count = 0
                requests = []
                if waitingProducers > 0 { pthread_cond_broadcast(space) }
            }
            return Batch(points: filling, pointCount: count, requests: requests)
        }
    }

    /// Takes nothing more; what waits and whatever comes is refused with this error.
    ///
    /// - Returns: The requests that waited; the caller rejects them.
    func refuse(_ error: any Error) -> [WriterRequest] {
        locked {
            refusal = error
            defer {
                count = 0
                requests = []
                pthread_cond_broadcast(space)
            }
            return requests.map(\.request)
        }
    }

    /// Takes nothing more; what is there is still written.
    func close(_ error: any Error) {
        locked {
            isClosing = true
            if refusal == nil { refusal = error }
            pthread_cond_broadcast(arrival)
            pthread_cond_broadcast(space)
        }
    }

    /// Why nothing is taken any more; `nil` while it is.
    var failure: (any Error)? { locked { refusal } }

    /// How long producers have been blocked in all.
    var blockedTime: Duration { locked { .nanoseconds(blockedNanoseconds) } }

    // MARK: Time

    private static func now(plus nanoseconds: Int) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let sum = time.tv_nsec + nanoseconds
        return timespec(tv_sec: time.tv_sec + sum / 1_000_000_000, tv_nsec: sum % 1_000_000_000)
    }

    private static func nanoseconds(from start: timespec, to end: timespec) -> Int64 {
        Int64(end.tv_sec - start.tv_sec) * 1_000_000_000 + Int64(end.tv_nsec - start.tv_nsec)
    }
}
