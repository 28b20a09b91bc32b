import Glibc

/// A queue between threads of ours: `put` never blocks, `take` waits.
///
/// For control messages only, whose number is bounded by workers and runs in flight; metric points go
/// through the store's bounded queue.
package final class Mailbox<Element: Sendable>: @unchecked Sendable {
    // SAFETY: `mutex` guards `elements` and `isClosed`; both pthread objects live at stable addresses that
    // this object owns until `deinit`, and no reference to the mailbox outlives it.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var isClosed = false

    package init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        // The monotonic clock, so that setting the wall clock does not stretch a timeout.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Appends a message; after `close` it is dropped.
    package func put(_ element: Element) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return }
        elements.append(element)
        pthread_cond_signal(condition)
    }

    /// Ends all waiting; what is still in the box can be taken.
    package func close() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClosed = true
        pthread_cond_broadcast(condition)
    }

    /// Waits for messages and returns all there are; none when the time is over or the box is closed.
    ///
    /// - Parameter milliseconds: How long to wait; `nil` waits until there is one.
    /// - Returns: The messages in the order in which they were put.
    @available(*, noasync)
    package func takeAll(waiting milliseconds: Int64? = nil) -> [Element] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        if let milliseconds {
            let nanoseconds = Int64(deadline.tv_nsec) + milliseconds % 1_000 * 1_000_000
            deadline.tv_sec += Int(milliseconds / 1_000 + nanoseconds / 1_000_000_000)
            deadline.tv_nsec = Int(nanoseconds % 1_000_000_000)
        }
        while elements.isEmpty, !isClosed {
            if milliseconds == nil {
                pthread_cond_wait(condition, mutex)
            } else if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT {
                break
            }
        }
        defer { elements.removeAll(keepingCapacity: true) }
        return elements
    }

    /// Waits for one message and returns it; `nil` once the box is closed and empty.
    @available(*, noasync)
    package func take() -> Element? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.isEmpty, !isClosed { pthread_cond_wait(condition, mutex) }
        return elements.isEmpty ? nil : elements.removeFirst()
    }
}
