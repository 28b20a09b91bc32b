import Foundation
import Testing
import TrainingEngine

@Suite("CSV tables")
struct CSVTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(
        _ text: String, target: String = "target", ignoring ignored: [String] = [],
        task: DataSetTask = .auto, validation: Double = 0
    ) throws -> DataSet {
        let path = try folder.write(Array(text.utf8), to: "table.csv")
        return try DataSetCatalog().load(
            DataSetRequest(
                name: "csv:\(path)", validation: validation, target: target,
                ignoredColumns: ignored, task: task))
    }

    private func values(_ dataSet: DataSet) -> [Float] {
        guard case .scalars(let values) = dataSet.features else { return [] }
        return values
    }

    private func classes(_ dataSet: DataSet) -> [Int32] {
        guard case .classes(let classes, _) = dataSet.targets else { return [] }
        return classes
    }

    private func numbers(_ dataSet: DataSet) -> [Float] {
        guard case .numbers(let numbers) = dataSet.targets else { return [] }
        return numbers
    }

    // MARK: Reading

    @Test("bytes that are not UTF-8 are refused by their line, not repaired into one class")
    func latin1() throws {
        let rows =
            Array("x,target\n1,a\n2,".utf8) + [0xE9, 0x0A] + Array("3,".utf8) + [0xE8, 0x0A]
        let path = try folder.write(rows, to: "latin1.csv")
        #expect(throws: TrainingEngineError.table(path: path, .notUTF8(line: 3))) {
            try DataSetCatalog().load(DataSetRequest(name: "csv:\(path)", target: "target"))
        }
    }

    @Test(
        "line ends, a byte-order mark, blank lines and spaces do not matter",
        arguments: [
            "a,target\n1,x\n3,y\n", "a,target\r\n1,x\r\n3,y", "\u{FEFF}a,target\n1,x\n3,y",
            "a,target\r1,x\r3,y\r", "\n a , target \n\n 1,x\n\n3 , y \n\n",
            "\"a\",\"target\"\n\"1\",\"x\"\n\"3\",\"y\"",
        ])
    func layout(text: String) throws {
        let dataSet = try load(text)
        #expect(values(dataSet) == [-1, 1])
        #expect(classes(dataSet) == [0, 1])
        #expect(dataSet.classNames == ["x", "y"])
    }

    @Test("quoted cells hold commas, quotes and line ends")
    func quotes() throws {
        let dataSet = try load("a,target\n1,\"x, \"\"y\"\"\"\n2,\"p\r\nq\"\n3,z")
        #expect(dataSet.classNames == ["p\r\nq", "x, \"y\"", "z"])
    }

    @Test("lines are counted through quoted line ends")
    func lineCount() {
        expectTableFailure("line 5, column \"a\": the cell is empty; fill it or remove the row") {
            try load("a,target\n1,\"p\nq\"\n2,z\n,y")
        }
    }

    @Test("the checksum is that of the bytes of the file")
    func checksum() throws {
        let first = try load("a,target\n1,x\n2,y").checksum
        #expect(try load("a,target\n1,x\n2,y").checksum == first)
        #expect(try load("a,target\n1,x\n2,z").checksum != first)
        #expect(first.hasPrefix("crc32:") && first.hasSuffix("-16"))
    }

    // MARK: Features

    @Test("numbers are standardised by the training rows alone")
    func standardisation() throws {
        let column = (0..<40).map { Double($0 * $0) }
        let text = "a,target\n" + column.map { "\($0),\(Int($0) % 2)\n" }.joined()
        let dataSet = try load(text, validation: 0.1)
        let trained = dataSet.split.training.map { column[Int($0)] }
        let mean = trained.reduce(0, +) / Double(trained.count)
        let variance =
            trained.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(trained.count)
        for (value, number) in zip(values(dataSet), column) {
            #expect(abs(Double(value) - (number - mean) / variance.squareRoot()) < 1e-6)
        }
        #expect(dataSet.split.training.count == 32)
    }

    @Test("a constant column becomes zero")
    func constant() throws {
        #expect(values(try load("a,b,target\n0.1,1,x\n0.1,3,y\n")) == [0, -1, 0, 1])
    }

    @Test("a text column becomes an input for each of its values, in sorted order")
    func oneHot() throws {
        let dataSet = try load("colour,a,target\nred,1,x\nblue,3,y\n")
        #expect(dataSet.featureCount == 3)
        #expect(values(dataSet) == [0, 1, -1, 1, 0, 1])
    }

    @Test("ignored columns are not looked at")
    func ignored() throws {
        let dataSet = try load("id,a,target\n,1,x\n,3,y\n", ignoring: ["id"])
        #expect(dataSet.featureCount == 1)
    }

    // MARK: Targets

    @Test("whole numbers are classes in the order of their values, however written")
    func integerClasses() throws {
        let dataSet = try load("a,target\n1,10\n2,9\n3,9.0\n")
        #expect(dataSet.classNames == ["9", "10"])
        #expect(classes(dataSet) == [1, 0, 0])
    }

    @Test("a fraction or more than twenty whole numbers make a regression, and stay as they are")
    func autoRegression() throws {
        #expect(numbers(try load("a,target\n1,0.5\n2,100\n")) == [0.5, 100])
        let many = (0...20).map { "\($0),\($0)\n" }.joined()
        #expect(numbers(try load("a,target\n" + many)).count == 21)
        let few = (0..<20).map { "\($0),\($0)\n" }.joined()
        #expect(try load("a,target\n" + few).classNames.count == 20)
    }

    @Test("the task can be set against what the values suggest")
    func explicitTask() throws {
        #expect(numbers(try load("a,target\n1,0\n2,1\n", task: .regression)) == [0, 1])
        let dataSet = try load("a,target\n1,0.5\n2,0.25\n", task: .classification)
        #expect(dataSet.classNames == ["0.25", "0.5"])
    }

    // MARK: What is wrong

    private func expectTableFailure(
        _ problem: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> DataSet
    ) {
        expectFailure(
            "cannot use \"\(folder.path)/table.csv\": \(problem)", sourceLocation: sourceLocation
        ) { _ = try body() }
    }

    @Test(
        "each mistake in a table is named with its place",
        arguments: [
            ("", "it needs a header line and at least one row below it"),
            ("a,target\n", "it needs a header line and at least one row below it"),
            (
                "a,,target\n1,2,x",
                "line 1: column 2 has no name; give every column a name in the header"
            ),
            ("a,a,target\n1,2,x", "line 1: two columns are named \"a\"; rename one"),
            (
                "a,target\n1,x\n2\n",
                "line 3: 1 cells where the header has 2; add what is missing or quote cells that hold "
                    + "a comma"
            ),
            (
                "a,target\n1,\"x\n2,y\n",
                "line 2: the quote that opens here is never closed; add the closing quote"
            ),
            (
                "a,target\n1,x\"y\n",
                "line 2: a quote in the middle of a cell; put the whole cell in quotes and double the "
                    + "ones inside"
            ),
            (
                "a,target\n1,\"x\"y\n",
                "line 2: a quote in the middle of a cell; put the whole cell in quotes and double the "
                    + "ones inside"
            ),
            (
                "a,target\n1,x\n  ,y\n",
                "line 3, column \"a\": the cell is empty; fill it or remove the row"
            ),
            (
                "a,target\n1,\n2,y\n",
                "line 2, column \"target\": the cell is empty; fill it or remove the row"
            ),
            (
                "a,target\n1,x\nnan,y\n",
                "line 3, column \"a\": \"nan\" is not a finite number of 32 bits; correct it or remove "
                    + "the row"
            ),
            (
                "a,target\n1,1.5\n2,1e99\n",
                "line 3, column \"target\": \"1e99\" is not a finite number of 32 bits; correct it or "
                    + "remove the row"
            ),
            (
                "a,target\n1,x\n2,x\n",
                "the target \"target\" is \"x\" in every row, and one class teaches nothing; choose "
                    + "another target"
            ),
            (
                "target\nx\ny\n",
                "no column is left to learn from besides the target \"target\"; ignore fewer columns"
            ),
            (
                "a,targets,b\n1,x,1\n",
                "there is no column \"target\"; did you mean \"targets\"? the columns are \"a\", "
                    + "\"targets\", \"b\""
            ),
        ])
    func mistakes(text: String, problem: String) {
        expectTableFailure(problem) { try load(text) }
    }

    @Test("an ignored column must exist")
    func ignoredMissing() {
        expectTableFailure(
            "there is no column \"z\"; the columns are \"apple\", \"target\""
        ) { try load("apple,target\n1,x\n2,y\n", ignoring: ["z"]) }
    }

    @Test("a text column with more than a hundred values shows where its text begins")
    func categories() throws {
        let text = "key,target\n1,x\n" + (0..<100).map { "k\($0),y\n" }.joined()
        expectTableFailure(
            "column \"key\" holds text (first on line 3: \"k0\") with 101 different values, more than "
                + "100; ignore it or correct that cell"
        ) { try load(text) }
        let hundred = "key,target\n1,x\n" + (0..<99).map { "k\($0),y\n" }.joined()
        #expect(try load(hundred).featureCount == 100)
    }

    @Test("regression on text names the first cell that is no number")
    func textTarget() {
        expectTableFailure(
            "line 3, column \"target\": regression needs numbers, found \"high\"; correct it or choose "
                + "task classification"
        ) { try load("a,target\n1,1\n2,high\n", task: .regression) }
    }

    @Test("columns of probabilities are the classes, and what is none is refused by its line")
    func softTargets() throws {
        func load(_ text: String, _ columns: [String] = ["p", "q"]) throws -> DataSet {
            let path = try folder.write(Array(text.utf8), to: "table.csv")
            var request = DataSetRequest(name: "csv:\(path)", validation: 0)
            request.softTargets = columns
            return try DataSetCatalog().load(request)
        }
        let dataSet = try load("p,a,q\n0.25,1,0.75\n1,2,0\n")
        #expect(dataSet.classNames == ["p", "q"])
        #expect(dataSet.featureCount == 1)
        guard case .distributions(let soft) = dataSet.targets else {
            Issue.record("targets are \(dataSet.targets)")
            return
        }
        #expect(soft.probabilities == [0.25, 0.75, 1, 0])
        expectTableFailure(
            "line 3: the probabilities of the classes sum to 0.5; they must sum to 1"
        ) { try load("p,a,q\n0.25,1,0.75\n0.5,2,0\n") }
        expectTableFailure(
            "line 2: a class has the probability -1.0; probabilities are 0 or more"
        ) { try load("p,a,q\n-1,1,2\n") }
        expectTableFailure(
            "soft_targets names \"p\" alone, and one class teaches nothing; name a column for each class"
        ) { try load("p,a\n1,1\n", ["p"]) }
        expectTableFailure(
            "line 2, column \"q\": regression needs numbers, found \"x\"; correct it or choose task "
                + "classification"
        ) { try load("p,a,q\n1,1,x\n") }
    }

    @Test("control characters from the file are shown, not sent to the terminal")
    func controlCharacters() {
        expectTableFailure(
            "line 1: two columns are named \"a\\u{1b}[2J\"; rename one"
        ) { try load("a\u{1B}[2J,a\u{1B}[2J,target\n1,2,x") }
    }

    @Test("a file that cannot be read is named with the system's reason")
    func unreadable() {
        expectFailure(
            "cannot read \"/nowhere/t.csv\": No such file or directory; check the path and its "
                + "permissions"
        ) { _ = try DataSetCatalog().load(DataSetRequest(name: "csv:/nowhere/t.csv")) }
        expectFailure(
            "cannot read \"\(folder.path)\": it is not a regular file; check the path and its permissions"
        ) { _ = try DataSetCatalog().load(DataSetRequest(name: "csv:\(folder.path)")) }
    }
}
