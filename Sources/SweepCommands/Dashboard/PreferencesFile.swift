import Foundation
import SweepDashboard

/// What the dashboard remembers of a database, in `~/.local/state/sweep` (or where `XDG_STATE_HOME` says).
struct PreferencesFile {
    private let folder: URL
    private let file: URL

    /// `nil` where there is no home to keep it in.
    init?(database path: String) {
        if let state = Console.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
            folder = URL(fileURLWithPath: state).appendingPathComponent("sweep")
        } else if let home = Console.environment("HOME"), home.hasPrefix("/") {
            folder = URL(fileURLWithPath: home).appendingPathComponent(".local/state/sweep")
        } else {
            return nil
        }
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        file = folder.appendingPathComponent("dashboard-\(Self.hash(place)).json")
    }

    /// What was kept; `nil` when there is nothing that can be read.
    func read() -> Preferences? {
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        return try? JSONDecoder().decode(Preferences.self, from: data)
    }

    func write(_ preferences: Preferences) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(preferences).write(to: file, options: .atomic)
    }

    /// FNV-1a: the same in every process, unlike Swift's own.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
