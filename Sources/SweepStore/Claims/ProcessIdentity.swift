import Foundation

/// Says when a process of this machine was started (clock ticks since boot), or `nil` when there is none.
package typealias ProcessProbe = @Sendable (_ pid: Int) -> Int64?

/// Where this process runs, so that another one can find out whether it still does.
///
/// A pid is reused, so it counts together with the process's start time, and only within one boot and one
/// pid namespace: two containers on one host may both have a process 7.
package struct ProcessIdentity: Sendable, Equatable {
    package let host: String
    package let bootID: String
    package let pidNamespace: String
    package let pid: Int
    package let processStarted: Int64

    package init(
        host: String, bootID: String, pidNamespace: String, pid: Int, processStarted: Int64
    ) {
        self.host = host
        self.bootID = bootID
        self.pidNamespace = pidNamespace
        self.pid = pid
        self.processStarted = processStarted
    }

    /// This process. What `/proc` does not say is left empty.
    package static func current() -> ProcessIdentity {
        let pid = Int(ProcessInfo.processInfo.processIdentifier)
        let files = FileManager.default
        // `try?`: without /proc the lease's expiry alone decides, which is slower and just as right.
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let namespace = try? files.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        return ProcessIdentity(
            host: hostName(),
            bootID: (boot ?? "").trimmingCharacters(in: .whitespacesAndNewlines),
            pidNamespace: namespace ?? "", pid: pid, processStarted: probe(pid) ?? 0)
    }

    /// The kernel's own name for the machine: Foundation would ask the network.
    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(
            decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads the start time from `/proc/PID/stat`.
    package static let probe: ProcessProbe = { pid in
        // No such file is the answer for a process that is gone.
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else {
            return nil
        }
        return startTime(inStat: text)
    }

    /// Field 22 of `/proc/PID/stat`; field 2 is the command in parentheses, which may hold anything. `nil` for a
    /// process that has ended and only waits for its parent to take notice.
    static func startTime(inStat text: String) -> Int64? {
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }

    /// Whether a worker registered as `self` is known to be gone, seen from `here`.
    ///
    /// `false` also when nothing is known: of another host or container only the lease tells.
    func isGone(seenFrom here: ProcessIdentity, probe: ProcessProbe) -> Bool {
        isNear(here) && probe(pid) != processStarted
    }

    /// Whether the two see the same processes under the same pids.
    func isNear(_ here: ProcessIdentity) -> Bool {
        !bootID.isEmpty && host == here.host && bootID == here.bootID
            && pidNamespace == here.pidNamespace
    }
}
