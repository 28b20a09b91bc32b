import Glibc
import SweepScheduler
import Synchronization

/// The writing end of the pipe from the signal handler; −1 before there is one.
private let handlerPipe = Atomic<Int32>(-1)

/// Turns SIGINT, SIGTERM and SIGHUP into calls on a thread of its own.
///
/// The handler only writes the signal's number into a pipe, which is all that may be done in signal context;
/// a thread reads it. Blocking the signals and waiting with `sigwait` would not do: OpenBLAS starts threads
/// when it is loaded, before `main`, and a signal that all our threads block is delivered to one of those.
///
/// The first signal asks for a clean end; the second ends the process at once. One per process.
package final class SignalWatcher: Sendable {
    private let first = Atomic<Int32>(0)

    /// The first signal that came, or 0.
    package var received: Int32 { first.load(ordering: .acquiring) }

    /// Takes over the signals; one that the parent has set to be ignored (`nohup`) stays ignored.
    ///
    /// - Throws: `ThreadError` when the system refuses another thread.
    package init(onFirst: @escaping @Sendable (Int32) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        let error = pipe(&ends)
        precondition(error == 0, "no pipe for signals: error \(errno)")
        let readingEnd = ends[0]
        // A child must not keep the pipe, and a full pipe must not hold up the handler.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        handlerPipe.store(ends[1], ordering: .releasing)

        // Never joined: it waits until the process ends.
        _ = try OwnThread(name: "signals") { [self] in
            while true {
                var number: UInt8 = 0
                guard read(readingEnd, &number, 1) == 1 else { continue }
                let (isFirst, _) = first.compareExchange(
                    expected: 0, desired: Int32(number), ordering: .acquiringAndReleasing)
                guard isFirst else { _exit(128 + Int32(number)) }
                onFirst(Int32(number))
            }
        }
        // A parent that starts children from a thread with blocked signals hands the block on to them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            Self.catchSignal(number)
            sigaddset(&signals, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static func catchSignal(_ number: Int32) {
        var old = sigaction()
        sigaction(number, nil, &old)
        // SIG_IGN is the pointer 1, which Swift cannot compare as a function.
        let isIgnored = withUnsafeBytes(of: &old) { $0.load(as: UInt.self) } == 1
        guard !isIgnored else { return }
        var new = sigaction()
        new.__sigaction_handler.sa_handler = { number in
            // The interrupted code must find its error number unchanged.
            let error = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(handlerPipe.load(ordering: .relaxed), &byte, 1)
            errno = error
        }
        // System calls of other threads go on by themselves.
        new.sa_flags = SA_RESTART
        sigaction(number, &new, nil)
    }
}
