import SweepCore

/// The database file that a launch writes to: a deleted one takes no more points that anybody could ever read.
struct DatabaseFile {
    let path: String
    private let identity: FileIdentity?

    /// Notes which file this is now.
    init(path: String) {
        self.path = path
        identity = FileIdentity(path: path)
    }

    /// - Throws: A `Failure` when another file, or none, has the path now.
    func checkIsThere() throws {
        guard FileIdentity(path: path) != identity else { return }
        throw Failure(
            "\(path.visible) was deleted or replaced while the sweep ran; its results are lost: launch again"
        )
    }
}
