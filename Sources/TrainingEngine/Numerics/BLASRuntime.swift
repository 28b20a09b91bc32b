private import COpenBLAS

/// The linear-algebra library that this process runs on.
package struct BLASRuntime: Sendable, Equatable {
    /// Version and build options, as the library prints them: `OpenBLAS 0.3.21 … Zen
    /// MAX_THREADS=64`.
    package let configuration: String
    /// The kernel family chosen for this processor, such as `Zen` or `Haswell`.
    ///
    /// Another core means other kernels and other last bits: a run is reproducible per core.
    package let core: String

    /// Sets the library to one thread per call and describes it.
    ///
    /// Parallelism comes from workers, one run each; a library that starts threads of its own would
    /// oversubscribe the machine and make sums depend on the thread count. The environment variable
    /// `OPENBLAS_NUM_THREADS` is read only when the library loads, so it is set here by call. Call
    /// this once at start-up, before any worker; calling it again is harmless.
    ///
    /// - Precondition: the library obeys, that is, it reports one thread afterwards.
    @discardableResult
    package static func configure() -> BLASRuntime {
        openblas_set_num_threads(1)
        let threads = openblas_get_num_threads()
        precondition(threads == 1, "OpenBLAS was asked for 1 thread and uses \(threads)")
        return BLASRuntime(
            configuration: openblas_get_config().map { String(cString: $0) } ?? "unknown",
            core: openblas_get_corename().map { String(cString: $0) } ?? "unknown")
    }
}
