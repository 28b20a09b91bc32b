import Testing
import TrainingEngine

@Suite("Encoding a table as a model's own was")
struct EncodingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let own = "age,colour,flat,target\n1,red,7,a\n2,blue,7,b\n6,red,7,a\n"

    private func encoding(_ text: String = own) throws -> (FeatureEncoding, [Float]) {
        let path = try folder.write(Array(text.utf8), to: "own.csv")
        let dataSet = try DataSetCatalog().load(
            DataSetRequest(name: "csv:\(path)", validation: 0, target: "target"))
        guard case .scalars(let values) = dataSet.features else { return try #require(nil) }
        return (try #require(dataSet.encoding), values)
    }

    private func table(_ text: String, target: String? = "target") throws -> EncodedTable {
        let path = try folder.write(Array(text.utf8), to: "new.csv")
        return try EncodedTable(path: path, encoding: try encoding().0, target: target)
    }

    private func refused(
        _ text: String, _ problem: TableProblem, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            throws: TrainingEngineError.table(path: folder.path + "/new.csv", problem),
            sourceLocation: sourceLocation
        ) { try table(text) }
    }

    @Test("it holds names, means, deviations and texts, in the order of the columns")
    func contents() throws {
        let (encoding, _) = try encoding()
        #expect(
            encoding.columns == [
                .number(name: "age", mean: 3, deviation: (14.0 / 3).squareRoot()),
                .categories(name: "colour", values: ["blue", "red"]),
                .number(name: "flat", mean: 7, deviation: 0),
            ])
        #expect(encoding.width == 4)
        #expect(encoding.columns.map(\.name) == ["age", "colour", "flat"])
    }

    @Test("the model's own table gets the same bits, in whatever order its columns stand")
    func same() throws {
        let (_, values) = try encoding()
        #expect(try table(Self.own).features == values)
        let turned = "target,flat,more,colour,age\na,7,x,red,1\nb,7,y,blue,2\na,7,z,red,6\n"
        #expect(try table(turned).features == values)
    }

    @Test("a data set with fewer training rows has the encoding of all of them")
    func fewerRows() throws {
        let (encoding, _) = try encoding()
        let request = DataSetRequest(
            name: "csv:\(folder.path)/own.csv", validation: 0, trainingRows: 2)
        #expect(try DataSetCatalog().load(request).encoding == encoding)
    }

    @Test("another table is scaled as the model's own, a constant column stays 0")
    func another() throws {
        let table = try table("age,colour,flat\n3,blue,7\n3,red,100\n")
        #expect(table.features == [0, 1, 0, 0, 0, 0, 1, 0])
        #expect(table.rowCount == 2)
    }

    @Test("the target may be missing; where it is there its cells are as they stand")
    func target() throws {
        #expect(try table("age,colour,flat\n3,blue,7\n").targets == nil)
        #expect(try table("age,colour,flat,target\n3,blue,7, new \n").targets == ["new"])
        #expect(try table(Self.own, target: nil).targets == nil)
    }

    @Test("a column that is missing is named, with those that are there")
    func missingColumn() {
        refused(
            "ages,flat,target\n3,7,a\n",
            .unknownColumn("age", nearest: "ages", columns: ["ages", "flat", "target"]))
    }

    @Test("a text among numbers, a text never seen and an empty cell are refused by their line")
    func cells() {
        refused(
            "age,colour,flat\n3,red,7\nold,red,7\n",
            .notANumber(line: 3, column: "age", text: "old"))
        refused(
            "age,colour,flat\n3,red,7\n4,5,7\n",
            .unknownCategory(line: 3, column: "colour", text: "5", known: ["blue", "red"]))
        refused("age,colour,flat\n3,,7\n", .emptyCell(line: 2, column: "colour"))
        refused("age,colour,flat\n,red,7\n", .emptyCell(line: 2, column: "age"))
        refused(
            "age,colour,flat\n1e39,red,7\n", .notFinite(line: 2, column: "age", text: "1e39"))
    }

    @Test("categories that look like numbers in another table are still categories")
    func numericCategories() throws {
        let (encoding, _) = try encoding("size,target\n1,a\n2,b\nlarge,a\n")
        let path = try folder.write(Array("size\n2\n1\n".utf8), to: "new.csv")
        let table = try EncodedTable(path: path, encoding: encoding, target: nil)
        #expect(table.features == [0, 1, 0, 1, 0, 0])
    }

    @Test("a description says what the model has seen and what to do")
    func description() {
        let error = TrainingEngineError.table(
            path: "t.csv",
            .unknownCategory(line: 3, column: "c", text: "x", known: ["a", "b"]))
        #expect(
            error.description == """
                cannot use "t.csv": line 3, column "c": the model has not seen "x", only "a", "b"; \
                correct it or remove the row
                """)
    }
}
