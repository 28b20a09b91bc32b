import Foundation
import SweepCore

/// Reads a small text file, with an error for everything that a path can turn out to be.
enum FileText {
    /// `kind` is what errors call the file.
    static func read(
        path: String, limit: Int, kind: String = "a sweep file"
    ) throws(SweepFileError) -> String {
        let place = Place(path: path, position: .file)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw place.error("does not exist\(hint(path: path, isDirectory: false))")
        }
        guard !isDirectory.boolValue else {
            throw place.error(
                "is a directory; name \(kind)\(hint(path: path, isDirectory: true))")
        }
        let data: Data
        do {
            data = try bytes(path: path, atMost: limit + 1)
        } catch {
            throw place.error("cannot be read: \(reason(error)); check its permissions")
        }
        guard data.count <= limit else { throw tooLarge(path: path, limit: limit, kind: kind) }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw place.error("is not UTF-8 text; save it as UTF-8")
        }
        return text.unicodeScalars.first == "\u{FEFF}"
            ? String(text.unicodeScalars.dropFirst()) : text
    }

    static func tooLarge(
        path: String, limit: Int, kind: String = "a sweep file"
    ) -> SweepFileError {
        Place(path: path, position: .file).error(
            "is larger than \(limit >> 20) MiB; \(kind) may not be")
    }

    /// Reads no further than `count`, because the path may be a pipe or a device without an end.
    private static func bytes(path: String, atMost count: Int) throws -> Data {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        var data = Data()
        while data.count < count,
            let more = try handle.read(upToCount: count - data.count), !more.isEmpty
        {
            data += more
        }
        try handle.close()
        return data
    }

    private static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        guard underlying.domain == NSPOSIXErrorDomain else {
            return error.localizedDescription.shown
        }
        return String(cString: strerror(Int32(truncatingIfNeeded: underlying.code)))
    }

    /// The sweep file that was probably meant, or all of them when there are few.
    private static func hint(path: String, isDirectory: Bool) -> String {
        let url = URL(fileURLWithPath: path)
        // By hand: Foundation's deletingLastPathComponent traps on names of one character.
        let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let folder = isDirectory ? path : parent
        // A folder that cannot be listed gives no hint, and the error stands without one.
        let listed = try? FileManager.default.contentsOfDirectory(
            atPath: folder.isEmpty ? "." : folder)
        let files = (listed ?? []).filter { [".yaml", ".yml"].contains(where: $0.hasSuffix) }
            .sorted()
        func full(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
        if !isDirectory {
            let wanted = url.deletingPathExtension().lastPathComponent
            let stems = files.map { ($0 as NSString).deletingPathExtension }
            if let near = NearestName.find(wanted, among: stems),
                let index = stems.firstIndex(of: near)
            {
                return "; did you mean \(full(files[index]).quoted)?"
            }
        }
        guard (1...3).contains(files.count) else { return "" }
        return "; there \(files.count == 1 ? "is" : "are") "
            + files.map { full($0).shown }.joined(separator: ", ")
    }
}
