import Glibc

/// What a duration is measured with.
enum Clock {
    /// The time on the wall, for several programs at once.
    case wall
    /// The processor time of this thread.
    ///
    /// Ours is the only thread here and never waits, so on an idle machine it is the same; on a
    /// shared one it leaves out the moments in which another program had the processor.
    case thread

    /// Seconds since an arbitrary moment.
    var seconds: Double {
        var time = timespec()
        clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
