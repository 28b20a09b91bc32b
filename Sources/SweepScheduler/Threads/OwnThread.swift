import Glibc

/// The system refused to start a thread.
package struct ThreadError: Error, CustomStringConvertible {
    let name: String
    let reason: String

    package var description: String {
        "cannot start thread \(name): \(reason); use fewer workers or raise the limits (ulimit)"
    }
}

/// A thread of our own, outside Swift's cooperative pool: training blocks it for minutes.
package final class OwnThread: @unchecked Sendable {
    // SAFETY: `handle` is written once in `init` before the object is shared and read only by `join`.
    private var handle = pthread_t()

    private final class Body {
        let name: String
        let niceness: Int32
        let run: @Sendable () -> Void

        init(name: String, niceness: Int32, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.run = run
        }
    }

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: Shown by `top -H`; Linux keeps the first 15 bytes.
    ///   - niceness: Added to the thread's own nice value, so that a terminal stays quick while all cores
    ///     train.
    ///   - run: The body; the thread ends with it.
    /// - Throws: `ThreadError` when the system refuses another thread.
    package init(
        name: String, niceness: Int32 = 0, run: @escaping @Sendable () -> Void
    ) throws(ThreadError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        // Debian's default is 8 MiB, but it follows `ulimit -s`, which may be tiny.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        let body = Unmanaged.passRetained(Body(name: name, niceness: niceness, run: run))
        let error = pthread_create(&handle, &attributes, ownThreadBody, body.toOpaque())
        pthread_attr_destroy(&attributes)
        guard error == 0 else {
            body.release()
            throw ThreadError(name: name, reason: String(cString: strerror(error)))
        }
    }

    /// Waits for the thread to end. Must be called exactly once.
    @available(*, noasync)
    package func join() { pthread_join(handle, nil) }

    fileprivate static func runBody(_ context: UnsafeMutableRawPointer) {
        let body = Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
        name(String(body.name.prefix(15)))
        if body.niceness != 0 {
            // On Linux a nice value belongs to the thread; 0 names the calling one.
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, body.niceness)
        }
        body.run()
    }

    /// `pthread_setname_np` is a GNU extension that Swift does not import; the kernel's file does the same.
    private static func name(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY)
        guard file >= 0 else { return }
        _ = write(file, name, name.utf8.count)
        close(file)
    }
}

private func ownThreadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { OwnThread.runBody(context) }
    return nil
}
