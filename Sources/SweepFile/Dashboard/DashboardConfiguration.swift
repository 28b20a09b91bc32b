/// What the dashboard's configuration file says (docs/configuration.md); `nil` for what it does not say.
package struct DashboardConfiguration: Sendable, Equatable {
    package internal(set) var theme: String?
    /// `auto` or a set of characters.
    package internal(set) var glyphs: String?
    package internal(set) var color: String?
    package internal(set) var takesMouse: Bool?
    package internal(set) var smoothing: Double?
    package internal(set) var xAxis: String?
    package internal(set) var isLogY: Bool?
    package internal(set) var clipsOutliers: Bool?
    package internal(set) var columns: [String]?
    /// Milliseconds between two looks at the database.
    package internal(set) var tick: Int?
    /// In file order.
    package internal(set) var keys: [Binding] = []

    let path: String
    /// Lines of the file's keys, those under `keys` as `keys.sort`.
    var lines: [String: Int] = [:]

    /// The keys that an intent gets; none takes those away that it has.
    package struct Binding: Sendable, Equatable {
        package let intent: String
        package let keys: [String]
    }

    /// The names that the dashboard knows, handed in because files and screens know nothing of each other.
    package struct Names: Sendable {
        package var themes: [String]
        package var glyphs: [String]
        package var colors: [String]
        package var xAxes: [String]
        package var smoothing: [Double]
        package var intents: [String]
        package var isKey: @Sendable (String) -> Bool

        package init(
            themes: [String], glyphs: [String], colors: [String], xAxes: [String],
            smoothing: [Double], intents: [String], isKey: @escaping @Sendable (String) -> Bool
        ) {
            self.themes = themes
            self.glyphs = glyphs
            self.colors = colors
            self.xAxes = xAxes
            self.smoothing = smoothing
            self.intents = intents
            self.isKey = isKey
        }
    }

    /// Returns the error that says `message` about a key of the file, such as `theme` or `keys.sort`.
    package func error(_ message: String, at key: String) -> SweepFileError {
        Place(path: path, position: lines[key].map { .line($0) } ?? .file).error(message)
    }
}
