import Foundation
import SweepTestSupport
import Testing

@Suite("--filter")
struct FilterTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(
            in: folder.path, environment: ["SWEEP_DB": Program.checkout + "/experiments.db"])
    }

    private func count(_ arguments: String...) throws -> Int { try count(arguments) }

    private func count(_ arguments: [String]) throws -> Int {
        let result = try sweep.run(arguments + ["--csv"])
        #expect(result.code == 0, "\(result.errors)")
        return result.output.split(separator: "\r\n").count - 1
    }

    @Test("runs and leaderboard list what matches, with the ranks of the whole sweep")
    func matching() throws {
        #expect(try count("runs", "fashion-mnist", "-f", "width>=64 learning_rate<0.1") == 12)
        #expect(try count("runs", "fashion-mnist", "--filter", "depth=1|depth=2") == 24)
        #expect(try count("runs", "fashion-mnist", "-f", "/^lr0\\.3-/ !w128") == 6)
        let board = try sweep.run("leaderboard", "fashion-mnist", "-f", "depth=2", "--csv")
        let ranks = board.output.split(separator: "\r\n").dropFirst().compactMap {
            $0.split(separator: ",").first.flatMap { Int($0) }
        }
        #expect(ranks.count == 12)
        #expect(ranks.last ?? 0 > 12)
    }

    @Test("exports hold what matches, and a bad filter writes nothing")
    func exports() throws {
        let some = ["--sweep", "fashion-mnist", "-f", "depth=2 width=64"]
        #expect(try count(["export", "runs"] + some) == 4)
        let all = try count(["export", "points", "--sweep", "fashion-mnist"])
        #expect(try count(["export", "points"] + some) * 9 == all)
        #expect(try count(["export", "points", "--wide"] + some) == 4 * 422)
        #expect(try count(["export", "runs", "-f", "objective>2"]) == 0)
        let result = try sweep.run("export", "points", "-f", "widht=1", "-o", "out.csv")
        #expect(result.code == 64)
        #expect(result.errors.contains("did you mean \"width\"?"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("an error shows the place and exits with 64, and nothing is printed")
    func errors() throws {
        for (filter, message, caret) in [
            ("depth=2 widht>3", "did you mean \"width\"?", "          ^"),
            ("state:runing", "did you mean \"running\"?", "        ^"),
            ("(a", "no \")\"", "  ^"),
        ] {
            let result = try sweep.run("runs", "-f", filter)
            #expect(result.code == 64)
            #expect(result.output.isEmpty)
            #expect(result.errorLines.count == 3)
            #expect(result.errorLines.first?.contains(message) == true, "\(result.errors)")
            #expect(result.errorLines.last == caret)
        }
    }

    @Test("archived runs are hidden, and said to be when nothing else is there")
    func archived() throws {
        let path = folder.file("experiments.db")
        try FileManager.default.copyItem(
            atPath: Program.checkout + "/experiments.db", toPath: path)
        try BadInputTests.sqlite(
            path, "UPDATE run SET archived_at = 1 WHERE number > 1 OR name LIKE 'lr0.1%'")
        let own = Program(in: folder.path)
        #expect(
            try own.run("runs", "fashion-mnist", "--csv").output.split(separator: "\r\n").count == 2
        )
        #expect(
            try own.run("runs", "fashion-mnist", "-f", "archived:yes", "--csv").output
                .split(separator: "\r\n").count == 36)
        let empty = try own.run("runs", "fashion-mnist", "-f", "depth=4")
        #expect(empty.code == 0)
        #expect(empty.errors.contains("--filter archived:yes"), "\(empty.errors)")
    }
}
