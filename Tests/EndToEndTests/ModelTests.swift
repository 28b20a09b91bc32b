import Foundation
import SweepTestSupport
import Testing

@Suite("Models outlive runs")
struct ModelTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(in: folder.path)
    }

    private func launch(_ text: String, keep: String = "best") throws {
        try folder.write(text + "\nkeep: \(keep)\n", to: "s.yaml")
        let result = try sweep.run("launch", "s.yaml")
        #expect(result.code == 0, "\(result.errors)")
    }

    /// The rows of a CSV text without quotes, the header apart.
    private func rows(_ text: String) -> (header: [Substring], rows: [[Substring]]) {
        var lines = text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        return (lines.isEmpty ? [] : lines.removeFirst(), lines)
    }

    private func value(_ query: String) throws -> String {
        let result = try sweep.run("sql", "--csv", query)
        #expect(result.code == 0, "\(result.errors)")
        return String(rows(result.output).rows.first?.first ?? "")
    }

    private func change(_ sql: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        shell.arguments = [
            "-c",
            "import sqlite3, sys; d = sqlite3.connect('experiments.db');"
                + "d.execute(sys.argv[1]); d.commit()", sql,
        ]
        shell.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
    }

    private func refused(
        _ arguments: String..., says: [String], code: Int32 = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try sweep.run(arguments)
        #expect(result.code == code, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
        for text in says {
            #expect(
                result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
        }
    }

    // MARK: Predicting

    @Test("the predictions of the test part have the accuracy that was recorded")
    func accuracy() throws {
        try launch(SweepFiles.six)
        for number in 1...6 {
            let result = try sweep.run("predict", "six/\(number)")
            let (header, rows) = rows(result.output)
            #expect(header.prefix(4) == ["row", "actual", "predicted", "probability 0"])
            #expect(rows.count == 179)
            #expect(rows.map { Int($0[0]) ?? -1 } == rows.map { Int($0[0]) ?? -1 }.sorted())
            let correct = rows.filter { $0[1] == $0[2] }.count
            let stored = try value(
                "SELECT test_accuracy FROM six WHERE run = (SELECT uid FROM run "
                    + "WHERE number = \(number))")
            #expect("\(Double(correct) / 179)" == stored)
            for row in rows {
                let sum = row[3...].reduce(0.0) { $0 + (Double($1) ?? .nan) }
                #expect(abs(sum - 1) < 1e-5)
            }
        }
    }

    @Test("the parts of a data set are as many rows as it has, together")
    func parts() throws {
        try launch(SweepFiles.six)
        let counts = try ["training", "validation", "test", "all"].map { part in
            rows(try sweep.run("predict", "six/1", "--data", "digits", "--part", part).output).rows
                .count
        }
        #expect(counts == [1439, 179, 179, 1797])
    }

    private static let bottles = """
        name: bottles
        method: grid
        train: {dataset: "csv:bottles.csv", target: quality, epochs: 20, task: TASK, batch_size: 4}
        parameters: {width: {values: [8]}}
        """

    private func writeBottles() throws {
        let lines = (0..<50).map { index in
            "\(index % 7),\"a, \(index % 3)\",\(index % 7 > 3 ? "5" : "3")"
        }
        try folder.write(
            "acid,kind,quality\n" + lines.joined(separator: "\n") + "\n", to: "bottles.csv")
    }

    @Test("a table without the target is predicted with the model's own scale, from the file alone")
    func table() throws {
        try writeBottles()
        try launch(Self.bottles.replacing("TASK", with: "classification"))
        let own = try sweep.run("predict", "bottles/1", "--data", "csv:bottles.csv")
        let (header, all) = rows(own.output)
        #expect(header == ["row", "actual", "predicted", "probability 3", "probability 5"])
        #expect(all.count == 50)
        let test = rows(try sweep.run("predict", "bottles/1").output).rows
        #expect(test.count == 5)
        let correct = Double(test.filter { $0[1] == $0[2] }.count)
        #expect(Double(try value("SELECT test_accuracy FROM bottles")) == correct / 5)
        for row in test { #expect(all[Int(row[0]) ?? 0][..<3] == row[..<3]) }

        try folder.write("more,kind,acid\nx,\"a, 1\",6\ny,\"a, 0\",0\n", to: "new.csv")
        let new = rows(try sweep.run("predict", "bottles/1", "--data", "csv:new.csv").output)
        #expect(new.header == ["row", "predicted", "probability 3", "probability 5"])
        #expect(new.rows.map { $0[1] } == ["5", "3"])
        // Row 13 of the model's own table is the same bottle; another batch rounds otherwise.
        for (a, b) in zip(new.rows[0][2...], all[13][3...]) {
            #expect(abs((Double(a) ?? .nan) - (Double(b) ?? .nan)) < 1e-5)
        }
    }

    @Test("regression predicts numbers, in a file when asked")
    func regression() throws {
        try writeBottles()
        try launch(Self.bottles.replacing("TASK", with: "regression"), keep: "last")
        let result = try sweep.run(
            "predict", "bottles/1", "--data", "csv:bottles.csv", "-o", "out.csv")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
        let text = try String(contentsOfFile: folder.file("out.csv"), encoding: .utf8)
        let (header, rows) = rows(text)
        #expect(header == ["row", "actual", "predicted"])
        #expect(rows.count == 50)
        #expect(rows.allSatisfy { Float($0[2])?.isFinite == true })
    }

    @Test("data that do not fit the model are refused by name")
    func unfit() throws {
        try writeBottles()
        try launch(Self.bottles.replacing("TASK", with: "classification"))
        try folder.write("acid\n1\n", to: "few.csv")
        try refused(
            "predict", "bottles/1", "--data", "csv:few.csv",
            says: ["few.csv", "there is no column \"kind\"", "\"acid\""])
        try folder.write("acid,kind\n1,b\n", to: "odd.csv")
        try refused(
            "predict", "bottles/1", "--data", "csv:odd.csv",
            says: ["line 2", "has not seen \"b\"", "\"a, 0\""])
        try refused(
            "predict", "bottles/1", "--data", "csv:none.csv", says: ["none.csv", "No such file"])
        try refused(
            "predict", "bottles/1", "--data", "digits", says: ["4 features", "csv:PATH"], code: 64)
        try refused(
            "predict", "bottles/1", "--data", "csv:few.csv", "--part", "test", says: ["no column"])
        try folder.write("acid,kind\n1,\"a, 0\"\n", to: "fine.csv")
        try refused(
            "predict", "bottles/1", "--data", "csv:fine.csv", "--part", "test",
            says: ["not the table that the run was trained on"], code: 64)
        try refused("predict", "bottles/1", "--part", "half", says: ["half"], code: 64)
    }

    // MARK: Exporting

    @Test("an exported file is the stored blob, and numpy alone computes the recorded accuracy")
    func numpy() throws {
        try launch(SweepFiles.six)
        let result = try sweep.run("model", "export", "six/3", "-o", "m.safetensors")
        #expect(result.code == 0, "\(result.errors)")
        try #expect(sweep.run("predict", "six/3", "--part", "all", "-o", "p.csv").code == 0)
        // The format is read here by hand: the package need not be installed.
        let script = """
            import csv, json, sqlite3, struct
            blob = open("m.safetensors", "rb").read()
            stored, = sqlite3.connect("experiments.db").execute(
                "SELECT content FROM checkpoint JOIN run ON run.id = run WHERE number = 3").fetchone()
            assert blob == stored
            size, = struct.unpack("<Q", blob[:8])
            header = json.loads(blob[8:8 + size])
            metadata = header.pop("__metadata__")
            values = {}
            for name, entry in header.items():
                start, end = entry["data_offsets"]
                flat = struct.unpack(f"<{(end - start) // 4}f", blob[8 + size + start:8 + size + end])
                shape = entry["shape"]
                values[name] = [flat[i * shape[1]:(i + 1) * shape[1]] for i in range(shape[0])] \\
                    if len(shape) == 2 else flat
            assert metadata["format"] == "pt" and metadata["kind"] == "best", metadata
            assert len(values["layers.0.weight"][0]) == 64
            configuration = json.loads(metadata["configuration"])
            assert configuration["learning_rate"] == 0.03, configuration
            """
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        python.arguments = ["-c", script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    @Test("weights are listed, and chosen by kind and epoch")
    func choosing() throws {
        try launch(SweepFiles.six, keep: "all")
        let (header, rows) = rows(try sweep.run("model", "ls", "six/2", "--csv").output)
        #expect(header.prefix(6) == ["sweep", "run", "uid", "kind", "epoch", "step"])
        #expect(
            rows.filter { $0[3] != "best" }.map { "\($0[3]) \($0[4])" }.sorted()
                == ["epoch 1", "epoch 2", "epoch 3", "last 3"])
        #expect(rows.filter { $0[3] == "best" }.count == 1)
        let first = try sweep.run("predict", "six/2", "--epoch", "1").output
        #expect(
            try sweep.run("predict", "six/2", "--kind", "epoch", "--epoch", "1").output == first)
        #expect(try sweep.run("predict", "six/2").output != first)
        try refused(
            "predict", "six/2", "--kind", "epoch",
            says: ["epoch (epoch 1), epoch (epoch 2)", "--epoch"])
        try refused(
            "predict", "six/2", "--epoch", "9", says: ["no such weights", "last (epoch 3)"])
        try refused("predict", "six/2", "--kind", "worst", says: ["worst"], code: 64)
        #expect(self.rows(try sweep.run("model", "ls", "--csv").output).rows.count == 30)
        #expect(self.rows(try sweep.run("model", "ls", "six", "--csv").output).rows.count == 30)
    }

    @Test("no such run, no weights, nowhere to write, damaged weights: one line each")
    func bad() throws {
        try launch(SweepFiles.six, keep: "none")
        try refused("predict", "nobody", says: ["there is no run \"nobody\""])
        let uid = try value("SELECT uid FROM run WHERE number = 1")
        for arguments in [
            ["predict", "six/1"], ["model", "ls", "six/1"],
            ["model", "export", "six/1", "-o", "m"],
        ] {
            let result = try sweep.run(arguments)
            #expect(result.code == 1)
            #expect(
                result.errors == """
                    sweep: run lr0.1-w8-s0 (\(uid)) has no weights; `sweep reproduce \(uid) --keep` \
                    trains it again and keeps them

                    """)
        }
        try change("UPDATE run SET state = 'queued' WHERE number = 2")
        try refused("predict", "six/2", says: ["it is queued", "launch"])

        #expect(try sweep.run("reproduce", "six/1", "--keep").code == 0)
        try refused(
            "model", "export", "six/1", "-o", "none/m", says: ["none/m", "No such file"])
        try refused("model", "export", "six/1", "-o", "/dev/full", says: ["/dev/full"])
        try change("UPDATE checkpoint SET content = substr(content, 1, 2000)")
        try refused(
            "model", "export", "six/1", "-o", "m", says: ["are damaged", "reproduce \(uid) --keep"])
        try refused("predict", "six/1", says: ["are damaged"])
        #expect(!FileManager.default.fileExists(atPath: folder.file("m")))
        #expect(try sweep.run("reproduce", "six/1", "--keep").code == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["experiments.db", "s.yaml"])
        #expect(try sweep.run("predict", "six/1").code == 0)
    }

    // MARK: Reproducing

    @Test("every point of a run is reproduced in its place of the group, and nothing is changed")
    func reproduce() throws {
        // Groups of two lanes.
        try launch(SweepFiles.long.replacing(/epochs: \d+/, with: "epochs: 2"), keep: "none")
        #expect(try value("SELECT max(slots) FROM run") == "3")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db")))
        for number in [1, 7, 24] {
            let result = try sweep.run("reproduce", "long/\(number)")
            #expect(result.code == 0, "\(result.errors)")
            #expect(result.output.contains("186 points of 5 metrics compared, all the same"))
        }
        let after = try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db")))
        #expect(before == after)
    }

    @Test("a point that was changed by hand, added or removed is found, and weights are not kept")
    func difference() throws {
        try launch(SweepFiles.six, keep: "none")
        try change(
            """
            UPDATE point SET value = value + 1e-15 WHERE step = 5 AND run = 1
                AND metric = (SELECT id FROM metric WHERE name = 'train/loss')
            """)
        let result = try sweep.run("reproduce", "six/1", "--keep")
        #expect(result.code == 4)
        #expect(result.output.contains("1 differ"))
        #expect(result.output.contains("train/loss at step 5: stored "))
        #expect(result.errors.contains("not stored"))
        try change("DELETE FROM point WHERE run = 1 AND step = 7")
        try change(
            "INSERT INTO point SELECT run, metric, 1000, value, time FROM point "
                + "WHERE run = 1 AND step = 8")
        let more = try sweep.run("reproduce", "six/1")
        #expect(more.code == 4)
        #expect(more.output.contains("3 differ"))
        #expect(more.output.contains("train/loss at step 7: stored nothing, now "))
        #expect(more.output.contains("train/loss at step 1000: stored "))
        #expect(try value("SELECT count(*) FROM checkpoint") == "0")
        #expect(try sweep.run("reproduce", "six/1", "--keep", "--accept-differences").code == 4)
        #expect(try value("SELECT count(*) FROM checkpoint") == "1")
    }

    @Test("a run that diverged is reproduced too, and has no weights to keep")
    func diverged() throws {
        try launch(SweepFiles.six.replacing("[0.1, 0.03, 0.01]", with: "[1.0e+30]"))
        #expect(try value("SELECT DISTINCT reason FROM run") == "diverged")
        let result = try sweep.run("reproduce", "six/1")
        #expect(result.code == 0, "\(result.output)")
        try refused("reproduce", "six/1", "--keep", says: ["diverged"])
        try refused("predict", "six/1", says: ["it diverged"])
    }

    @Test("runs that are not done, other data and another machine are told")
    func refusals() throws {
        try writeBottles()
        try launch(Self.bottles.replacing("TASK", with: "classification"))
        try change("UPDATE environment SET blas_core = 'Abacus'")
        let result = try sweep.run("reproduce", "bottles/1")
        #expect(result.code == 0)
        #expect(result.errors.contains("Abacus"))
        try folder.write("acid,kind,quality\n1,a,3\n2,b,5\n", to: "bottles.csv")
        try refused("reproduce", "bottles/1", says: ["csv:bottles.csv has changed"])
        try change("UPDATE run SET state = 'queued'")
        try refused("reproduce", "bottles/1", says: ["has not been executed to its end"])
        try change("UPDATE run SET state = 'cancelled'")
        try refused("reproduce", "bottles/1", says: ["is cancelled"])
        try refused("reproduce", "bottles/1", "--accept-differences", says: ["--keep"], code: 64)
    }

    @Test(
        "a signal ends it cleanly and changes nothing", arguments: [SIGINT, SIGTERM, SIGHUP])
    func signal(number: Int32) throws {
        // Long enough to be stopped on any machine: the stored run is given more epochs.
        try launch(SweepFiles.six, keep: "none")
        try change(
            "UPDATE run SET configuration = replace(configuration, '\"epochs\":3', "
                + "'\"epochs\":1000000') WHERE number = 1")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db")))
        let errors = folder.file("errors.txt")
        try Data().write(to: URL(fileURLWithPath: errors))
        let process = sweep.process(["reproduce", "six/1", "--keep"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        // The writer's side file is there once the signal handler is.
        while process.isRunning,
            !FileManager.default.fileExists(atPath: folder.file("experiments.db-wal"))
        {}
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + number)
        #expect(
            try String(contentsOfFile: errors, encoding: .utf8)
                == "stopped; nothing was changed\n")
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: folder.file("experiments.db"))) == before)
    }

    @Test("a run that another process is executing just now is left alone")
    func running() throws {
        try launch(SweepFiles.six, keep: "none")
        try change("UPDATE run SET state = 'running' WHERE number = 1")
        try change(
            "INSERT INTO lease SELECT id, worker, attempt, started_at, 9999999999999 FROM run "
                + "WHERE number = 1")
        try refused("reproduce", "six/1", "--keep", says: ["is being executed just now"])
        try refused("predict", "six/1", says: ["no weights yet"])
        #expect(try value("SELECT state FROM run WHERE number = 1") == "running")
    }
}
