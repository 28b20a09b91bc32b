import Foundation
import SweepTestSupport
import Testing

@Suite("One run without a sweep file")
struct RunTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(in: folder.path)
    }

    private func points(_ database: String) throws -> String {
        try sweep.run(
            "sql", "--db", database, "--csv", "--limit", "100000",
            """
            SELECT metric.name, step, value FROM point JOIN metric ON metric.id = metric
            WHERE metric.name NOT LIKE 'throughput/%' ORDER BY 1, 2
            """
        ).output
    }

    @Test("it is stored like any other, and its sweep file launches it again to the last bit")
    func again() throws {
        let arguments = [
            "run", "--train", "digits", "--set", "optimizer=adam", "--set", "epochs=2", "--seed",
            "3",
            "--name", "one", "--tag", "quick", "--metric", "validation/accuracy",
        ]
        let first = try sweep.run(arguments)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.errors.contains("1 of 1 run done"))
        #expect(try sweep.run(arguments).errors.contains("nothing left to do"))
        #expect(try sweep.run("tag", "one").output == "quick\n")
        let yaml = try sweep.run("show", "one/1", "--yaml")
        #expect(yaml.output.contains("seeds: [3]"))
        try folder.write(yaml.output, to: "one.yaml")
        let launch = try sweep.run("launch", "one.yaml", "--db", "again.db")
        #expect(launch.code == 0, "\(launch.errors)")
        #expect(try points("experiments.db") == points("again.db"))
        // The sweep's own text is a sweep file too.
        try folder.write(try sweep.run("show", "one", "--yaml").output, to: "whole.yaml")
        #expect(try sweep.run("launch", "whole.yaml").errors.contains("nothing left to do"))
    }

    @Test("its sweep file asks for the weights that it was asked for, and for its retries")
    func settings() throws {
        #expect(
            try sweep.run("run", "--train", "digits", "--set", "epochs=1", "--keep", "best").code
                == 0)
        #expect(try sweep.run("show", "digits/1", "--yaml").output.contains("\nkeep: best\n"))
        let text = SweepFiles.six + "\nretry: {failures: 2, causes: [error]}\n"
        try folder.write(text, to: "six.yaml")
        #expect(try sweep.run("launch", "six.yaml").code == 0)
        let yaml = try sweep.run("show", "six/1", "--yaml").output
        #expect(yaml.contains("\nretry: "))
        #expect(!yaml.contains("keep"))
        try folder.write(yaml, to: "one.yaml")
        let checked = try sweep.run("validate", "one.yaml")
        #expect(checked.code == 0, "\(checked.errors)")
    }

    @Test("runs side by side: what differs, and every metric")
    func compare() throws {
        for width in ["8", "16"] {
            #expect(
                try sweep.run(
                    "run", "--train", "digits", "--set", "width=\(width)", "--set", "epochs=1",
                    "--name", "w\(width)"
                ).code == 0)
        }
        let table = try sweep.run("compare", "w8/1", "w16/1").output.split(separator: "\n")
        #expect(table.first?.split(separator: " ") == ["what", "w8/1", "w16/1"])
        #expect(table.contains { $0.split(separator: " ") == ["width", "8", "16"] })
        #expect(!table.contains { $0.hasPrefix("depth") })
        #expect(table.contains { $0.hasPrefix("validation/accuracy, maximum") })
        let all = try sweep.run("compare", "w8/1", "w16/1", "--all", "--csv").output
        #expect(all.contains("parameter,depth,2,2\r\n"))
        #expect(try sweep.run("compare", "w8/1").code == 64)
        let mixed = try sweep.run("compare", "w8", "w16/1")
        #expect(mixed.code == 64)
        #expect(mixed.errors.contains("is a sweep"))
    }

    @Test("what cannot be run is one line and exit code 64, and nothing is written")
    func refusals() throws {
        for (arguments, reason) in [
            (["--train", "digits", "--set", "widht=3"], "did you mean \"width\"?"),
            (["--train", "digits", "--set", "width=0"], "width is 0"),
            (["--train", "digits", "--keep", "some"], "none, best, last, all"),
            (["--train", "digits", "--metric", "accuracy"], "--metric accuracy: unknown metric"),
            (["--train", "digits", "--keep", "some"], "sweep: --keep some: keep is \"some\""),
            (["--train", "csv:no.csv"], "--train csv:no.csv: dataset is"),
            (["--train", "digits", "--set", "width=abc"], "sweep: --set width=abc: width is"),
            (["--train", "digits", "--seed", "-1"], "seed"),
        ] {
            let answer = try sweep.run(["run"] + arguments)
            #expect(answer.code == 64, "\(arguments): \(answer.errors)")
            #expect(answer.errors.contains(reason), "\(answer.errors)")
            // Nobody has written a file, so no line of one is named.
            #expect(answer.errors.firstMatch(of: /:\d+:/) == nil, "\(answer.errors)")
        }
        #expect(
            try sweep.run("run", "--train", "digit").errors.contains("did you mean \"digits\"?"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
