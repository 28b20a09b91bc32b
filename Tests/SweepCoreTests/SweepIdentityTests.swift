import SweepCore
import Testing

@Suite("Identity of a sweep")
struct SweepIdentityTests {
    private var definition: SweepDefinition {
        SweepDefinition(
            name: "a", objective: Objective(metric: "validation/loss", goal: .minimize),
            train: ["epochs": .integer(3)],
            parameters: [
                SweptParameter(
                    name: "depth", distribution: .categorical([.integer(1), .integer(2)])),
                SweptParameter(name: "width", distribution: .constant(.integer(8))),
            ])
    }

    private func identity(_ definition: SweepDefinition) -> Value {
        definition.identity(datasetChecksums: ["digits": "abc"])
    }

    @Test("is this text, with the table's defaults in train except for what is swept")
    func text() {
        #expect(
            identity(definition).canonicalJSON == """
                {"datasets":{"digits":"abc"},"method":"grid",\
                "metric":{"goal":"minimize","name":"validation/loss","summary":"best"},\
                "parameters":{"depth":{"values":[1,2]},"width":{"value":8}},"seed":0,"seeds":1,\
                "train":{"activation":"relu","batch_size":128,"beta1":0.9,"beta2":0.999,\
                "dataset":"digits","epochs":3,"epsilon":1e-08,"initialization":"auto",\
                "log_every":1,"model":"mlp","optimizer":"sgd","task":"auto","validation":0.1}}
                """)
    }

    @Test("does not know name, description, workers, source, or the order of parameters")
    func irrelevant() {
        var other = definition
        other.name = "b"
        other.description = "text"
        other.workers = 7
        other.source = "method: grid"
        other.notYetRunnable = [.init(what: "x", line: 1)]
        other.parameters.reverse()
        #expect(identity(other) == identity(definition))
    }

    @Test("a default that is written out changes nothing")
    func writtenDefaults() {
        var other = definition
        other.train?["batch_size"] = .number(128)
        other.train?["optimizer"] = .text("sgd")
        #expect(identity(other) == identity(definition))
    }

    @Test("everything that changes results counts")
    func relevant() {
        let changes: [(inout SweepDefinition) -> Void] = [
            { $0.method = .random }, { $0.seed = 1 }, { $0.seeds = 2 }, { $0.runCap = 3 },
            { $0.objective = nil }, { $0.train?["epochs"] = .integer(4) }, { $0.train = nil },
            {
                $0.objective = Objective(metric: "validation/loss", goal: .minimize, summary: .last)
            },
            { $0.program = ["program": .text("t.py")] },
            { $0.parameters.removeLast() },
            {
                $0.parameters[0] = SweptParameter(
                    name: "depth", distribution: .categorical([.integer(2), .integer(1)]))
            },
        ]
        var seen: Set<Value> = [identity(definition)]
        for change in changes {
            var other = definition
            change(&other)
            #expect(seen.insert(identity(other)).inserted)
        }
        #expect(definition.identity(datasetChecksums: ["digits": "abd"]) != identity(definition))
    }

    @Test("a definition stored before a parameter existed is still the same sweep")
    func olderDefinition() {
        guard var stored = identity(definition).asMap, var train = stored["train"]?.asMap else {
            Issue.record("the identity has no train")
            return
        }
        train["log_every"] = nil
        train["task"] = nil
        stored["train"] = .map(train)
        #expect(Value.map(stored) != identity(definition))
        #expect(SweepDefinition.fillingDefaults(in: .map(stored)) == identity(definition))
    }

    @Test("filling defaults leaves a program's definition and other values alone")
    func nothingToFill() {
        let program = SweepDefinition(name: "p", program: ["program": .text("t")])
        let identity = program.identity(datasetChecksums: [:])
        #expect(identity.asMap?["train"] == nil)
        #expect(identity.asMap?["datasets"] == nil)
        #expect(SweepDefinition.fillingDefaults(in: .integer(1)) == .integer(1))
    }

    @Test("a training run's configuration has every default, a program's has only its own")
    func configurations() {
        let configuration = definition.configuration(for: ["depth": .integer(2)])
        #expect(configuration["depth"] == .integer(2))
        #expect(configuration["epochs"] == .integer(3))
        #expect(configuration["learning_rate"] == .number(0.1))
        let program = SweepDefinition(name: "p", program: ["program": .text("t")])
        #expect(program.configuration(for: ["a": .integer(1)]).canonicalJSON == #"{"a":1}"#)
    }

    @Test("varied names are in file order, constants left out")
    func variedNames() {
        #expect(definition.variedNames == ["depth"])
    }
}
