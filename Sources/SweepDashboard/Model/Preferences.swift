/// What stays from one use to the next: for one database, or as the configuration file says.
package struct Preferences: Sendable, Equatable, Codable {
    package var theme: String?
    package var smoothing: Double?
    package var isLogY: Bool?
    package var isLogX: Bool?
    package var clipsOutliers: Bool?
    package var xAxis: String?
    package var columns: [String]?
    package var sortColumn: String?
    package var isSortInverted: Bool?
    /// Slot of a plotted run by its uid, so that it keeps its colour and letter.
    package var slots: [String: Int]?
    /// Whether a person chose those runs; otherwise the best ones are plotted by themselves.
    package var isPlotChosen: Bool?
    package var pinned: [String]?

    package init() {}
}
