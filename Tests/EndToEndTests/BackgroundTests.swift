import Foundation
import SweepTestSupport
import Testing

@Suite("A launch on its own: in the background, with a hook, on a full disk")
struct BackgroundTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(in: folder.path)
        try folder.write(SweepFiles.six, to: "six.yaml")
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }

    @Test("--detach goes on without the terminal, and says where its messages are")
    func detach() throws {
        let launch = try sweep.run(
            "launch", "six.yaml", "--detach", "--on-finish", "touch finished")
        #expect(launch.code == 0, "\(launch.errors)")
        #expect(launch.errors.contains("six goes on in the background (pid "), "\(launch.errors)")
        #expect(launch.errors.contains("sweep logs six -f"))
        while !FileManager.default.fileExists(atPath: folder.file("finished")) {
            // A process that has died leaves its runs unfinished, and doctor would tell.
            try #require(try sweep.run("doctor").code == 0)
        }
        #expect(
            try sweep.rows("SELECT state, count(*) AS n FROM run GROUP BY 1")
                == "state,n completed,6 ")
        #expect(try text("experiments.db.log").contains("6 of 6 runs done"))
        // With nothing to do it says so here.
        let again = try sweep.run("launch", "six.yaml", "--detach")
        #expect(again.code == 0)
        #expect(again.errors.contains("nothing left to do"), "\(again.errors)")
    }

    @Test("what is wrong with a detached launch is said before it is one")
    func refusals() throws {
        let bad = try sweep.run("launch", "none.yaml", "--detach")
        #expect(bad.code == 64)
        #expect(!FileManager.default.fileExists(atPath: folder.file("experiments.db.log")))
        #expect(try sweep.run("launch", "six.yaml").code == 0)
        #expect(try sweep.run("extend", "six", "six.yaml", "--set", "width=4").code == 0)
        #expect(try sweep.run("pause", "six").code == 0)
        let paused = try sweep.run("launch", "six.yaml", "--detach")
        #expect(paused.code == 1)
        #expect(paused.errors.contains("sweep resume six"), "\(paused.errors)")
    }

    @Test(
        "--on-finish has what a message needs, also after a failure; its own failure changes nothing"
    )
    func hook() throws {
        let command =
            "echo $SWEEP_NAME,$SWEEP_STATE,$SWEEP_EXIT_CODE,$SWEEP_DONE,$SWEEP_FAILED,$SWEEP_TOTAL,$SWEEP_BEST >> hook; exit 3"
        let launch = try sweep.run("launch", "six.yaml", "--on-finish", command)
        #expect(launch.code == 0)
        #expect(launch.errors.contains("--on-finish ended with exit code 3"))
        #expect(try sweep.run("launch", "six.yaml", "--on-finish", command).code == 0)
        let lines = try text("hook").split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("six,completed,0,6,0,6,0.") == true, "\(lines)")
        #expect(lines.last == "six,completed,0,,,,")
    }

    @Test("a disk that is nearly full pauses the sweep with the reason, and resume goes on")
    func disk() throws {
        try folder.write(SweepFiles.medium, to: "long.yaml")
        let errors = folder.file("errors")
        try folder.write("", to: "errors")
        let launch = sweep.process(["launch", "long.yaml", "--min-free", "100000T"])
        launch.standardError = FileHandle(forWritingAtPath: errors)
        try launch.run()
        while launch.isRunning, try !sweep.rows("SELECT state FROM sweep").contains("paused") {}
        #expect(launch.isRunning)
        // Not a single run has begun before.
        #expect(
            try sweep.rows("SELECT kind FROM event ORDER BY id LIMIT 1") == "kind low disk space ")
        #expect(try sweep.rows("SELECT max(attempt) AS n FROM run") == "n 0 ")
        #expect(try sweep.run("resume", "long").code == 0)
        launch.waitUntilExit()
        #expect(launch.terminationStatus == 0)
        let said = try text("errors")
        #expect(said.contains("long is paused: only "), "\(said)")
        #expect(said.contains("sweep resume long"))
        #expect(
            said.contains("long: 0 of 8 runs · paused; go on with: sweep resume long"), "\(said)")
        #expect(
            try sweep.rows("SELECT state, count(*) AS n FROM run GROUP BY 1")
                == "state,n completed,8 ")
    }
}
