import Glibc
import SweepCore
import SweepDashboard

/// The dashboard's event loop: waits for keys, signals and observations, lets the model change, and draws.
///
/// On the main thread, which alone touches the terminal. A frame is drawn only after something has come, for
/// observations at most 30 times a second; what a person does is shown at once.
final class DashboardLoop {
    private var model: DashboardModel
    private let terminal: TerminalScreen
    private let reader: DashboardReader
    private let inbox: DashboardInbox
    private let effects: DashboardEffects
    /// Numbers of signals come out of it.
    private let signals: Int32

    private var keys = TerminalKeys()
    private var request: WatchRequest?
    private var ending: Int32?
    /// What waits to be drawn.
    private var pending = Pending.nothing
    private var drawnAt: Int64 = 0
    private var tickedAt: Int64 = 0
    /// When the oldest key came that is not on the screen yet, for the statistics.
    private var keyAt: ContinuousClock.Instant?
    private var emptyReadCount = 0
    private var hasKept = false
    /// Whether anything has been read: what comes first is waited for like an answer.
    private var hasNews = false
    /// `nil` where nobody asks for them: they grow with every frame.
    private(set) var statistics: FrameStatistics?

    private enum Pending: Int { case nothing, news, answer }

    /// Milliseconds between two frames: of news, and of answers to keys.
    private static let newsInterval: Int64 = 33
    private static let answerInterval: Int64 = 3
    private static let tickInterval: Int64 = 1_000

    init(
        _ model: DashboardModel, on terminal: TerminalScreen, reader: DashboardReader,
        inbox: DashboardInbox, effects: DashboardEffects, signals: Int32,
        statistics: FrameStatistics? = nil
    ) {
        self.model = model
        self.terminal = terminal
        self.reader = reader
        self.inbox = inbox
        self.effects = effects
        self.signals = signals
        self.statistics = statistics
    }

    /// Runs until somebody leaves; returns the exit code.
    func run() -> Int32 {
        take(.resized(terminal.measure()), .answer)
        while ending == nil {
            askForWhatIsShown()
            drawIfDue()
            wait()
        }
        if !hasKept { effects.keep(model.preferences) }
        return ending ?? 0
    }

    // MARK: Waiting

    private func wait() {
        var files = [STDIN_FILENO, signals, inbox.file].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let now = Self.now()
        var deadline = tickedAt + Self.tickInterval
        if pending != .nothing { deadline = min(deadline, drawnAt + interval) }
        let count = poll(&files, nfds_t(files.count), Int32(max(0, deadline - now)))
        if count > 0 {
            if files[1].revents != 0 { takeSignals() }
            if files[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
                ending = ending ?? Failure.Code.hangUp.rawValue
            } else if files[0].revents != 0 {
                takeKeys()
            }
            if files[2].revents != 0 {
                for message in inbox.takeAll() { take(message, hasNews ? .news : .answer) }
                hasNews = true
            }
        }
        if Self.now() - tickedAt >= Self.tickInterval {
            tickedAt = Self.now()
            take(.tick(systemClock()), .news)
        }
    }

    private func takeKeys() {
        let came = ContinuousClock.now
        var isEmpty = true
        while ending == nil, let input = terminal.next() {
            isEmpty = false
            let isTyping = model.context == .prompt
            guard let message = keys.message(for: input, isTyping: isTyping, at: Self.now())
            else { continue }
            switch message {
            case .focused(let isFocused): reader.setFocused(isFocused)
            // Who types is there, also where the terminal has said otherwise.
            default: if !model.isFocused { returnFocus() }
            }
            keyAt = keyAt ?? came
            take(message, .answer)
        }
        // A terminal that always has something, and never gives it, is none any more.
        emptyReadCount = isEmpty ? emptyReadCount + 1 : 0
        if emptyReadCount > 1_000 { ending = ending ?? Failure.Code.hangUp.rawValue }
    }

    private func returnFocus() {
        reader.setFocused(true)
        take(.focused(true), .answer)
    }

    private func takeSignals() {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(signals, &bytes, bytes.count)
        guard count > 0 else { return }
        for number in Set(bytes.prefix(count)).map(Int32.init).sorted() {
            switch number {
            // Ctrl-C leaves the dashboard; it ends nothing that could be lost.
            case SIGINT: ending = ending ?? 0
            case SIGTERM: ending = Failure.Code.terminated.rawValue
            case SIGHUP: ending = Failure.Code.hangUp.rawValue
            case SIGTSTP: if ending == nil { suspend() }
            case SIGCONT: if ending == nil { terminal.resume() }
            default: break
            }
        }
        // Several resizes are one, and the size may be another after any stop.
        guard ending == nil else { return }
        terminal.repaint()
        take(.resized(terminal.measure()), .answer)
    }

    private func suspend() { terminal.suspend() }

    // MARK: Changing

    private func take(_ message: Message, _ kind: Pending) {
        if pending.rawValue < kind.rawValue { pending = kind }
        for command in update(&model, message) where ending == nil {
            switch command {
            case .quit: ending = 0
            case .repaint: terminal.repaint()
            case .reread: reader.reread()
            case .suspend:
                suspend()
                take(.resized(terminal.measure()), .answer)
            case .takeMouse(let isTaken): terminal.takeMouse(isTaken)
            case .copy(let text):
                if let sequence = Clipboard.sequence(copying: text) { terminal.send(sequence) }
            case .act(let act): effects.perform(act, model)
            case .write(let kind, let path): effects.write(kind, to: path, model)
            case .keep(let preferences):
                hasKept = true
                effects.keep(preferences)
            }
        }
    }

    private func askForWhatIsShown() {
        let wanted = model.request
        guard wanted != request else { return }
        request = wanted
        model.data.keep(wanted)
        reader.watch(wanted)
    }

    // MARK: Drawing

    private var interval: Int64 { pending == .answer ? Self.answerInterval : Self.newsInterval }

    private func drawIfDue() {
        guard ending == nil, pending != .nothing, Self.now() >= drawnAt + interval else { return }
        pending = .nothing
        drawnAt = Self.now()
        let (began, workBefore) = (ContinuousClock.now, Self.work())
        terminal.draw(view(model), theme: model.settings.theme)
        let now = ContinuousClock.now
        statistics?.drew(
            now - began, work: Self.work() - workBefore, sinceKey: keyAt.map { now - $0 })
        keyAt = nil
    }

    /// The processor time of this thread.
    private static func work() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Milliseconds of a clock that only goes forward.
    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
