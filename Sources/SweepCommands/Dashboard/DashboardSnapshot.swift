import SweepCore
package import SweepDashboard

/// `--snapshot`: what the screen would show, as text, without a terminal.
package struct DashboardSnapshot {
    private var model: DashboardModel
    private var watcher: any Watching

    /// A database that is being written is never settled; then the picture is as good as it gets.
    private static let mostLooks = 2_000

    package init(_ model: DashboardModel, _ watcher: any Watching) {
        self.model = model
        self.watcher = watcher
    }

    /// Presses the keys one after the other, each when everything is read that the one before asked for, and
    /// returns the lines of the screen.
    package mutating func lines(after keys: [Key]) -> [String] {
        settle()
        for key in keys {
            // Acts, files and the clipboard are left alone: a picture changes nothing.
            let commands = update(&model, .key(key))
            if commands.contains(.quit) { break }
            if commands.contains(.reread) { watcher.forget() }
            settle()
        }
        // What is computed at most every two seconds on a screen is up to date in a picture.
        model.sweep.analysis = nil
        _ = update(&model, .tick(model.now))
        return view(model).lines
    }

    private mutating func settle() {
        for _ in 0..<Self.mostLooks {
            let request = model.request
            model.data.keep(request)
            let look = watcher.look(request)
            if !look.news.isEmpty { _ = update(&model, .observed(look.news)) }
            if look.wait > .zero, model.request == request { return }
        }
    }
}
