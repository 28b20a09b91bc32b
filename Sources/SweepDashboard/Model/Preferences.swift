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

    /// As the configuration file says it.
    package init(
        smoothing: Double? = nil, xAxis: String? = nil, isLogY: Bool? = nil,
        clipsOutliers: Bool? = nil, columns: [String]? = nil
    ) {
        self.smoothing = smoothing
        self.xAxis = xAxis
        self.isLogY = isLogY
        self.clipsOutliers = clipsOutliers
        self.columns = columns
    }

    /// Without what is as `configured` has it: of what is left alone the configuration file decides the next time,
    /// even when it says something else by then.
    package func changed(from configured: Preferences) -> Preferences {
        var kept = self
        if theme == configured.theme { kept.theme = nil }
        if smoothing == configured.smoothing { kept.smoothing = nil }
        if isLogY == configured.isLogY { kept.isLogY = nil }
        if isLogX == configured.isLogX { kept.isLogX = nil }
        if clipsOutliers == configured.clipsOutliers { kept.clipsOutliers = nil }
        if xAxis == configured.xAxis { kept.xAxis = nil }
        if columns == configured.columns { kept.columns = nil }
        if sortColumn == configured.sortColumn { kept.sortColumn = nil }
        if isSortInverted == configured.isSortInverted { kept.isSortInverted = nil }
        return kept
    }
}
