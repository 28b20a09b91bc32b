import Foundation
import SweepTestSupport
import Testing

@Suite("Extending a sweep from the shell")
struct ExtendTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(in: folder.path)
        try folder.write(Self.file(rates: "[0.1, 0.03]"), to: "first.yaml")
    }

    private static func file(rates: String, more: String = "", epochs: Int = 1) -> String {
        """
        name: mlp
        method: grid
        train: {dataset: digits, epochs: \(epochs)}
        \(more)
        parameters:
          learning_rate: {values: \(rates)}
          width: {values: [16, 32]}
        """
    }

    @Test("only new configurations and seeds are queued; both files go on with the sweep")
    func extend() throws {
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        let before = try sweep.rows("SELECT id, name, configuration, attempt, ended_at FROM run")
        try folder.write(Self.file(rates: "[0.3, 0.1]", more: "seeds: 2"), to: "second.yaml")

        let dry = try sweep.run("extend", "mlp", "second.yaml", "--dry-run")
        #expect(
            dry.errors.contains(
                "mlp: 2 of the file's 8 runs are there already; 6 new ones would be queued"),
            "\(dry.errors)")
        #expect(try sweep.rows("SELECT count(*) AS n FROM run") == "n 4 ")

        let extended = try sweep.run("extend", "mlp", "second.yaml")
        #expect(extended.code == 0, "\(extended.errors)")
        #expect(extended.errors.contains("6 new ones are queued"), "\(extended.errors)")
        #expect(extended.errors.contains("sweep launch second.yaml"))
        #expect(
            try sweep.rows("SELECT state, run_count_planned AS n FROM sweep")
                == "state,n active,10 ")
        #expect(try sweep.run("extend", "mlp", "second.yaml").errors.contains("nothing to add"))

        #expect(try sweep.run("launch", "first.yaml").errors.contains("10 of 10 runs done"))
        #expect(try sweep.run("launch", "second.yaml").errors.contains("nothing left to do"))
        #expect(try sweep.rows("SELECT count(*) AS n FROM sweep") == "n 1 ")
        #expect(
            try sweep.rows(
                "SELECT id, name, configuration, attempt, ended_at FROM run WHERE number < 5")
                == before)
        #expect(
            try sweep.rows(
                "SELECT count(*) AS n, count(DISTINCT configuration || seed) AS different, "
                    + "max(number) AS last FROM run WHERE state = 'completed'")
                == "n,different,last 10,10,10 ")
        #expect(try sweep.run("logs", "mlp").output.contains("extended"))
        #expect(try sweep.run("show", "mlp").output.contains("2 definitions"))
    }

    @Test("a constant that changes is a column from then on")
    func constant() throws {
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        let extended = try sweep.run("extend", "mlp", "first.yaml", "--set", "epochs=2")
        #expect(extended.errors.contains("4 new ones are queued"), "\(extended.errors)")
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        #expect(try sweep.rows("SELECT DISTINCT epochs FROM mlp ORDER BY 1") == "epochs 1 2 ")
        #expect(try sweep.run("leaderboard", "mlp").output.contains("epochs"))
    }

    @Test("other data are no extension, and nothing is stored")
    func otherData() throws {
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        let refused = try sweep.run("extend", "mlp", "first.yaml", "--set", "dataset=fashion-mnist")
        #expect(refused.code == 64)
        #expect(refused.errorLines.count == 1, "\(refused.errors)")
        #expect(
            refused.errors.contains("its data set is fashion-mnist, that of the sweep digits"),
            "\(refused.errors)")
        #expect(try sweep.rows("SELECT count(*) AS n FROM run") == "n 4 ")
    }

    @Test("a launch that goes on with other weights to keep says so")
    func keepChanged() throws {
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        try folder.write(Self.file(rates: "[0.1, 0.03]", more: "keep: last"), to: "keep.yaml")
        let again = try sweep.run("launch", "keep.yaml")
        #expect(again.code == 0)
        #expect(
            again.errors.contains("mlp: keep is last now, it was none for 4 runs that have ended"),
            "\(again.errors)")
        #expect(again.errors.contains("sweep reproduce"))
        #expect(try !sweep.run("launch", "first.yaml").errors.contains("keep is"))
    }

    @Test("a launch at work takes the new runs up")
    func live() throws {
        try folder.write(SweepFiles.medium, to: "long.yaml")
        let launch = sweep.process(["launch", "long.yaml", "--workers", "1"])
        launch.standardError = FileHandle.nullDevice
        try launch.run()
        while launch.isRunning, try !sweep.rows("SELECT state FROM run").contains("running") {}
        let extended = try sweep.run(
            "extend", "long", "long.yaml", "--set", "learning_rate=0.2", "--set", "epochs=1")
        #expect(extended.code == 0, "\(extended.errors)")
        #expect(!extended.errors.contains("nobody is at work"))
        launch.waitUntilExit()
        #expect(launch.terminationStatus == 0)
        #expect(
            try sweep.rows("SELECT state, count(*) AS n FROM run GROUP BY 1")
                == "state,n completed,10 ")
        #expect(try sweep.rows("SELECT state FROM sweep") == "state completed ")
    }

    @Test("an extension that is killed half-way is completed by extending or launching again")
    func killed() throws {
        try folder.write(SweepFiles.wide, to: "wide.yaml")
        let first = ["--set", "depth=1", "--max-time", "0.1s"]
        #expect(try sweep.run(["launch", "wide.yaml"] + first).code == 0)
        let stored = try sweep.rows("SELECT count(*) AS n FROM run")
        let process = sweep.process(["extend", "wide", "wide.yaml"])
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, try sweep.rows("SELECT count(*) AS n FROM run") == stored {}
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try #require(try sweep.rows("SELECT state FROM sweep") == "state expanding ")
        // In any other state nobody would see that runs are missing.
        for arguments in [["stop", "wide"], ["pause", "wide"], ["cancel", "wide", "--yes"]] {
            let refused = try sweep.run(arguments)
            #expect(refused.code == 1)
            #expect(refused.errors.contains("still being stored or extended"), "\(refused.errors)")
        }
        #expect(try sweep.rows("SELECT state FROM sweep") == "state expanding ")
        // The first file does not say which runs are missing.
        let other = try sweep.run(["launch", "wide.yaml"] + first)
        #expect(other.code == 1)
        #expect(other.errors.contains("an extension of it was cut short"))
        let again = try sweep.run("extend", "wide", "wide.yaml")
        #expect(again.errors.contains("is complete"), "\(again.errors)")
        #expect(
            try sweep.rows(
                "SELECT count(*) = run_count_planned AND count(DISTINCT configuration) = count(*) "
                    + "AND max(number) = count(*) AS whole FROM run JOIN sweep ON sweep.id = sweep")
                == "whole 1 ")
        #expect(try sweep.run("doctor").code == 0)
    }

    @Test("what does not belong into the sweep is refused with the reason")
    func refusals() throws {
        #expect(try sweep.run("launch", "first.yaml").code == 0)
        for (more, reason) in [
            ("seed: 3", "its seed is 3"),
            ("metric: {name: validation/accuracy, goal: maximize}", "its metric is"),
        ] {
            try folder.write(Self.file(rates: "[1]", more: more), to: "other.yaml")
            let answer = try sweep.run("extend", "mlp", "other.yaml")
            #expect(answer.code == 64)
            #expect(answer.errorLines.count == 1)
            #expect(answer.errors.contains(reason), "\(answer.errors)")
        }
        #expect(try sweep.run("extend", "other", "first.yaml").code == 1)
        #expect(try sweep.run("extend", "mlp", "none.yaml").code == 64)
        #expect(try sweep.run("cancel", "mlp", "--yes").code == 0)
        let cancelled = try sweep.run("extend", "mlp", "first.yaml", "--set", "width=8")
        // All its runs have ended, so there was nothing to cancel.
        #expect(cancelled.code == 0, "\(cancelled.errors)")
        try folder.write(SweepFiles.wide, to: "wide.yaml")
        #expect(
            try sweep.run("launch", "wide.yaml", "--max-time", "0.1s", "--set", "depth=1").code == 0
        )
        #expect(try sweep.run("pause", "wide").code == 0)
        let paused = try sweep.run("extend", "wide", "wide.yaml")
        #expect(paused.code == 1)
        #expect(paused.errors.contains("sweep resume wide"), "\(paused.errors)")
    }
}
