import Foundation
import SweepDashboard
import Testing

/// Compares the body of a screen with a picture in `SweepPictures.swift` or `WorkersPictures.swift`.
///
/// `SWEEP_WRITE_SCREENS=1 swift test` writes the pictures anew, for a person to look through.
enum ScreenText {
    private static let lock = NSLock()

    static func check(
        _ model: DashboardModel, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        // Header, status line and footer are checked elsewhere.
        let text = view(model).lines.dropFirst().dropLast(2).joined(separator: "\n")
        if ProcessInfo.processInfo.environment["SWEEP_WRITE_SCREENS"] != nil {
            try write(text, name)
            return
        }
        let expected = SweepPictures.all[name] ?? WorkersPictures.all[name]
        #expect(text == expected, "the screen \(name)", sourceLocation: sourceLocation)
    }

    /// Puts the text in place of the picture, whose name must already stand in the file.
    private static func write(_ text: String, _ name: String) throws {
        let kind = name.hasPrefix("sweep") ? "Sweep" : "Workers"
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(component: "\(kind)Pictures.swift")
        lock.lock()
        defer { lock.unlock() }
        let source = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(source.range(of: "\"\(name)\": #\"\"\"\n"))
        let end = try #require(
            source.range(of: "        \"\"\"#", range: begin.upperBound..<source.endIndex))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "\n" : "        \($0)\n" }.joined()
        let new = source.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: lines)
        try new.write(to: file, atomically: true, encoding: .utf8)
    }
}
