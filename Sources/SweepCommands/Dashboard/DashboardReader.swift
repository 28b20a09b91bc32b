import CTerminal
import SweepCore
import SweepDashboard
import SweepScheduler

/// The thread that reads the database for the dashboard, so that the loop never waits for a disk.
final class DashboardReader {
    private enum Order: Sendable {
        case watch(WatchRequest)
        case focus(Bool)
        case reread, end
    }

    private let orders: Mailbox<Order>
    private let thread: OwnThread

    /// Begins to look as soon as there is a request.
    ///
    /// - Parameters:
    ///   - inbox: Where the observations go, those of a look as one message.
    ///   - watching: Makes what to look with, on the thread that looks.
    /// - Throws: `ThreadError` when the system refuses another thread.
    init(
        into inbox: DashboardInbox, _ watching: @escaping @Sendable () -> any Watching
    ) throws {
        let orders = Mailbox<Order>()
        self.orders = orders
        thread = try OwnThread(name: "dashboard-read") {
            sweep_signals_stack()
            var watcher = watching()
            var request: WatchRequest?
            var wait: Duration?
            while true {
                for order in orders.takeAll(waiting: wait?.wholeMilliseconds) {
                    switch order {
                    case .watch(let new): request = new
                    case .focus(let isFocused): watcher.isFocused = isFocused
                    case .reread: watcher.forget()
                    case .end: return
                    }
                }
                guard let request else { continue }
                let look = watcher.look(request)
                wait = look.wait
                if !look.news.isEmpty { inbox.put(.observed(look.news)) }
            }
        }
    }

    func watch(_ request: WatchRequest) { orders.put(.watch(request)) }

    func setFocused(_ isFocused: Bool) { orders.put(.focus(isFocused)) }

    func reread() { orders.put(.reread) }

    /// Ends the thread after the look that it is at.
    @available(*, noasync)
    func close() {
        orders.put(.end)
        thread.join()
    }
}

extension Duration {
    /// Rounded up.
    fileprivate var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
