private import Glibc

/// The clock that throughput is measured with; it never goes back and does not run while asleep.
package enum MonotonicClock {
    /// Returns the nanoseconds since an arbitrary moment.
    package static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
