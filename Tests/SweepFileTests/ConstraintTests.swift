import SweepCore
import SweepFile
import Testing

@Suite("when and where in a sweep file")
struct ConstraintTests {
    private static func file(_ lines: String) -> String {
        """
        method: grid
        train: {dataset: digits, epochs: 3}
        parameters:
          optimizer: {values: [sgd, momentum, adam]}
          momentum: {values: [0.5, 0.9]}
          width: {values: [32, 64, 128]}
        """ + "\n" + lines
    }

    @Test("values, lists of values and expressions are conditions")
    func forms() throws {
        for lines in [
            "when: {momentum: {optimizer: momentum}}", "when: {momentum: {optimizer: [momentum]}}",
            "when:\n  momentum: \"'momentum' == optimizer\"",
        ] {
            let constraints = try parsed(Self.file(lines)).constraints
            #expect(constraints.conditions.map(\.name) == ["momentum"])
            #expect(constraints.requirements.isEmpty)
        }
        let both = try parsed(
            Self.file(
                """
                when: {momentum: {optimizer: [momentum, sgd], width: 32}}
                where: [width * epochs <= 200, optimizer != adam or width < 128]
                """))
        #expect(
            both.constraints.conditions.map { "\($0.expression)" }
                == [#"optimizer in ["momentum", "sgd"] and width == 32"#])
        #expect(
            both.constraints.requirements.map { "\($0)" }
                == ["width * epochs <= 200", #"optimizer != "adam" or width < 128"#])
    }

    @Test("a parameter with a condition may be one that a --set leaves without effect")
    func set() throws {
        let text = Self.file("when: {momentum: {optimizer: momentum}}")
        #expect(try parsed(text, set: ["optimizer=adam"]).parameters.count == 3)
        #expect(
            refusal(Self.file(""), set: ["optimizer=adam"]).contains("momentum has no effect"))
    }

    @Test("the limit on runs counts what where leaves")
    func count() {
        let text = """
            method: grid
            train: {dataset: digits}
            parameters: {width: {min: 1, max: 2000}, epochs: {min: 1, max: 1000}}
            """
        #expect(refusal(text).contains("has 2,000,000 runs"))
        #expect(refusal(text + "\nwhere: width <= 500").hasPrefix("read: "))
        #expect(refusal(text + "\nwhere: width > 500").contains("has 1,500,000 runs"))
        #expect(
            refusal(text + "\nseeds: 100\nwhere: width > 2000")
                == "x.yaml:5: where leaves none of the 2,000,000 combinations of the grid")
        #expect(
            refusal(text.replacing("max: 1000}", with: "max: 10000}") + "\nwhere: width > 1")
                .contains("at most 10,000,000 can be looked at"))
    }

    @Test(
        "errors",
        arguments: [
            Refused(
                Self.file("where: wdith > 3"),
                "x.yaml:7: where: unknown parameter \"wdith\"; did you mean \"width\"? "
                    + "(a text stands in quotes, or beside == and !=)"),
            Refused(
                Self.file("where:\n  - width > 3\n  - optimizer == sdg"),
                "x.yaml:9: where: optimizer is never \"sdg\"; did you mean \"sgd\"?"),
            Refused(
                Self.file("where: optimizer in [sgd, momentum]"),
                "x.yaml:7: where: \"momentum\" is a value of optimizer and a parameter of its own; "
                    + "write 'momentum' with quotes for the value"),
            Refused(
                Self.file("when: {width: momentum != optimizer}"),
                "x.yaml:7: when of \"width\": \"momentum\" is a value of optimizer and a parameter of "
                    + "its own; write 'momentum' with quotes for the value"),
            Refused(
                Self.file("where: width = 3"),
                "x.yaml:7: where: \"=\" is not understood; write == to compare (column 7)"),
            Refused(
                Self.file("where: 3"),
                "x.yaml:7: where is 3; it must be an expression such as \"width * depth <= 512\""),
            Refused(
                Self.file("where: {width: 3}"),
                "x.yaml:7: where is a map; it must be an expression such as \"width * depth <= 512\""
            ),
            Refused(
                Self.file("where: width * 2"),
                "x.yaml:7: width * 2 is 64; it must be a condition"),
            Refused(
                Self.file("when: width > 3"),
                "x.yaml:7: when is \"width > 3\"; it must be a map"),
            Refused(
                Self.file("when: {momentun: {width: 32}}"),
                "x.yaml:7: when names \"momentun\", which is not under parameters; "
                    + "did you mean \"momentum\"?"),
            Refused(
                Self.file("when: {epochs: {width: 32}}"),
                "x.yaml:7: when names \"epochs\", which is not under parameters"),
            Refused(
                Self.file("when: {momentum: {}}"),
                "x.yaml:7: when of \"momentum\" is an empty map; "
                    + "write PARAMETER: VALUE, or an expression"),
            Refused(
                Self.file("when: {momentum: {width: [[1]]}}"),
                "x.yaml:7: a value in when of \"momentum\" is a list of 1 value; "
                    + "it must be a text, a number or a flag"),
            Refused(
                Self.file("when: {momentum: momentum > 0.5}"),
                "x.yaml:7: when: momentum depends on itself (a text of that name stands in quotes)"),
            Refused(
                Self.file("when: {momentum: width > 32, width: momentum > 0.5}"),
                "x.yaml:7: when: momentum, width depend on each other"),
        ])
    func errors(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }

    @Test("of a program's parameters only those in the file are known")
    func program() throws {
        let text =
            "method: random\nprogram: t.py\nparameters: {a: {values: [x, y]}, b: {min: 0, max: 1}}\n"
        #expect(try parsed(text + "when: {b: {a: x}}").constraints.conditions.count == 1)
        #expect(refusal(text + "where: width > 3").contains("unknown parameter \"width\""))
        #expect(refusal(text + "when: {b: {a: z}}").contains("a is never \"z\""))
    }

    @Test("seeds are a number or a list of different ones")
    func seeds() throws {
        let text =
            "method: grid\ntrain: {dataset: digits}\nparameters: {width: {values: [1, 2]}}\nseeds: "
        let listed = try parsed(text + "[4, 0]")
        #expect(listed.seeds == 2)
        #expect((0..<2).map { listed.runSeed(at: $0) } == [4, 0])
        func identity(_ seeds: String) throws -> Value {
            try parsed(text + seeds).identity(datasetChecksums: [:])
        }
        #expect(try identity("[0, 1]") == identity("2"))
        #expect(try identity("[1, 0]") != identity("2"))
        #expect(
            refusal(text + "[1, 1]") == "x.yaml:4: seeds has 1 twice; a run of each seed is one run"
        )
        #expect(
            refusal(text + "[]")
                == "x.yaml:4: seeds is an empty list; give one seed or more, or a number")
        #expect(refusal(text + "[-1]").contains("an integer from 0 to 4294967295"))
    }
}
