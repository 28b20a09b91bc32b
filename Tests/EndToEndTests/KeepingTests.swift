import Foundation
import SweepTestSupport
import Testing

/// The commands that keep house, on copies of the recorded sample.
@Suite struct KeepingTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: folder.file("experiments.db"))
        sweep = Program(in: folder.path)
    }

    @Test("tags, notes and names are shown where the run is shown")
    func labels() throws {
        #expect(try sweep.run("tag", "fashion-mnist/3", "good", "for paper").code == 0)
        #expect(try sweep.run("tag", "fashion-mnist/3").output == "for paper\ngood\n")
        #expect(try sweep.run("note", "fashion-mnist/3", "look\nagain").code == 0)
        #expect(try sweep.run("note", "fashion-mnist/3").output == "look\nagain\n")
        #expect(try sweep.run("rename", "fashion-mnist/3", "the one").code == 0)
        let shown = try sweep.run("show", "fashion-mnist/the one").output
        for text in ["the one", "for paper, good", "look␊again", "OpenBLAS"] {
            #expect(shown.contains(text), "\(text)")
        }
        #expect(try sweep.run("tag", "fashion-mnist/3", "--remove", "good").code == 0)
        #expect(try sweep.run("note", "fashion-mnist/3", "--clear").code == 0)
        #expect(try sweep.run("tag", "fashion-mnist/3").output == "for paper\n")
        #expect(try sweep.run("note", "fashion-mnist/3").output == "\n")
    }

    @Test(
        "bad input is one line and a code, and changes nothing",
        arguments: [
            (["tag", "fashion-mnist", "--remove", "x"], "no tag \"x\"", 64),
            (["tag", "fashion-mnist", " "], "cannot be empty", 64),
            (["tag", "fashion-mnits", "x"], "did you mean \"fashion-mnist\"", 1),
            (["rename", "fashion-mnist", "quickstart"], "taken", 1),
            (["rename", "fashion-mnist", ""], "cannot be empty", 64),
            (["note", "fashion-mnist", "x", "--clear"], "--clear", 64),
            (["delete", "quickstart"], "add --yes", 64),
            (["delete", "quickstart", "nothing", "--yes"], "no sweep or run \"nothing\"", 1),
            (["archive", "nothing"], "no sweep or run \"nothing\"", 1),
            (["compact", "--db", "none.db"], "no database", 1),
        ] as [([String], String, Int32)])
    func refused(arguments: [String], says: String, code: Int32) throws {
        let file = URL(fileURLWithPath: folder.file("experiments.db"))
        let before = try Data(contentsOf: file)
        let result = try sweep.run(arguments)
        #expect(result.code == code)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(try Data(contentsOf: file) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["experiments.db"])
    }

    @Test("a file name is a file name, also one that SQLite would read as a URI")
    func fileName() throws {
        try FileManager.default.moveItem(
            atPath: folder.file("experiments.db"), toPath: folder.file("file:x.db?mode=ro"))
        let result = try sweep.run("tag", "fashion-mnist", "good", "--db", "file:x.db?mode=ro")
        #expect(result.code == 0, "\(result.errors)")
        let listed = try sweep.run("ls", "--json", "--db", "file:x.db?mode=ro").output
        #expect(listed.contains("\"tags\":[\"good\"]"))
    }

    @Test("archived sweeps are listed apart, deleted ones nowhere, and compacting shrinks the file")
    func goneSweeps() throws {
        #expect(try sweep.run("archive", "quickstart").code == 0)
        #expect(!(try sweep.run("ls").output.contains("quickstart")))
        #expect(try sweep.run("ls", "--archived").output.contains("quickstart"))
        #expect(try sweep.run("archive", "quickstart", "--restore").code == 0)
        #expect(try sweep.run("ls").output.contains("quickstart"))
        #expect(try sweep.run("delete", "quickstart", "fashion-mnist/1", "--yes").code == 0)
        #expect(
            try sweep.run("sql", "--csv", "SELECT count(*) FROM run").output.hasSuffix("35\r\n"))
        #expect(try sweep.run("compact").output.contains("->"))
        #expect(try sweep.run("leaderboard").code == 0)
    }

    @Test("hostile names and notes are stored as they are and drive no terminal")
    func hostile() throws {
        let name = "\u{1B}]0;owned\u{7}\u{202E}'; DROP TABLE run; --\n=1+1,\"x\""
        #expect(try sweep.run("rename", "fashion-mnist", name).code == 0)
        #expect(try sweep.run("note", name, name).code == 0)
        #expect(try sweep.run("tag", name, name).code == 0)
        for command in [
            ["ls"], ["show", name], ["leaderboard", name], ["runs", name], ["tag", name],
            ["note", name], ["export", "runs", "--sweep", name], ["ls", "--csv"], ["ls", "--json"],
            ["sql", "SELECT * FROM sweep"], ["sql", "--json", "SELECT name FROM sweep"],
        ] {
            let result = try sweep.run(command)
            #expect(result.code == 0, "\(command[0]): \(result.errors)")
            let isForPrograms = command.contains("--csv") || command[0] == "export"
            let text = isForPrograms ? result.errors : result.output + result.errors
            #expect(!text.unicodeScalars.contains("\u{1B}"), "\(command)")
            // In JSON a direction mark stands as it is, like every other printable character.
            #expect(command.contains("--json") || !text.unicodeScalars.contains("\u{202E}"))
        }
    }
}
