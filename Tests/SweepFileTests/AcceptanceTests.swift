import SweepCore
import SweepFile
import Testing

@Suite("What a sweep file says")
struct AcceptanceTests {
    static let example = """
        name: fashion-mnist-mlp
        method: grid
        metric: {name: validation/accuracy, goal: maximize}
        train: {dataset: fashion-mnist, model: mlp, epochs: 5, batch_size: 128, optimizer: sgd}
        parameters:
          learning_rate: {values: [0.3, 0.1, 0.03, 0.01]}
          depth: {values: [1, 2, 4]}
          width: {values: [32, 64, 128]}
        """

    @Test("the example of the design is read as it is meant")
    func designExample() throws {
        let definition = try parsed(Self.example)
        #expect(definition.name == "fashion-mnist-mlp")
        #expect(definition.method == .grid)
        #expect(
            definition.objective == Objective(metric: "validation/accuracy", goal: .maximize))
        #expect(definition.train?["epochs"] == .integer(5))
        #expect(definition.parameters.map(\.name) == ["learning_rate", "depth", "width"])
        #expect(definition.parameters.map(\.line) == [6, 7, 8])
        #expect(definition.parameters.compactMap(\.distribution.gridCount) == [4, 3, 3])
        #expect(definition.notYetRunnable == [])
        #expect(definition.source == Self.example)
        #expect(definition.seeds == 1 && definition.seed == 0 && definition.runCap == nil)
    }

    @Test("our own keys")
    func ownKeys() throws {
        let definition = try parsed(
            """
            method: grid
            description: a test
            train: {}
            seeds: 3
            seed: 4294967295
            run_cap: 2
            retry: {failures: 0, causes: [error, exit_code, signal, out_of_memory]}
            keep: none
            resources: {workers: 2}
            """)
        #expect(definition.description == "a test")
        #expect(definition.seeds == 3)
        #expect(definition.seed == .max)
        #expect(definition.runCap == 2)
        #expect(definition.workers == 2)
        #expect(definition.notYetRunnable == [])
    }

    @Test("what weights stay is read and is no part of the sweep's identity")
    func keep() throws {
        let definitions = try ["none", "best", "last", "all"].map {
            try parsed("method: grid\ntrain: {}\nkeep: \($0)")
        }
        #expect(definitions.map(\.keep) == [.none, .best, .last, .all])
        #expect(definitions.allSatisfy { $0.notYetRunnable.isEmpty })
        #expect(Set(definitions.map { $0.identity(datasetChecksums: [:]) }).count == 1)
        #expect(try parsed("method: grid\ntrain: {}").keep == .none)
    }

    @Test(
        "the name is the file's without its extension when none is given",
        arguments: [
            ("sweeps/mnist.yaml", "mnist"), ("a.b.yml", "a.b"), ("plain", "plain"),
            (".yaml", ".yaml"),
        ])
    func defaultName(_ path: String, _ name: String) throws {
        let definition = try SweepFileReader.parse(text: "method: grid\ntrain: {}", path: path)
        #expect(definition.name == name)
    }

    @Test("the objective of training runs is a loss unless the file says otherwise")
    func defaultObjective() throws {
        let objectives = try [
            "train: {}", "train: {validation: 0}",
            "train: {}\nparameters: {validation: {values: [0.1, 0]}}",
            "train: {}\nmetric: {name: test/loss, summary: last}", "program: t.py",
        ].map { try parsed("method: grid\n" + $0).objective }
        #expect(
            objectives == [
                Objective(metric: "validation/loss", goal: .minimize),
                Objective(metric: "train/loss", goal: .minimize),
                Objective(metric: "train/loss", goal: .minimize),
                Objective(metric: "test/loss", goal: .minimize, summary: .last), nil,
            ])
    }

    @Test("values come out in their parameter's own type")
    func normalized() throws {
        let definition = try parsed(
            """
            method: grid
            train: {epochs: 1e2, momentum: 0, dataset: csv:a.csv, target: y, ignore: [id, "1"]}
            parameters:
              width: {values: [32.0, 64]}
              learning_rate: {value: 1}
            """)
        #expect(definition.train?["epochs"]?.asInteger == 100)
        guard case .number? = definition.train?["momentum"],
            case .categorical(let widths, nil) = definition.parameters[0].distribution,
            case .integer? = widths.first,
            case .constant(.number) = definition.parameters[1].distribution
        else {
            Issue.record("not normalised: \(definition)")
            return
        }
    }

    @Test(
        "short forms stand for distributions",
        arguments: [
            ("{value: x}", .constant(.text("x"))),
            ("{value: [1, {a: null}]}", .constant(.list([.integer(1), .map(["a": .null])]))),
            ("{values: [1, yes]}", .categorical([.integer(1), .flag(true)])),
            (
                "{values: [1, 2], probabilities: [0.25, 0.75]}",
                .categorical([.integer(1), .integer(2)], probabilities: [0.25, 0.75])
            ),
            ("{min: 1, max: 2}", .integerUniform(minimum: 1, maximum: 2)),
            ("{min: 1, max: 2.0}", .continuous(name: "uniform", arguments: ["min": 1, "max": 2])),
            (
                "{min: 1e-3, max: 1}",
                .continuous(name: "uniform", arguments: ["min": 0.001, "max": 1])
            ),
            ("{distribution: constant, value: 1}", .constant(.integer(1))),
            ("{distribution: categorical, values: [1]}", .categorical([.integer(1)])),
            (
                "{distribution: int_uniform, min: 1.0, max: 2}",
                .integerUniform(minimum: 1, maximum: 2)
            ),
            (
                "{distribution: q_uniform, min: 1, max: 2}",
                .quantizedUniform(minimum: 1, maximum: 2, quantum: 1)
            ),
            (
                "{distribution: normal}",
                .continuous(name: "normal", arguments: ["mu": 0, "sigma": 1])
            ),
            (
                "{distribution: q_beta, a: 2}",
                .continuous(name: "q_beta", arguments: ["a": 2, "b": 1, "q": 1])
            ),
            (
                "{distribution: inv_log_uniform_values, min: 1, max: 2}",
                .continuous(name: "inv_log_uniform_values", arguments: ["min": 1, "max": 2])
            ),
            (
                "{distribution: q_log_normal, mu: -1, q: 0.5}",
                .continuous(name: "q_log_normal", arguments: ["mu": -1, "sigma": 1, "q": 0.5])
            ),
        ] as [(String, ParameterDistribution)])
    func shortForms(_ text: String, _ distribution: ParameterDistribution) throws {
        let definition = try parsed("method: random\nprogram: t\nparameters:\n  a: \(text)")
        #expect(definition.parameters.map(\.distribution) == [distribution])
    }

    @Test("every distribution of W&B is read with only what it needs")
    func everyDistribution() throws {
        let ends = ["uniform", "log_uniform", "inv_log_uniform"].flatMap { [$0, $0 + "_values"] }
            .filter { $0 != "uniform_values" }
        let all =
            (ends + ["int_uniform", "q_uniform", "q_log_uniform", "q_log_uniform_values"])
            .map { "{distribution: \($0), min: 1, max: 3}" }
            + ["normal", "q_normal", "log_normal", "q_log_normal", "beta", "q_beta"]
            .map { "{distribution: \($0)}" }
        for text in all {
            #expect(throws: Never.self) {
                try parsed("method: bayes\nprogram: t\nparameters: {a: \(text)}")
            }
        }
    }

    @Test("nested parameters have dotted names, in file order")
    func nested() throws {
        let definition = try parsed(
            """
            method: grid
            program: train.py
            parameters:
              optimizer:
                parameters:
                  name: {values: [a, b]}
                  inner: {parameters: {rate: {value: 1}}}
              z.y: {value: 2}
            """)
        #expect(
            definition.parameters.map(\.name) == ["optimizer.name", "optimizer.inner.rate", "z.y"])
        #expect(definition.parameters.map(\.line) == [6, 7, 8])
    }

    @Test("anchors, aliases and merge keys work as in PyYAML")
    func anchors() throws {
        let definition = try parsed(
            """
            method: random
            program: t
            parameters:
              a: &range {min: 1, max: 3}
              b: *range
              c: {<<: *range, max: 5}
              d: {<<: [{min: 0}, *range]}
            """)
        #expect(
            definition.parameters.map(\.distribution) == [
                .integerUniform(minimum: 1, maximum: 3), .integerUniform(minimum: 1, maximum: 3),
                .integerUniform(minimum: 1, maximum: 5), .integerUniform(minimum: 0, maximum: 3),
            ])
    }

    @Test(
        "scalars mean what PyYAML says, numbers with an exponent excepted",
        arguments: [
            ("yes", .flag(true)), ("Off", .flag(false)), ("TRUE", .flag(true)), ("y", .text("y")),
            ("~", .null), ("", .null), ("Null", .null), ("nUll", .text("nUll")),
            ("\"yes\"", .text("yes")), ("'1'", .text("1")), ("!!str 1", .text("1")),
            ("0", .integer(0)), ("-12", .integer(-12)), ("+3", .integer(3)),
            ("1_000", .integer(1_000)),
            ("0x1F", .integer(31)), ("-0b11", .integer(-3)), ("017", .integer(15)),
            ("08", .text("08")), ("0o17", .text("0o17")), ("1:30", .integer(90)),
            ("1:60", .text("1:60")), ("-9223372036854775808", .integer(.min)),
            ("1.5", .number(1.5)), (".5", .number(0.5)), ("1.", .number(1)),
            ("1e-3", .number(0.001)),
            ("1E5", .number(100_000)), ("1.5e3", .number(1_500)), ("-1.e+2", .number(-100)),
            ("1e", .text("1e")), ("e3", .text("e3")), (".", .text(".")), ("-x", .text("-x")),
            ("1.2.3", .text("1.2.3")), ("1-2", .text("1-2")), ("2024-01-31", .text("2024-01-31")),
            ("0x", .text("0x")), ("1e--3", .text("1e--3")), ("nan", .text("nan")),
            ("inf", .text("inf")),
        ] as [(String, Value)])
    func scalars(_ text: String, _ value: Value) throws {
        let definition = try parsed("method: random\nprogram: t\nparameters: {a: {value: \(text)}}")
        #expect(definition.parameters.map(\.distribution) == [.constant(value)])
    }

    @Test("what cannot be run yet is accepted and noted with its line")
    func notYetRunnable() throws {
        let definition = try parsed(
            """
            method: bayes
            program: train.py
            command: ["${env}", python, "${program}", "${args}", 3]
            metric: {name: loss, target: 0.1, impute: best, impute_while_running: false}
            early_terminate: {type: hyperband, max_iter: 27, s: 2, eta: 3, strict: true}
            retry: {failures: 3}
            image_uri: a/b
            """)
        #expect(
            definition.notYetRunnable.map { "\($0.line) \($0.what)" } == [
                "1 method: bayes", "2 program: a program of your own",
                "3 command: a program of your own", "4 metric.target (ending a sweep at a value)",
                "5 early_terminate",
                "7 image_uri: a program of your own",
            ])
        #expect(
            Value.map(definition.program)
                == .map([
                    "program": .text("train.py"), "image_uri": .text("a/b"),
                    "command": .list(
                        ["${env}", "python", "${program}", "${args}", "3"].map(Value.text)),
                ]))
    }

    @Test("more runs than usual are read when the caller allows them")
    func allowRuns() throws {
        let text = "method: grid\ntrain: {}\nparameters: {epochs: {min: 1, max: 1000000}}\nseeds: 2"
        #expect(throws: SweepFileError.self) { try parsed(text) }
        #expect(try parsed(text, allowRuns: 2_000_000).seeds == 2)
        #expect(try parsed(text + "\nrun_cap: 500000").runCap == 500_000)
    }

    @Test("W&B sweep files", arguments: WandBExamples.all)
    func wandB(_ text: String) throws {
        let definition = try parsed(text)
        #expect(!definition.notYetRunnable.isEmpty)
        #expect(definition.notYetRunnable.allSatisfy { $0.line > 0 })
    }

    @Test("a constant stays harmless when another parameter is set so that it does not act")
    func harmlessConstant() throws {
        let text = "method: grid\ntrain: {rewind: true, prune_after: 1, sparsity: 0}\n"
        #expect(try parsed(text).train?["rewind"] == .flag(true))
        let mup = "method: grid\ntrain: {base_width: 32, parametrization: standard}\n"
        #expect(try parsed(mup).train?["base_width"] == .integer(32))
    }

    @Test("with sparsity the objective is the last value unless the file says otherwise")
    func prunedObjective() throws {
        let pruned = try parsed("method: grid\ntrain: {sparsity: 0.5}\n")
        #expect(pruned.objective?.summary == .last)
        #expect(try parsed("method: grid\ntrain: {}\n").objective?.summary == .best)
    }
}
