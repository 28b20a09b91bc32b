import Foundation
import SweepTestSupport
import Testing

@Suite("sweep import")
struct ImportTests {
    private static let sample = Program.checkout + "/experiments.db"

    @Test("a sweep goes from one database to another through a file, and its exports are the same")
    func file() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        let from = ["--db", Self.sample]
        let exported = try sweep.run(
            ["export", "sweep", "fashion-mnist", "--weights", "-o", "f.jsonl"] + from)
        #expect(exported.code == 0, "\(exported.errors)")
        let imported = try sweep.run("import", "f.jsonl", "--db", "new.db")
        #expect(imported.code == 0, "\(imported.errors)")
        #expect(imported.output.isEmpty)
        for what in [["runs"], ["points"], ["points", "--wide"], ["points", "--json"]] {
            let arguments = ["export"] + what + ["--sweep", "fashion-mnist", "--db"]
            let mine = try sweep.run(arguments + [Self.sample])
            #expect(try sweep.run(arguments + ["new.db"]).output == mine.output)
        }
        let again = try sweep.run("import", "f.jsonl", "--db", "new.db")
        #expect(again.code == 1)
        #expect(again.errorLines.count == 1)
        #expect(again.errors.contains("already"))
    }

    @Test("bad input is one line, and neither a sweep nor a new database")
    func bad() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        try folder.write("{\"format\":\"sweep-export\",\"version\":2}\n", to: "newer.jsonl")
        try folder.write("hello\n", to: "text")
        try folder.write("", to: "empty")
        try folder.write("a,b\n1,2\n", to: "table.csv")
        for file in ["newer.jsonl", "text", "empty", "table.csv", "missing", "."] {
            let result = try sweep.run("import", file, "--db", "new.db")
            #expect(result.code == 1, "\(file)")
            #expect(result.errorLines.count == 1, "\(file): \(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("new.db")))
    }

    @Test("an import that was killed is not shown as complete; the next one begins anew")
    func killed() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path, environment: ["SWEEP_DB": "new.db"])
        let exported = try sweep.run(
            "export", "sweep", "fashion-mnist", "-o", "f.jsonl", "--db", Self.sample)
        #expect(exported.code == 0, "\(exported.errors)")
        let text = try Data(contentsOf: URL(fileURLWithPath: folder.file("f.jsonl")))
        let process = sweep.process(["import", "-"])
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        // More than the pipe holds: once it is taken, a part has been read; the rest never comes.
        try pipe.fileHandleForWriting.write(contentsOf: text.prefix(text.count * 3 / 4))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let state = try sweep.run("sql", "SELECT state FROM sweep", "--csv")
        #expect(state.output == "state\r\nexpanding\r\n")
        let again = try sweep.run("import", "f.jsonl")
        #expect(again.code == 0, "\(again.errors)")
        let whole = try sweep.run("sql", "SELECT name, state FROM sweep", "--csv")
        #expect(whole.output == "name,state\r\nfashion-mnist,completed\r\n")
    }

    @Test("a CSV table becomes a sweep of finished runs with typed parameters")
    func table() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path, environment: ["SWEEP_DB": "new.db"])
        try folder.write(
            """
            name,lr,width,fast,kind,seed,accuracy,loss,remark
            first,0.1,32,true,a,0,0.5,NaN,x
            second,0.2,32,false,b,1,0.75,,y
            """, to: "t.csv")
        let result = try sweep.run(
            "import", "t.csv", "--name", "old", "--parameters", "lr,width", "--parameters",
            "fast,kind", "--metric",
            "accuracy", "--goal", "maximize")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.contains("left out") && result.errors.contains("remark"))
        let rows = try sweep.run(
            "sql",
            "SELECT name, state, lr, width, fast, kind, seed, accuracy, typeof(width) FROM old ORDER BY 8 DESC",
            "--csv")
        #expect(
            rows.output
                == "name,state,lr,width,fast,kind,seed,accuracy,typeof(width)\r\n"
                + "second,completed,0.2,32,0,b,1,0.75,integer\r\n"
                + "first,completed,0.1,32,1,a,0,0.5,integer\r\n")
        #expect(try sweep.run("leaderboard", "old").code == 0)
        let alike = try sweep.run("import", "t.csv", "--name", "x", "--parameters", "width")
        #expect(alike.code == 0, "\(alike.errors)")
        try folder.write("lr,m\n1,2\n1,3\n", to: "same.csv")
        let same = try sweep.run("import", "same.csv", "--name", "same", "--parameters", "lr")
        #expect(same.code == 1)
        #expect(same.errorLines.count == 1)
        #expect(same.errors.contains("line 3"))
        let count = try sweep.run("sql", "SELECT count(*) AS n FROM sweep", "--csv")
        #expect(count.output == "n\r\n2\r\n")
    }

    @Test("our own table of runs can be read back")
    func ownTable() throws {
        let folder = try TemporaryFolder()
        let sweep = Program(in: folder.path)
        let exported = try sweep.run(
            "export", "runs", "--sweep", "fashion-mnist", "-o", "runs.csv", "--db", Self.sample)
        #expect(exported.code == 0)
        let result = try sweep.run(
            "import", "runs.csv", "--name", "again", "--parameters", "learning_rate,depth,width",
            "--metric", "validation_accuracy", "--goal", "maximize", "--db", "new.db")
        #expect(result.code == 0, "\(result.errors)")
        let query = "SELECT name, seed, objective, started_at FROM"
        let mine = try sweep.run(
            "sql", "\(query) fashion_mnist ORDER BY name", "--csv", "--db", Self.sample)
        let theirs = try sweep.run("sql", "\(query) again ORDER BY name", "--csv", "--db", "new.db")
        #expect(mine.output == theirs.output)
    }
}
