import Foundation
import SweepTestSupport
import Testing

@Suite("Techniques from sweep files")
struct TechniqueEndToEndTests {
    @Test("every sweep file of the project is valid")
    func sweepFiles() throws {
        let folder = Program.checkout + "/sweeps"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 4)
        for file in files {
            let result = try Program(in: folder).run("validate", file)
            #expect(result.code == 0, "\(file): \(result.errors)")
        }
    }

    @Test("sparsity can be swept, and what it costs is in the sweep's table")
    func pruning() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            name: thin
            method: grid
            metric: {name: validation/accuracy, goal: maximize, summary: last}
            train: {dataset: digits, width: 32, epochs: 4, batch_size: 64, optimizer: adam}
            parameters:
              sparsity: {values: [0, 0.5, 0.95]}
            """, to: "thin.yaml")
        let sweep = Program(in: folder.path)
        let launch = try sweep.run("launch", "thin.yaml")
        #expect(launch.code == 0, "\(launch.errors)")
        // Half of 3,392 weights, and 3,222 of them: 0.95 of them to the nearest.
        let rows = try sweep.run(
            "sql", "--csv",
            "SELECT sparsity, model_sparsity, pruning_accuracy IS NULL FROM thin ORDER BY 1"
        ).output.split(separator: "\r\n")
        #expect(rows.dropFirst() == ["0,,1", "0.5,0.5,0", "0.95,0.9498820754716981,0"])
    }

    @Test("a run whose patience is over is completed, and says why")
    func patience() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            name: short
            method: grid
            train: {dataset: digits, width: 8, epochs: 50, learning_rate: 1e-30, patience: 2}
            """, to: "short.yaml")
        let sweep = Program(in: folder.path)
        #expect(try sweep.run("launch", "short.yaml").code == 0)
        let row = try sweep.run("sql", "--csv", "SELECT state, reason FROM run").output
        #expect(row == "state,reason\r\ncompleted,patience\r\n")
    }

    @Test("coord-check tells a sound parametrization from one that is not")
    func coordCheck() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "method: grid\ntrain: {dataset: digits, optimizer: adam, learning_rate: 0.01}\n",
            to: "x.yaml")
        let sweep = Program(in: folder.path)
        let widths = ["--widths", "32,64,128,256"]
        let standard = try sweep.run(["coord-check", "x.yaml"] + widths)
        #expect(standard.output.contains("not sound: "))
        let mup = try sweep.run(
            ["coord-check", "x.yaml", "--set", "parametrization=mup"] + widths)
        #expect(mup.output.contains("\nsound: after 5 steps no layer grows"))
        let wrong = try sweep.run("coord-check", "x.yaml", "--widths", "3,x")
        #expect(wrong.code == 64)
        #expect(wrong.errorLines.count == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/experiments.db"))
    }

    @Test("the memory of a group is predicted, and not exceeded")
    func prediction() throws {
        // One step: a slow machine would write a checkpoint between two, which takes memory of its own.
        let folder = try TemporaryFolder()
        try folder.write(
            """
            method: grid
            train: {dataset: digits, depth: 3, optimizer: adam, epochs: 1, batch_size: 2000, metrics: [peak_memory]}
            """, to: "x.yaml")
        let sweep = Program(in: folder.path)
        func peak(_ width: String) throws -> Double {
            let set = ["--set", "width=\(width)"]
            #expect(try sweep.run(["launch", "x.yaml", "--new"] + set).code == 0)
            let row = try sweep.run(
                "sql", "--csv",
                """
                SELECT point.value FROM point JOIN metric ON metric.id = point.metric
                WHERE metric.name = 'system/peak_memory_bytes' ORDER BY point.run DESC LIMIT 1
                """)
            return try #require(Double(row.output.split(separator: "\r\n").last ?? ""))
        }
        let plan = try sweep.run("launch", "x.yaml", "--dry-run", "--set", "width=1536").output
        let line = try #require(plan.split(separator: "\n").last { $0.contains("memory: at most") })
        let words = line.split(separator: " ")
        let predicted = try #require(Double(words[3])) * 1_048_576
        #expect(words[4] == "MiB")
        let growth = try peak("1536") - peak("1")
        #expect(growth <= 1.1 * predicted + 16e6, "\(growth) bytes for \(predicted)")
        #expect(growth >= 0.5 * predicted, "\(growth) bytes for \(predicted)")
    }

    @Test("a model larger than the machine is refused before anything is stored")
    func memory() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "method: grid\ntrain: {dataset: digits, depth: 64, width: 16384}\n", to: "x.yaml")
        // 64 layers of 16384 × 16384 weights: more than 200 GB, whatever machine this is.
        let launch = try Program(in: folder.path).run("launch", "x.yaml")
        #expect(launch.code == 1)
        #expect(launch.errorLines.count == 1)
        #expect(launch.errors.contains("depth 64, width 16384"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/experiments.db"))
    }
}
