import SweepCore
import SweepFile
import Testing

@Suite("--set")
struct OverrideTests {
    private let file = """
        method: grid
        train: {dataset: digits, epochs: 5}
        parameters:
          learning_rate: {values: [0.1, 0.3]}
          depth: {values: [1, 2]}
        """

    @Test("makes a parameter constant in place of its grid, and keeps its place in the order")
    func parameter() throws {
        let definition = try parsed(file, set: ["learning_rate=1e-3"])
        #expect(definition.parameters.map(\.name) == ["learning_rate", "depth"])
        #expect(definition.parameters[0].distribution == .constant(.number(0.001)))
        #expect(definition.parameters[0].line == 0)
        #expect(definition.variedNames == ["depth"])
    }

    @Test("changes a key of train, and adds one that only the table knows")
    func trainKeys() throws {
        let definition = try parsed(file, set: ["epochs=1e2", "width = 32 ", "ignore=[a, 'b c']"])
        #expect(definition.train?["epochs"] == .integer(100))
        #expect(definition.train?["width"] == .integer(32))
        #expect(definition.train?["ignore"] == .list([.text("a"), .text("b c")]))
    }

    @Test("reaches nested parameters by their dotted names, and a value may hold =")
    func dotted() throws {
        let definition = try parsed(
            "method: random\nprogram: t\nparameters: {a: {parameters: {b: {min: 1, max: 2}}}}",
            set: ["a.b=x=y"])
        #expect(definition.parameters.map(\.distribution) == [.constant(.text("x=y"))])
    }

    @Test("replaces a parameter that the file gives wrongly for the method")
    func replacesUnusable() throws {
        let text = "method: grid\ntrain: {}\nparameters: {learning_rate: {min: 0.1, max: 0.2}}"
        #expect(throws: SweepFileError.self) { try parsed(text) }
        #expect(try parsed(text, set: ["learning_rate=0.1"]).variedNames == [])
    }

    @Test(
        "errors name the --set",
        arguments: [
            ("epochs", "x.yaml: --set epochs: has no =; write NAME=VALUE, as in --set epochs=10"),
            (
                "=3",
                "x.yaml: --set =3: has no name before =; write NAME=VALUE, as in --set epochs=10"
            ),
            (
                "epochs=",
                """
                x.yaml: --set epochs=: has no value after =; write NAME=VALUE, as in --set \
                epochs=10
                """
            ),
            (
                "epochs={a: 1}",
                """
                x.yaml: --set epochs={a: 1}: the value is a map; it must be a single value \
                or a list
                """
            ),
            (
                "epochs=[1",
                """
                x.yaml: --set epochs=[1: not valid YAML: while parsing a flow sequence did \
                not find expected ',' or ']'
                """
            ),
            (
                "epochs=0",
                "x.yaml: --set epochs=0: epochs is 0; it must be an integer from 1 to 1000000"
            ),
            (
                "depth=two",
                "x.yaml: --set depth=two: depth is \"two\"; it must be an integer from 0 to 64"
            ),
            (
                "depht=2",
                """
                x.yaml: --set depht=2: unknown parameter "depht"; did you mean "depth"? \
                (`sweep parameters` lists them all)
                """
            ),
            (
                "seeds=2",
                """
                x.yaml: --set seeds=2: unknown parameter "seeds" (`sweep parameters` lists \
                them all)
                """
            ),
            (
                "dataset=csv:a\u{1b}.csv",
                """
                x.yaml: --set dataset=csv:a␛.csv: not valid YAML: control characters are not \
                allowed
                """
            ),
            (
                "dataset=csv:a.csv",
                """
                x.yaml: --set dataset=csv:a.csv: dataset is "csv:a.csv"; a csv data set \
                needs target, the column to predict
                """
            ),
        ])
    func errors(_ text: String, _ error: String) {
        #expect(refusal(file, set: [text]) == error)
    }

    @Test("the same name twice is refused")
    func twice() {
        #expect(
            refusal(file, set: ["depth=1", "depth=2"])
                == "x.yaml: --set depth=2: \"depth\" is set twice; set it once")
    }

    @Test("a program's sweep takes only names of its own parameters")
    func program() {
        #expect(
            refusal("method: grid\nprogram: t\nparameters: {rate: {value: 1}}", set: ["rat=2"])
                == "x.yaml: --set rat=2: unknown parameter \"rat\"; did you mean \"rate\"? "
                + "(a --set changes a parameter that the file has)")
    }
}
