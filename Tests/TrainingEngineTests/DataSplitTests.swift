import Testing
import TrainingEngine

@Suite("Data split")
struct DataSplitTests {
    private func sizes(_ split: DataSplit) -> [Int] {
        [split.training.count, split.validation.count, split.test.count]
    }

    private func isPartition(_ split: DataSplit, of count: Int) -> Bool {
        (split.training + split.validation + split.test).sorted() == (0..<count).map { Int32($0) }
    }

    @Test(
        "without an own test part the last tenths test and validate, rounded down",
        arguments: [
            (1797, 0.1, [1439, 179, 179]), (100, 0.1, [80, 10, 10]), (100, 0.0, [90, 0, 10]),
            (100, 0.29, [61, 29, 10]), (9, 0.1, [9, 0, 0]), (1, 0.0, [1, 0, 0]),
            (100, 0.25, [65, 25, 10]),
        ])
    func shuffled(rows: Int, validation: Double, expected: [Int]) throws {
        let split = try DataSplit(rowCount: rows, validation: validation)
        #expect(sizes(split) == expected)
        #expect(isPartition(split, of: rows))
    }

    @Test(
        "an own test part stays whole, and validation is a fraction of the rest",
        arguments: [(0.1, [54, 6, 10]), (0.0, [60, 0, 10]), (0.5, [30, 30, 10])])
    func ownTest(validation: Double, expected: [Int]) throws {
        let split = try DataSplit(rowCount: 70, ownTestFrom: 60, validation: validation)
        #expect(sizes(split) == expected)
        #expect(split.test == Array(60..<70))
        #expect(isPartition(split, of: 70))
    }

    @Test("the order is fixed: more validation takes the training rows nearest to it")
    func nested() throws {
        let small = try DataSplit(rowCount: 1000, validation: 0.1)
        let large = try DataSplit(rowCount: 1000, validation: 0.2)
        #expect(small.test == large.test)
        #expect(large.validation.suffix(100) == small.validation[...])
        #expect(try DataSplit(rowCount: 1000, validation: 0.1) == small)
        #expect(small.training != small.training.sorted())
    }

    @Test(
        "a fraction that leaves nothing to train on is refused", arguments: [-0.1, 0.9, 1, .nan])
    func unusable(validation: Double) {
        expectFailure(
            "validation is \(validation) of 10 rows; it must be 0 or more and leave at least one row to "
                + "train on"
        ) {
            _ = try DataSplit(rowCount: 10, validation: validation)
        }
    }
}
