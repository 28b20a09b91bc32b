import Foundation
import SweepCore
import SweepStore

extension DatabaseOption {
    /// Opens the database for reading; one line on standard error says when a newer sweep wrote it.
    func openReader() throws -> StoreReader {
        let reader = try StoreReader(path: path, clock: systemClock)
        let schema = try reader.schema()
        if schema > StoreReader.knownSchema {
            Console.note(
                "sweep: \"\(path.visible)\" was written by a newer sweep (schema \(schema), this program "
                    + "knows \(StoreReader.knownSchema)): it is read as far as possible; update sweep"
            )
        }
        return reader
    }
}

/// The system's time, for the store.
let systemClock: SweepClock = {
    SweepInstant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
}

extension SweepInstant {
    /// ISO 8601 in UTC with seconds, for files: `2026-11-23T18:40:12Z`.
    var iso: String { Self.text(milliseconds, "%Y-%m-%dT%H:%M:%SZ", isLocal: false) }

    /// The local time to the minute, for people: `2026-11-23 18:40`.
    var shown: String { Self.text(milliseconds, "%Y-%m-%d %H:%M", isLocal: true) }

    // strftime: DateFormatter costs tens of milliseconds at its first use.
    private static func text(_ milliseconds: Int64, _ format: String, isLocal: Bool) -> String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        if isLocal { localtime_r(&seconds, &parts) } else { gmtime_r(&seconds, &parts) }
        var buffer = [CChar](repeating: 0, count: 40)
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension RunRecord {
    /// The state as people see it, with the reason of a failure: `failed (diverged)`, `lost`.
    var stateText: String { shownState + (reason.map { " (\($0))" } ?? "") }

    func seconds(at now: SweepInstant) -> Double? {
        guard let startedAt else { return nil }
        let end = state == .running ? now : endedAt ?? now
        return Double(end.milliseconds - startedAt.milliseconds) / 1_000
    }
}

extension StoreReader {
    /// The sweep that a person named; without a name, the newest one.
    func sweep(orNewest name: String?) throws -> SweepRecord {
        if let name { return try sweep(name) }
        guard let newest = try sweeps().first(where: { $0.sweep.archivedAt == nil }) else {
            throw Failure("\(path.visible) holds no sweep yet; `sweep launch FILE` makes one")
        }
        return newest.sweep
    }

    /// What to add where nothing was found: that archived runs were not looked at.
    func archivedHint(for sweep: SweepRecord, filter: FilterOption) throws -> String {
        let archived = try FilterParser.parse("archived:yes")
        let isSilent = try filter.apply { !$0.mentions(.archived) }
        guard isSilent, try !runs(of: sweep.id, matching: archived, limit: 1).isEmpty else {
            return ""
        }
        return "; archived ones are hidden (--filter archived:yes)"
    }
}
