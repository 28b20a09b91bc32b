import Glibc

/// Which file a path names: it changes when the file is deleted or replaced, not when it is written.
struct FileIdentity: Equatable {
    private let device: UInt
    private let inode: UInt

    /// `nil` when there is no such file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
