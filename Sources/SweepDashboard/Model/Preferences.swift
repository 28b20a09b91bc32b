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

    /// These, and of `others` what these do not say: what was kept for a database, over the configuration file.
    package func filled(from others: Preferences) -> Preferences {
        var all = self
        all.theme = theme ?? others.theme
        all.smoothing = smoothing ?? others.smoothing
        all.isLogY = isLogY ?? others.isLogY
        all.isLogX = isLogX ?? others.isLogX
        all.clipsOutliers = clipsOutliers ?? others.clipsOutliers
        all.xAxis = xAxis ?? others.xAxis
        all.columns = columns ?? others.columns
        all.sortColumn = sortColumn ?? others.sortColumn
        all.isSortInverted = isSortInverted ?? others.isSortInverted
        all.slots = slots ?? others.slots
        all.pinned = pinned ?? others.pinned
        return all
    }
}
