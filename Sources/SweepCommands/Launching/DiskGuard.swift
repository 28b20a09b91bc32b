import ArgumentParser
import Glibc

/// Notices that the disk of the database is nearly full, before a commit fails.
package struct DiskGuard {
    /// Pauses below so many bytes.
    private let minimum: Int?
    private let space: () -> DiskSpace?
    /// Told once, until there was room again.
    private var hasPaused = false

    /// Without a minimum: 100 MB, or a twentieth of a disk that is smaller than 2 GB.
    package init(minimum: Int?, space: @escaping () -> DiskSpace?) {
        self.minimum = minimum
        self.space = space
    }

    /// Returns why the sweep should be paused now, for people; `nil` while there is room, and after it was said.
    package mutating func reasonToPause() -> String? {
        guard let space = space() else { return nil }
        let least = minimum ?? min(100_000_000, space.total / 20)
        guard space.free < least else {
            hasPaused = false
            return nil
        }
        guard !hasPaused else { return nil }
        hasPaused = true
        return "only \(NumberText.bytes(space.free)) are left on the disk of the database"
            + " (--min-free \(NumberText.bytes(least)))"
    }
}

/// What a file system has, for this user.
package struct DiskSpace {
    package let free: Int
    package let total: Int

    package init(free: Int, total: Int) {
        self.free = free
        self.total = total
    }

    /// Asks the system; `nil` when it does not say.
    init?(path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        free = Int(clamping: status.f_bavail) * Int(clamping: status.f_frsize)
        total = Int(clamping: status.f_blocks) * Int(clamping: status.f_frsize)
    }
}

/// `--min-free SIZE`, for commands that execute runs.
struct DiskOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Pause the sweep when the disk has less free space, such as 500M or 2G. (default: 100M)",
            valueName: "size"))
    private var minFree: ByteSize?

    init() {}

    /// As it was written, with a blank before it; empty without it.
    var argument: String { minFree.map { " --min-free \($0.bytes)" } ?? "" }

    func guarding(_ path: String) -> DiskGuard {
        DiskGuard(minimum: minFree?.bytes) { DiskSpace(path: path) }
    }
}

/// A size on a command line: `500M`.
package struct ByteSize: ExpressibleByArgument, Equatable {
    package let bytes: Int

    private static let units: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]

    package init?(argument: String) {
        let unit = argument.last.flatMap { Self.units[Character($0.uppercased())] }
        guard let number = Double(unit == nil ? argument : String(argument.dropLast())),
            number >= 0, number * (unit ?? 1) < 1e18
        else { return nil }
        bytes = Int(number * (unit ?? 1))
    }
}
