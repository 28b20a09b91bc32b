import SweepCore
import Testing

@Suite("The table of parameters")
struct ParameterTableTests {
    @Test("names are unique, and so are short forms where there are any")
    func uniqueNames() {
        #expect(Set(ParameterTable.names).count == ParameterTable.all.count)
        let shorts = ParameterTable.all.map(\.short).filter { !$0.isEmpty }
        #expect(Set(shorts).count == shorts.count)
        for name in ParameterTable.names { #expect(ParameterTable.named(name)?.name == name) }
        #expect(ParameterTable.named("Depth") == nil)
    }

    @Test("every row accepts its own default, unchanged")
    func defaults() {
        for row in ParameterTable.all {
            let value: Value
            switch row.defaultValue {
            case .value(let filled), .implied(let filled): value = filled
            case .byRule, .none: continue
            }
            #expect(row.accepted(value)?.canonicalJSON == value.canonicalJSON, "\(row.name)")
        }
    }

    @Test("every row has a summary without a period, and says what is allowed")
    func texts() {
        for row in ParameterTable.all {
            #expect(!row.summary.isEmpty && !row.summary.hasSuffix("."), "\(row.name)")
            #expect(!row.allowed.isEmpty, "\(row.name)")
        }
    }

    @Test("lane-variable are exactly those of the design that exist")
    func roles() {
        let lanes: Set = [
            "learning_rate", "momentum", "beta1", "beta2", "epsilon", "weight_decay", "l1", "l2",
            "dropout", "label_smoothing", "clip_norm", "clip_value", "warmup_steps",
        ]
        for row in ParameterTable.all {
            #expect((row.role == .laneVariable) == lanes.contains(row.name), "\(row.name)")
        }
    }

    @Test(
        "values are accepted in the row's own type",
        arguments: [
            ("depth", Value.number(2), Value.integer(2)), ("depth", .number(2.5), nil),
            ("depth", .integer(65), nil), ("depth", .text("2"), nil), ("width", .integer(0), nil),
            ("learning_rate", .integer(1), .number(1)), ("learning_rate", .integer(0), nil),
            ("learning_rate", .number(.infinity), nil), ("momentum", .number(1), nil),
            ("validation", .number(0.9), .number(0.9)), ("validation", .number(.nan), nil),
            ("optimizer", .text("adam"), .text("adam")), ("optimizer", .text("Adam"), nil),
            ("dataset", .text(""), nil), ("dataset", .integer(1), nil),
            ("ignore", .list([.text("a")]), .list([.text("a")])),
            ("ignore", .list([.integer(1)]), nil),
            ("ignore", .text("a"), nil), ("epochs", .null, nil),
        ] as [(String, Value, Value?)])
    func accepted(_ name: String, _ value: Value, _ expected: Value?) throws {
        let row = try #require(ParameterTable.named(name))
        #expect(row.accepted(value) == expected)
    }

    @Test(
        "what is allowed reads well",
        arguments: [
            ("depth", "an integer from 0 to 64"), ("learning_rate", "a number, x > 0"),
            ("momentum", "a number, 0 ≤ x < 1"),
            ("task", "one of auto, classification, regression"),
            ("ignore", "a list of texts"), ("dataset", "text"),
        ])
    func allowed(_ name: String, _ text: String) {
        #expect(ParameterTable.named(name)?.allowed == text)
    }

    @Test("intervals say their ends")
    func intervals() {
        #expect(Interval(0, 1, includesLower: false).description == "0 < x ≤ 1")
        #expect(Interval(-.infinity, 1).description == "x ≤ 1")
        #expect(Interval(-.infinity, 1, includesUpper: false).description == "x < 1")
        #expect(Interval(-.infinity, .infinity).description == "any finite number")
        #expect(!Interval(-.infinity, .infinity).contains(.infinity))
    }

    @Test(
        "learning rate and momentum start by the optimizer's rule",
        arguments: [
            ("sgd", 0.1, 0.0), ("momentum", 0.01, 0.9), ("nesterov", 0.01, 0.9),
            ("adam", 0.001, 0.0), ("adamw", 0.001, 0.0), ("amsgrad", 0.001, 0.0),
            ("rmsprop", 0.01, 0.0), ("adagrad", 0.01, 0.0),
        ])
    func rules(_ optimizer: String, _ rate: Double, _ momentum: Double) {
        let resolved = ParameterTable.resolve(["optimizer": .text(optimizer)])
        #expect(resolved["learning_rate"] == .number(rate))
        #expect(resolved["momentum"] == .number(momentum))
    }

    @Test("parameters that came later are written only where they act")
    func laterParameters() {
        let plain = ParameterTable.resolve([:])
        for row in ParameterTable.all {
            if case .implied = row.defaultValue { #expect(plain[row.name] == nil, "\(row.name)") }
        }
        #expect(plain["weight_decay"] == nil)
        #expect(plain["decay_rate"] == nil)
        #expect(
            ParameterTable.resolve(["optimizer": .text("adamw")])["weight_decay"] == .number(0.01))
        #expect(ParameterTable.resolve(["schedule": .text("step")])["decay_rate"] == .number(0.5))
        #expect(ParameterTable.named("dropout")?.defaultDescription == "0")
    }

    @Test("resolving keeps what is given, adds no optional parameter, and is done once")
    func resolve() {
        let resolved = ParameterTable.resolve([
            "optimizer": .text("adam"), "momentum": .number(0.5), "learning_rate": .number(3),
        ])
        #expect(resolved["momentum"] == .number(0.5))
        #expect(resolved["learning_rate"] == .number(3))
        #expect(resolved["target"] == nil)
        #expect(ParameterTable.resolve(resolved.values) == resolved)
        for row in ParameterTable.all {
            guard case .value = row.defaultValue else { continue }
            #expect(resolved[row.name] != nil, "\(row.name)")
        }
    }
}
