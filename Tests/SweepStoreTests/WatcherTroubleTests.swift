import Foundation
import GRDBSQLite
import SweepCore
import SweepStore
import Testing

@Suite("A watcher: harmless, cheap, and not to be disturbed")
struct WatcherTroubleTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Everything that a watcher can be asked for.
    private func everything(_ attempt: Attempt) -> WatchRequest {
        let key = CurveKey(run: attempt.run, metric: "loss")
        return WatchRequest(
            curves: [key], closeUp: WatchRequest.CloseUp(curves: [key], steps: 0...10),
            portraits: [attempt.run], wantsWorkers: true, wantsEvents: true)
    }

    @Test("a look that finds nothing new asks for the version alone")
    func idle() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2])
        let statements = Statements()
        let watch = Watch(fixture, onOpen: statements.trace)
        watch.request = everything(attempt)
        watch.settle()
        statements.texts = []
        for _ in 0..<3 { #expect(watch.look().observations.isEmpty) }
        #expect(statements.texts == [String](repeating: "PRAGMA data_version", count: 3))
        try fixture.record(attempt, [3], from: 3)
        watch.settle()
        #expect(statements.texts.count > 4)
    }

    @Test("SQLite is never asked to write, and would refuse")
    func readOnly() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, [1, 2])
        let guardian = Guardian()
        let watch = Watch(fixture, onOpen: guardian.authorize)
        watch.request = everything(attempt)
        watch.settle()
        try fixture.record(attempt, [3], from: 3)
        try fixture.writer.changeTags(
            of: .run(try fixture.reader().run("test/1")), adding: ["a"], removing: [])
        watch.settle()
        #expect(guardian.readCount > 0)
        #expect(guardian.writes.isEmpty)
        let handle = try #require(guardian.handle)
        for sql in ["DELETE FROM run", "PRAGMA user_version = 9", "CREATE TABLE x (y)"] {
            #expect(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_READONLY)
        }
    }

    @Test("between two looks a writer can empty its log, however much is still to be read")
    func log() throws {
        let attempt = try fixture.attempt()
        try fixture.record(attempt, (0..<5_000).map(Double.init))
        let watch = Watch(fixture)
        watch.request = everything(attempt)
        for _ in 0..<5 {
            #expect(!watch.look(.rows(20)).isSettled)
            try fixture.writer.setNote("x", of: .run(try fixture.reader().run("test/1")))
            var handle: OpaquePointer?
            defer { sqlite3_close(handle) }
            try #require(sqlite3_open(fixture.path, &handle) == SQLITE_OK)
            // A connection that has read nothing does not know yet that there is a log.
            try #require(sqlite3_exec(handle, "SELECT * FROM meta", nil, nil, nil) == SQLITE_OK)
            #expect(
                sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
                    == SQLITE_OK)
        }
        #expect(FileManager.default.sizeOfLog(of: fixture.path) == 0)
    }

    @Test("a file that is missing is waited for, and one in its place is another database")
    func files() throws {
        let attempt = try fixture.attempt()
        let path = fixture.scratch.path("elsewhere.db")
        let watch = Watch(fixture, path: path)
        watch.settle()
        #expect(watch.picture.trouble?.contains("there is no database") == true)
        #expect(watch.settle().isEmpty)

        try fixture.writer.close()
        try FileManager.default.copyItem(atPath: fixture.path, toPath: path)
        watch.settle()
        #expect(watch.picture.trouble == nil)
        #expect(watch.picture.runs.keys.contains(attempt.run))

        try FileManager.default.removeItem(atPath: path)
        watch.settle()
        #expect(watch.picture.trouble != nil)
        #expect(watch.picture.runs.count == 1)

        let other = try Fixture()
        _ = try other.sweep("other", runs: 3)
        try other.writer.close()
        try FileManager.default.moveItem(atPath: other.path, toPath: path)
        let told = watch.settle()
        #expect(told.contains(.watching(nil)))
        #expect(watch.picture.trouble == nil)
        #expect(watch.picture.sweeps.map(\.name) == ["other"])
        #expect(watch.picture.runs.count == 3)
    }

    @Test("a file that is locked is waited for")
    func locked() throws {
        _ = try fixture.attempt()
        try fixture.writer.close()
        var handle: OpaquePointer?
        try #require(sqlite3_open(fixture.path, &handle) == SQLITE_OK)
        // To keep it for oneself is the one way to shut readers out of a file with a log.
        try #require(
            sqlite3_exec(
                handle, "PRAGMA locking_mode = EXCLUSIVE; UPDATE meta SET value = value", nil, nil,
                nil) == SQLITE_OK)
        let watch = Watch(fixture)
        watch.settle()
        #expect(watch.picture.trouble?.contains("kept locked") == true)
        #expect(watch.picture.runs.isEmpty)
        sqlite3_close(handle)
        watch.settle()
        #expect(watch.picture.trouble == nil)
        #expect(watch.picture.runs.count == 1)
    }

    @Test("what is no database of ours is named in one line")
    func foreign() throws {
        for (name, text) in [("a.db", "hello, this is no database at all"), ("b.db", "")] {
            let path = fixture.scratch.path(name)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let watch = Watch(fixture, path: path)
            watch.settle()
            let trouble = try #require(watch.picture.trouble)
            #expect(trouble.contains(name) && !trouble.contains("\n"))
        }
    }

    @Test("a newer file is read as far as possible, with a line about it")
    func newer() throws {
        let attempt = try fixture.attempt()
        let watch = Watch(fixture)
        watch.settle()
        try fixture.change("PRAGMA user_version = 1000")
        watch.settle()
        #expect(watch.picture.trouble?.contains("newer sweep (schema 1000") == true)
        try fixture.record(attempt, [1])
        watch.settle()
        #expect(try watch.run(attempt.run).latest.count == 1)
        try fixture.change("ALTER TABLE run RENAME COLUMN reason TO cause")
        watch.settle()
        #expect(watch.picture.trouble?.contains("no such column") == true)
        #expect(watch.picture.runs.count == 1)
        try fixture.change(
            "ALTER TABLE run RENAME COLUMN cause TO reason; PRAGMA user_version = 3")
        watch.settle()
        #expect(watch.picture.trouble == nil)
        #expect(try watch.run(attempt.run).latest.count == 1)
    }

    @Test("files of earlier schemas are read", arguments: ["schema1.db", "schema2.db"])
    func older(name: String) throws {
        let path = fixture.scratch.path(name)
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent(name).path
        try FileManager.default.copyItem(atPath: source, toPath: path)
        let watch = Watch(fixture, path: path)
        watch.request.wantsWorkers = true
        watch.request.wantsEvents = true
        watch.settle()
        #expect(watch.picture.trouble == nil)
        #expect(!watch.picture.runs.isEmpty)
        #expect(!watch.picture.workers.isEmpty)
    }
}

extension FileManager {
    fileprivate func sizeOfLog(of path: String) -> Int? {
        (try? attributesOfItem(atPath: path + "-wal"))?[.size] as? Int
    }
}

/// Says of every statement what SQLite is about to do for it.
private final class Guardian {
    var readCount = 0
    var writes: [Int32] = []
    var handle: OpaquePointer?

    func authorize(_ handle: OpaquePointer) {
        self.handle = handle
        sqlite3_set_authorizer(
            handle,
            { context, action, _, _, _, _ in
                guard let context else { return SQLITE_DENY }
                let guardian = Unmanaged<Guardian>.fromOpaque(context).takeUnretainedValue()
                switch action {
                case SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_TRANSACTION,
                    SQLITE_PRAGMA, SQLITE_RECURSIVE:
                    guardian.readCount += 1
                default: guardian.writes.append(action)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
