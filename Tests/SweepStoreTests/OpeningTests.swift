import Foundation
import SweepCore
import SweepStore
import Testing

@Suite struct OpeningTests {
    private let clock: SweepClock = { SweepInstant(milliseconds: 0) }

    @Test("reading what is not there says what to run")
    func missing() throws {
        let path = try Scratch().path()
        let error = #expect(throws: StoreError.notFound(path: path)) {
            try StoreReader(path: path, clock: clock)
        }
        #expect(error?.description.contains("sweep launch FILE") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("a text file is refused for reading and for writing, and stays as it is")
    func textFile() throws {
        let scratch = try Scratch()
        let text = String(repeating: "not a database\n", count: 100)
        try text.write(toFile: scratch.path(), atomically: true, encoding: .utf8)
        let expected = StoreError.notADatabase(path: scratch.path(), isSQLite: false)
        #expect(throws: expected) { try StoreReader(path: scratch.path(), clock: clock) }
        #expect(throws: expected) { try StoreWriter(path: scratch.path(), clock: clock) }
        #expect(try String(contentsOfFile: scratch.path(), encoding: .utf8) == text)
    }

    @Test("another program's database is refused and stays as it is")
    func foreignDatabase() throws {
        let scratch = try Scratch()
        try Fixture.change(scratch.path(), "CREATE TABLE theirs (x)")
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path()))
        let expected = StoreError.notADatabase(path: scratch.path(), isSQLite: true)
        #expect(throws: expected) { try StoreReader(path: scratch.path(), clock: clock) }
        #expect(throws: expected) { try StoreWriter(path: scratch.path(), clock: clock) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path())) == before)
    }

    @Test("a database that was begun and never filled is told from somebody else's")
    func empty() throws {
        let scratch = try Scratch()
        try Fixture.change(
            scratch.path(), "PRAGMA user_version = 0; CREATE TABLE t(x); DROP TABLE t")
        let error = #expect(throws: StoreError.self) {
            try StoreReader(path: scratch.path(), clock: ManualClock().clock)
        }
        #expect(error?.description.contains("it is empty") == true)
        try StoreWriter(path: scratch.path(), clock: ManualClock().clock).close()
        #expect(try StoreReader(path: scratch.path(), clock: ManualClock().clock).sweeps().isEmpty)
    }

    @Test("a newer database is refused for writing, with both numbers, and can be read")
    func newer() throws {
        let fixture = try Fixture()
        _ = try fixture.sweep("future", runs: 1)
        try fixture.writer.close()
        try fixture.change("PRAGMA user_version = 7")
        let error = #expect(
            throws: StoreError.newer(path: fixture.path, schema: 7, known: StoreReader.knownSchema)
        ) { try StoreWriter(path: fixture.path, clock: clock) }
        let known = StoreReader.knownSchema
        #expect(error?.description.contains("schema 7, this program knows \(known)") == true)
        #expect(try fixture.reader().sweep("future").name == "future")
    }

    @Test("a directory, and a file in no directory, are told apart")
    func places() throws {
        let scratch = try Scratch()
        let directory = #expect(throws: StoreError.self) {
            try StoreWriter(path: scratch.directory, clock: clock)
        }
        #expect(directory?.description.contains("this is a directory") == true)
        let missing = #expect(throws: StoreError.self) {
            try StoreWriter(path: scratch.path("no/where.db"), clock: clock)
        }
        #expect(missing?.description.contains("create it first") == true)
    }

    @Test("closing leaves a single file, and reading a recorded sample changes nothing")
    func sample() throws {
        let fixture = try Fixture()
        try fixture.record(try fixture.attempt(), [3, 2, 1])
        try fixture.writer.close()
        try fixture.change("PRAGMA journal_mode = DELETE; VACUUM")
        let files = FileManager.default
        let before = try Data(contentsOf: URL(fileURLWithPath: fixture.path))
        do {
            let reader = try fixture.reader()
            #expect(try reader.sweeps().count == 1)
            #expect(try reader.leaderboard(of: reader.sweep("test")).count == 1)
            let all = try files.contentsOfDirectory(atPath: fixture.scratch.directory)
            #expect(all == ["experiments.db"])
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: fixture.path)) == before)
        #expect(
            try files.contentsOfDirectory(atPath: fixture.scratch.directory) == ["experiments.db"])
    }

    @Test("a closed writer leaves a single file")
    func singleFile() throws {
        let fixture = try Fixture()
        try fixture.record(try fixture.attempt(), [1])
        try fixture.writer.close()
        try fixture.writer.close()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.directory)
                == ["experiments.db"])
    }

    @Test(
        "an unwritable place is read as immutable, whatever the file is called",
        arguments: ["plain.db", "with space.db", "a?b#c%20d&e=f.db", "é’.db"])
    func immutable(name: String) throws {
        let fixture = try Fixture()
        _ = try fixture.sweep("here", runs: 1)
        try fixture.writer.close()
        let path = fixture.scratch.path(name)
        try FileManager.default.moveItem(atPath: fixture.path, toPath: path)
        let reader = try StoreReader(immutable: path, clock: clock)
        #expect(try reader.sweep("here").name == "here")
        // WAL mode without the two files that it needs: nothing was opened for sharing.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.scratch.directory) == [name]
        )
    }

    @Test(
        "SQLite's result codes become lines for people",
        arguments: [
            (13, "the disk is full"), (8, "read-only"), (11, "damaged"), (26, "not a SQLite"),
            (5, "locked"), (14, "permissions"), (10, "check the disk"), (778, "check the disk"),
            (9, "interrupted"), (1, "odd"),
        ])
    func codes(code: Int, words: String) {
        let error = StoreError(code: Int32(code), message: "odd\u{1b}[31m", path: "a.db")
        #expect(error.description.contains(words))
        #expect(!error.description.contains("\u{1b}"))
        #expect(!error.description.contains("\n"))
    }
}
