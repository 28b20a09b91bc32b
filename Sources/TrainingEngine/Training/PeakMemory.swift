private import Glibc

/// The most memory that this process has had resident.
enum PeakMemory {
    /// Bytes, from the kernel's high-water mark of the process; nil where it does not tell.
    ///
    /// `getrusage` would not do: its maximum begins with the size of the process that started this one
    /// (getrusage(2): preserved across execve).
    static var bytes: Int? {
        let descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, count in
            count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("VmHWM:") }
        // `VmHWM:     12345 kB`, in units of 1024 bytes.
        let words = line?.split { $0 == " " || $0 == "\t" } ?? []
        return words.count > 1 ? Int(words[1]).map { $0 * 1024 } : nil
    }
}
