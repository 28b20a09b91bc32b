import Foundation
import SweepTestSupport
import Testing

@Suite("sweep launch")
struct LaunchEndToEndTests {
    @Test("runs every configuration and leaves one file that plain sqlite3 reads")
    func wholeSweep() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        let launch = try sweep.run("launch", "six.yaml")
        #expect(launch.code == 0, "\(launch.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["experiments.db", "six.yaml"])
        let count = try sweep.run(
            "sql", "--csv",
            "SELECT state, count(*), count(DISTINCT configuration) FROM run GROUP BY state")
        #expect(count.output == "state,count(*),count(DISTINCT configuration)\r\ncompleted,6,6\r\n")
        let view = try sweep.run(
            "sql", "--csv",
            "SELECT learning_rate, width, validation_accuracy > 0.5 AS good FROM six ORDER BY 1, 2")
        #expect(view.output.split(separator: "\r\n").count == 7)
        #expect(view.output.contains("0.01,8,"))
    }

    @Test("every stored point is the same to the last bit for one worker and for two")
    func sameForAnyWorkers() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        for workers in ["1", "2", "5"] {
            let launch = try sweep.run(
                "launch", "six.yaml", "--db", "w\(workers).db", "--workers", workers)
            #expect(launch.code == 0, "\(launch.errors)")
        }
        func points(_ db: String) throws -> String {
            try sweep.run(
                "sql", "--db", db, "--csv",
                """
                SELECT run.name, metric.name, step, printf('%!.17g', value) FROM point
                JOIN run ON run.id = point.run JOIN metric ON metric.id = point.metric
                WHERE metric.name NOT LIKE 'throughput/%' ORDER BY 1, 2, 3
                """
            ).output
        }
        let one = try points("w1.db")
        #expect(one.split(separator: "\r\n").count > 6 * 69)
        #expect(try points("w2.db") == one)
        #expect(try points("w5.db") == one)
    }

    @Test("launched again it has nothing to do, and --new runs it again under another name")
    func again() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let sweep = Program(in: folder.path)
        _ = try sweep.run("launch", "six.yaml")
        let again = try sweep.run("launch", "six.yaml")
        #expect(again.code == 0)
        #expect(again.errors.contains("nothing left to do"))
        #expect(again.errors.contains("--new"))
        let new = try sweep.run("launch", "six.yaml", "--new")
        #expect(new.code == 0, "\(new.errors)")
        let list = try sweep.run("ls", "--csv")
        #expect(list.output.contains("six-2"))
        let runs = try sweep.run("sql", "--csv", "SELECT count(*) AS n FROM run")
        #expect(runs.output == "n\r\n12\r\n")
    }

    @Test("a changed definition is another sweep; a changed name or worker count is not")
    func identity() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        try folder.write(
            SweepFiles.six.replacing("name: six", with: "name: other\ndescription: the same")
                + "\nresources: {workers: 1}\n", to: "renamed.yaml")
        let sweep = Program(in: folder.path)
        _ = try sweep.run("launch", "six.yaml")
        let renamed = try sweep.run("launch", "renamed.yaml")
        #expect(renamed.errors.contains("nothing left to do"))
        let changed = try sweep.run("launch", "six.yaml", "--set", "epochs=1")
        #expect(changed.code == 0)
        #expect(try sweep.run("ls", "--csv").output.contains("six-2"))
    }

    @Test("--dry-run shows the runs and writes nothing")
    func dryRun() throws {
        let folder = try TemporaryFolder()
        try folder.write(SweepFiles.six, to: "six.yaml")
        let result = try Program(in: folder.path).run("launch", "six.yaml", "--dry-run")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("6 runs"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["six.yaml"])
    }

    @Test("a run that diverges is an outcome: exit code 0, ranked last")
    func divergence() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            SweepFiles.six.replacing("[0.1, 0.03, 0.01]", with: "[0.1, 1e30]"), to: "six.yaml")
        let sweep = Program(in: folder.path)
        let launch = try sweep.run("launch", "six.yaml")
        #expect(launch.code == 0, "\(launch.errors)")
        let states = try sweep.run(
            "sql", "--csv", "SELECT state, reason, count(*) AS n FROM run GROUP BY 1, 2 ORDER BY 1")
        #expect(states.output == "state,reason,n\r\ncompleted,,2\r\nfailed,diverged,2\r\n")
        let board = try sweep.run("leaderboard", "six", "--csv").output.split(separator: "\r\n")
        #expect(board.count == 5)
        #expect(board.last?.contains("diverged") == true)
    }

    @Test("repeats are ranked as mean and standard error, and each run with --runs")
    func repeats() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            SweepFiles.six.replacing("[0.1, 0.03, 0.01]", with: "[0.1, 1e30]") + "\nseeds: 3",
            to: "six.yaml")
        let sweep = Program(in: folder.path)
        #expect(try sweep.run("launch", "six.yaml").code == 0)
        let board = try sweep.run("leaderboard")
        #expect(board.output.split(separator: "\n").count == 5, "\(board.output)")
        #expect(board.output.contains("±"))
        #expect(board.output.contains("diverged"))
        let rows = try sweep.run("leaderboard", "--rank", "pessimistic", "--csv").output
            .split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
        #expect(
            rows.first?.prefix(7).joined(separator: ",")
                == "rank,sweep,configuration,metric,mean,standard_error,n")
        #expect(rows.dropFirst().map { $0[0] } == ["1", "2", "3", "3"])
        // The same mean and standard error as in SQL.
        let query = """
            SELECT avg(objective), standard_error(objective) FROM six WHERE state = 'completed'
            GROUP BY learning_rate, depth ORDER BY 1 DESC LIMIT 1
            """
        let answer = try sweep.run("sql", "--csv", query).output.split(separator: "\r\n")
        let best = rows.dropFirst().first {
            $0[6] == "3" && answer.last?.hasPrefix($0[4].prefix(12)) == true
        }
        #expect(best != nil, "\(answer) \(rows)")
        #expect(
            try sweep.run("leaderboard", "--runs", "--csv").output.split(separator: "\r\n").count
                == 13)
        #expect(try sweep.run("leaderboard", "--runs", "--rank", "mean").code == 64)
    }

    @Test("an own table is trained on: classes and numbers")
    func table() throws {
        let folder = try TemporaryFolder()
        var lines = ["x,colour,kind,size"]
        for index in 0..<200 {
            let x = Double(index % 20) / 10 - 1
            let colour = index % 3 == 0 ? "red" : "blue"
            lines.append(
                "\(x),\(colour),\(x > 0 ? "big" : "small"),\(2 * x + (index % 3 == 0 ? 1 : 0))")
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "table.csv")
        try folder.write(
            """
            name: classes
            method: grid
            metric: {name: validation/accuracy, goal: maximize}
            train: {dataset: "csv:table.csv", target: kind, ignore: [size], epochs: 30, batch_size: 16}
            parameters: {learning_rate: {values: [0.1, 0.3]}}
            """, to: "classes.yaml")
        try folder.write(
            """
            name: numbers
            method: grid
            metric: {name: validation/loss}
            train: {dataset: "csv:table.csv", target: size, ignore: [kind], epochs: 40, batch_size: 16}
            parameters: {learning_rate: {values: [0.05, 0.1]}}
            """, to: "numbers.yaml")
        let sweep = Program(in: folder.path)
        for file in ["classes.yaml", "numbers.yaml"] {
            let launch = try sweep.run("launch", file)
            #expect(launch.code == 0, "\(launch.errors)")
        }
        let best = try sweep.run(
            "sql", "--csv",
            "SELECT (SELECT max(validation_accuracy) > 0.95 FROM classes) AS a, (SELECT min(validation_loss) < 0.05 FROM numbers) AS b"
        )
        #expect(best.output == "a,b\r\n1,1\r\n")
    }

    @Test("Fashion-MNIST: one epoch of one small net learns more than half")
    func fashion() throws {
        let folder = try TemporaryFolder()
        let launch = try Program(in: folder.path).run(
            "launch", Program.checkout + "/sweeps/fashion-mnist.yaml", "--set", "learning_rate=0.1",
            "--set", "depth=1", "--set", "width=32")
        #expect(launch.code == 0, "\(launch.errors) (`make setup` installs dataset-fashion-mnist)")
        let best = try Program(in: folder.path).run(
            "sql", "--csv",
            "SELECT validation_accuracy > 0.75 AS ok, test_accuracy > 0.7 AS ok2 FROM fashion_mnist"
        )
        #expect(best.output == "ok,ok2\r\n1,1\r\n")
    }
}
