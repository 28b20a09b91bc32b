import Foundation
import SweepTestSupport
import Testing

@Suite("Interrupting a launch")
struct InterruptionTests {
    /// Starts the long sweep and waits until a run of it has been stored.
    private func start(_ sweep: Program, _ folder: TemporaryFolder) throws -> (
        Process, errors: String
    ) {
        try folder.write(SweepFiles.long, to: "long.yaml")
        let errors = folder.file("errors.txt")
        try Data().write(to: URL(fileURLWithPath: errors))
        let process = sweep.process(["launch", "long.yaml"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        while process.isRunning {
            let count = try sweep.run(
                "sql", "--csv", "SELECT count(*) AS n FROM run WHERE state = 'completed'")
            if count.code == 0, count.output != "n\r\n0\r\n" { break }
        }
        return (process, errors)
    }

    private func states(_ sweep: Program) throws -> String {
        try sweep.run("sql", "--csv", "SELECT DISTINCT state FROM run ORDER BY 1").output
    }

    @Test(
        "a signal ends it cleanly, nothing is left running, and it says how to go on",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func signal(number: Int32) throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        let (process, errors) = try start(sweep, folder)
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + number)
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(said.contains("sweep launch long.yaml"), "\(said)")
        #expect(try states(sweep) == "state\r\ncompleted\r\nqueued\r\n")
    }

    @Test("a signal while runs are being stored ends it, and the next launch goes on with them")
    func signalDuringExpansion() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            SweepFiles.wide, to: "wide.yaml")
        let sweep = Program(in: folder.path)
        let process = sweep.process(["launch", "wide.yaml"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let count = try sweep.run("sql", "--csv", "SELECT count(*) > 0 AS n FROM run")
            if count.code == 0, count.output == "n\r\n1\r\n" { break }
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        let stored = try sweep.run(
            "sql", "--csv", "SELECT count(*) = max(number) AS whole FROM run")
        #expect(stored.output == "whole\r\n1\r\n")
    }

    @Test("a database that is deleted in mid-run is an error, not a success")
    func deleted() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        let (process, errors) = try start(sweep, folder)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file("experiments.db\(suffix)"))
        }
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        let said = try String(contentsOfFile: errors, encoding: .utf8)
        #expect(said.contains("was deleted or replaced while the sweep ran"), "\(said)")
    }

    @Test("after SIGKILL the same launch executes what is not done, each configuration once")
    func kill9() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        let (process, _) = try start(sweep, folder)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let before = try sweep.run(
            "sql", "--csv", "SELECT uid, attempt FROM run WHERE state = 'completed' ORDER BY uid"
        ).output
        let again = try sweep.run("launch", "long.yaml")
        #expect(again.code == 0, "\(again.errors)")
        #expect(try states(sweep) == "state\r\ncompleted\r\n")
        let after = try sweep.run(
            "sql", "--csv", "SELECT uid, attempt FROM run ORDER BY uid"
        ).output
        for line in before.split(separator: "\r\n").dropFirst() {
            #expect(after.contains(line), "a finished run was executed again")
        }
        let gaps = try sweep.run(
            "sql", "--csv",
            """
            SELECT count(*) AS n FROM (
                SELECT run, count(*) AS points, max(step) AS last FROM point
                JOIN metric ON metric.id = point.metric WHERE metric.name = 'train/loss'
                GROUP BY run) WHERE points <> last
            """)
        #expect(gaps.output == "n\r\n0\r\n")
        #expect(
            try sweep.run("sql", "--csv", "PRAGMA integrity_check").output
                == "integrity_check\r\nok\r\n")
    }
}
