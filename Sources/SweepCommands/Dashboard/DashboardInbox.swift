import Glibc
import SweepDashboard
import Synchronization

/// Messages from other threads for the loop, which waits on a file descriptor.
final class DashboardInbox: Sendable {
    private let messages = Mutex<[Message]>([])
    private let readingEnd: Int32
    private let writingEnd: Int32

    /// - Throws: A `Failure` when the system has no pipe left.
    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(errorNumber: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        Glibc.close(readingEnd)
        Glibc.close(writingEnd)
    }

    /// Can be read from when there are messages.
    var file: Int32 { readingEnd }

    func put(_ message: Message) {
        let isFirst = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        var byte: UInt8 = 1
        if isFirst { _ = write(writingEnd, &byte, 1) }
    }

    /// Everything that has come, in order.
    func takeAll() -> [Message] {
        // Before the messages, so that one that comes in between wakes the loop once more.
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(readingEnd, &bytes, bytes.count) == bytes.count {}
        return messages.withLock { messages in
            defer { messages.removeAll() }
            return messages
        }
    }

    var isEmpty: Bool { messages.withLock { $0.isEmpty } }
}
