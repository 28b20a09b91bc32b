import Foundation
import Synchronization

/// What this process takes of the machine: for the `worker` table.
final class ProcessUsage: Sendable {
    struct Figures: Equatable {
        /// Cores that were busy since the last look; `nil` at the first.
        let cores: Double?
        /// Bytes of main memory.
        let memory: Int?
    }

    private struct Look {
        let wall: ContinuousClock.Instant
        let seconds: Double
    }

    private let last = Mutex<Look?>(nil)

    /// Looks now.
    func figures() -> Figures {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        let now = Look(wall: .now, seconds: seconds)
        let before = last.withLock { last in
            defer { last = now }
            return last
        }
        let passed = before.map { (now.wall - $0.wall) / .seconds(1) } ?? 0
        let cores = before.flatMap { passed > 0 ? (seconds - $0.seconds) / passed : nil }
        return Figures(cores: cores.map { ($0 * 100).rounded() / 100 }, memory: Self.memory())
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    private static func memory() -> Int? {
        // `try?`: without /proc nothing is known.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return nil
        }
        return residentBytes(inStatm: text, pageSize: Int(sysconf(Int32(_SC_PAGESIZE))))
    }

    /// The second field of `/proc/PID/statm`, in pages.
    static func residentBytes(inStatm text: String, pageSize: Int) -> Int? {
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * pageSize } : nil
    }
}
