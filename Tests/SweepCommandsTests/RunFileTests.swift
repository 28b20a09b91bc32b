import SweepCommands
import SweepCore
import SweepFile
import Testing

@Suite("The sweep file of one run")
struct RunFileTests {
    private func read(_ lines: [String]) throws -> SweepDefinition {
        try SweepFileReader.parse(text: lines.joined(separator: "\n"), path: "x.yaml")
    }

    @Test(
        "it reads back to the same configuration, objective and seeds",
        arguments: [
            [:],
            ["optimizer": .text("adam"), "beta1": .number(0.8), "learning_rate": .number(1e-7)],
            ["optimizer": .text("momentum"), "momentum": .number(0.5), "width": .integer(7)],
            ["sparsity": .number(0.5), "epochs": .integer(8), "activation": .text("tanh")],
            ["metrics": .list([.text("gradient_norm")]), "schedule": .text("cosine")],
        ] as [[String: Value]])
    func roundTrip(_ train: [String: Value]) throws {
        let configuration = ParameterTable.resolve(
            train.merging(["dataset": .text("digits")]) { own, _ in own })
        let objective = Objective(
            metric: "validation/accuracy", goal: .maximize, summary: .last)
        let lines = RunFile.lines(
            name: "yes: \"no\"", train: configuration.values, objective: objective, seed: 7,
            runSeed: 3)
        let definition = try read(lines)
        #expect(definition.name == "yes: \"no\"")
        #expect(definition.configuration(for: [:]) == configuration)
        #expect(definition.objective == objective)
        #expect(definition.seed == 7)
        #expect(definition.seeds == 1)
        #expect(definition.runSeed(at: 0) == 3)
    }

    @Test("defaults are left out")
    func defaults() {
        let configuration = ParameterTable.resolve([
            "dataset": .text("digits"), "width": .integer(8),
        ])
        #expect(
            RunFile.lines(
                name: "a", train: configuration.values, objective: nil, seed: 0, runSeed: 0)
                == ["name: a", "method: grid", "train:", "  dataset: digits", "  width: 8"])
    }
}
