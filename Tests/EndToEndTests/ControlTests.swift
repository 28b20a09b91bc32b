import Foundation
import SweepTestSupport
import Testing

@Suite("Steering a launch from another terminal")
struct ControlTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(in: folder.path)
        try folder.write(SweepFiles.medium, to: "long.yaml")
    }

    private func start(_ arguments: String...) throws -> Process {
        let process = sweep.process(arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Asks until the answer is as it should be; the process that is waited for must be alive.
    private func wait(_ process: Process, until query: String) throws {
        while process.isRunning {
            let answer = try sweep.run("sql", "--csv", "SELECT (\(query)) AS n")
            if answer.code == 0, answer.output == "n\r\n1\r\n" { return }
        }
        Issue.record("it ended before: \(query)")
    }

    /// Every point but measurements, by configuration.
    private func points(_ database: String) throws -> [String] {
        try sweep.run(
            "sql", "--db", database, "--csv", "--limit", "1000000",
            """
            SELECT run.configuration, metric.name, point.step, point.value FROM point
            JOIN run ON run.id = point.run JOIN metric ON metric.id = point.metric
            WHERE metric.name NOT LIKE 'throughput/%' ORDER BY 1, 2, 3
            """
        ).output.split(separator: "\r\n").map(String.init)
    }

    @Test("a paused sweep waits, goes on with resume, and ends as if nothing had been")
    func pause() throws {
        let launch = try start("launch", "long.yaml", "--workers", "2")
        try wait(launch, until: "SELECT count(*) > 0 FROM run WHERE state = 'completed'")
        #expect(try sweep.run("pause", "long").code == 0)
        try wait(launch, until: "SELECT count(*) = 0 FROM run WHERE state = 'running'")
        #expect(try sweep.rows("SELECT state FROM sweep") == "state paused ")
        let again = try sweep.run("launch", "long.yaml")
        #expect(again.code == 1)
        #expect(again.errorLines.count == 1)
        #expect(again.errors.contains("sweep resume long"))
        #expect(try sweep.run("resume", "long").code == 0)
        launch.waitUntilExit()
        #expect(launch.terminationStatus == 0)
        #expect(try sweep.rows("SELECT DISTINCT state FROM run") == "state completed ")
        #expect(try sweep.rows("SELECT state FROM sweep") == "state completed ")
        #expect(try sweep.run("launch", "long.yaml", "--db", "whole.db").code == 0)
        #expect(try points("experiments.db") == points("whole.db"))
    }

    @Test("a stopped sweep ends when its running runs have ended, and a worker goes on with it")
    func stopAndWorker() throws {
        let launch = try start("launch", "long.yaml", "--workers", "1")
        try wait(launch, until: "SELECT count(*) > 0 FROM run WHERE state = 'running'")
        #expect(try sweep.run("stop", "long").code == 0)
        launch.waitUntilExit()
        #expect(launch.terminationStatus == 0)
        #expect(try sweep.rows("SELECT state FROM sweep") == "state stopped ")
        #expect(
            try sweep.rows("SELECT count(*) > 0 AS n FROM run WHERE state = 'queued'") == "n 1 ")
        #expect(try sweep.run("worker", "--sweep", "long").code == 1)
        #expect(try sweep.run("resume", "long").errors.contains("nobody is at work"))
        #expect(try sweep.run("worker", "--progress", "none").code == 0)
        #expect(try sweep.rows("SELECT state FROM sweep") == "state completed ")
    }

    @Test("a launch ends when its time is up, and says how to go on; its log tells what happened")
    func maxTime() throws {
        let first = try sweep.run(
            "launch", "long.yaml", "--workers", "1", "--max-time", "0.5s", "--name", "short one",
            "--tag", "quick", "--note", "for a test")
        #expect(first.code == 0)
        #expect(first.errors.contains("the time is up"), "\(first.errors)")
        #expect(first.errors.contains("sweep launch long.yaml"))
        #expect(try sweep.rows("SELECT name, note FROM sweep") == "name,note short one,for a test ")
        #expect(try sweep.run("tag", "short one").output == "quick\n")
        let log = try sweep.run("logs", "short one").output
        // On a busy machine the time can be up before the first run has begun.
        #expect(
            log.contains("attempt 1  started") == log.contains("attempt 1  interrupted"), "\(log)")
        #expect(try sweep.run("launch", "long.yaml", "--max-time", "soon").code == 64)
        #expect(try sweep.run("launch", "long.yaml").code == 0)
        #expect(try sweep.run("logs", "short one/1", "--json").output.contains("\"completed\""))
    }

    @Test("cancelled runs end at once, and can be begun anew")
    func cancel() throws {
        let launch = try start("launch", "long.yaml", "--workers", "1")
        try wait(launch, until: "SELECT count(*) > 0 FROM run WHERE state = 'running'")
        #expect(try sweep.run("cancel", "long").code == 64)
        #expect(try sweep.run("cancel", "long", "--yes").code == 0)
        launch.waitUntilExit()
        #expect(launch.terminationStatus == 0)
        #expect(try sweep.rows("SELECT state FROM sweep") == "state cancelled ")
        #expect(
            try sweep.rows(
                "SELECT count(*) AS n FROM run WHERE state NOT IN ('completed', 'cancelled')")
                == "n 0 ")
        #expect(try sweep.run("retry", "long", "--cancelled").code == 0)
        #expect(try sweep.run("launch", "long.yaml").code == 0)
        #expect(try sweep.rows("SELECT DISTINCT state FROM run") == "state completed ")
    }

    @Test("two launches share a sweep and both end when all of it is done")
    func shared() throws {
        let launches = try (0..<2).map { _ in try start("launch", "long.yaml", "--workers", "1") }
        for launch in launches {
            launch.waitUntilExit()
            #expect(launch.terminationStatus == 0)
        }
        #expect(
            try sweep.rows(
                "SELECT count(*) AS n, max(attempt) AS m FROM run WHERE state = 'completed'")
                == "n,m 8,1 ")
        #expect(try sweep.rows("SELECT count(*) AS n FROM sweep") == "n 1 ")
    }

    @Test("killed again and again, a sweep ends complete, once and bit for bit")
    func kills() throws {
        var count = 0
        for _ in 0..<4 {
            let launch = try start("launch", "long.yaml", "--workers", "2")
            let goal = count + Int.random(in: 1...8_000)
            // Somewhere behind that many points, or at the end.
            while launch.isRunning, count < goal {
                let answer = try sweep.rows(
                    "SELECT CAST(total(count) AS INTEGER) AS n FROM summary")
                count = Int(answer.filter(\.isNumber)) ?? count
            }
            kill(launch.processIdentifier, SIGKILL)
            launch.waitUntilExit()
        }
        #expect(try sweep.run("launch", "long.yaml").code == 0)
        #expect(try sweep.rows("SELECT count(*) AS n FROM run WHERE state = 'completed'") == "n 8 ")
        #expect(
            try sweep.rows("SELECT count(*) AS n FROM event WHERE kind = 'completed'") == "n 8 ")
        #expect(try sweep.rows("PRAGMA integrity_check") == "integrity_check ok ")
        #expect(try sweep.run("launch", "long.yaml", "--db", "whole.db").code == 0)
        #expect(try points("experiments.db") == points("whole.db"))
        #expect(try sweep.run("doctor", "--full").code == 0)
    }

    @Test(
        "bad input is one line and a code, and changes nothing",
        arguments: [
            (["stop", "six/1"], "is a run", 64), (["pause", "nothing"], "no sweep or run", 1),
            (["retry", "six/1"], "only failed and cancelled", 1),
            (["retry", "six/1", "--diverged"], "is a run", 64),
            (["worker", "--workers", "0"], "--workers 0", 64),
            (["worker", "--db", "none.db"], "no database", 1),
        ] as [([String], String, Int32)])
    func refused(arguments: [String], says: String, code: Int32) throws {
        try folder.write(SweepFiles.six, to: "six.yaml")
        #expect(try sweep.run("launch", "six.yaml").code == 0)
        let result = try sweep.run(arguments)
        #expect(result.code == code)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains(says), "\(result.errors)")
        #expect(try sweep.rows("SELECT DISTINCT state FROM run") == "state completed ")
    }
}
