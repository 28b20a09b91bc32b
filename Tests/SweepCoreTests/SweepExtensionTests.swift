import SweepCore
import Testing

@Suite("What may change when a sweep is extended")
struct SweepExtensionTests {
    private func definition(
        train: [String: Value] = ["dataset": .text("digits")], rates: [Double] = [0.1, 0.2],
        seed: UInt32 = 0, seeds: Int = 1
    ) -> SweepDefinition {
        SweepDefinition(
            name: "a", objective: Objective(metric: "validation/loss", goal: .minimize),
            train: train,
            parameters: [
                SweptParameter(
                    name: "learning_rate",
                    distribution: .categorical(rates.map(Value.number)))
            ], seeds: seeds, seed: seed)
    }

    private func identity(
        _ definition: SweepDefinition, checksum: String = "1"
    ) -> Value {
        definition.identity(datasetChecksums: ["digits": checksum])
    }

    @Test("values, seeds, constants and caps may; method, metric, seed and data may not")
    func obstacles() {
        let old = identity(definition())
        var capped = definition(rates: [0.3], seeds: 3)
        capped.runCap = 2
        for new in [definition(rates: [0.1, 0.3]), definition(seeds: 4), capped] {
            #expect(SweepExtension.obstacle(from: old, to: identity(new)) == nil)
        }
        let epochs = definition(train: ["dataset": .text("digits"), "epochs": .integer(9)])
        #expect(SweepExtension.obstacle(from: old, to: identity(epochs)) == nil)

        #expect(
            SweepExtension.obstacle(from: old, to: identity(definition(seed: 7)))
                == "its seed is 7, that of the sweep 0")
        var other = definition()
        other.objective = Objective(metric: "validation/accuracy", goal: .maximize)
        #expect(
            SweepExtension.obstacle(from: old, to: identity(other))
                == "its metric is validation/accuracy (maximize, best), that of the sweep validation/loss (minimize, best)"
        )
        other.method = .random
        #expect(
            SweepExtension.obstacle(from: old, to: identity(other))
                == "its method is random, that of the sweep grid")
        #expect(
            SweepExtension.obstacle(from: old, to: identity(definition(), checksum: "2"))
                == "data set digits is not the one that the sweep was launched with")
        #expect(
            SweepExtension.obstacle(
                from: old,
                to: definition().identity(datasetChecksums: ["digits": "1", "new": "2"]))
                == "its data set is new, that of the sweep digits")
    }

    @Test("a constant that changes is varied from then on; so is what was varied before")
    func varied() {
        let old = identity(definition())
        func names(_ new: SweepDefinition, before: [String] = ["learning_rate"]) -> [String] {
            SweepExtension.variedNames(
                from: old, varied: before, to: new, identity: identity(new))
        }
        #expect(names(definition()) == ["learning_rate"])
        #expect(names(definition(rates: [0.5])) == ["learning_rate"])
        #expect(
            names(definition(), before: ["depth", "learning_rate"]) == ["learning_rate", "depth"])
        let train: [String: Value] = ["dataset": .text("digits"), "epochs": .integer(9)]
        #expect(names(definition(train: train)) == ["learning_rate", "epochs"])
    }
}
