import SweepCore
import SweepTraining
import TrainingEngine

/// The rows that a model is to predict, checked against it.
struct PredictedData {
    /// Which rows of the data that a model was trained on.
    enum Part: String, CaseIterable {
        case training, validation, test, all
    }

    private enum Source {
        case dataSet(DataSet)
        case table(EncodedTable)
    }

    private let source: Source
    /// In ascending order.
    private let rows: [Int32]

    /// Reads the data; without a name, those that the model was trained on.
    ///
    /// Without a part, it is the test part, and of a table that is named, every row.
    ///
    /// - Throws: A `Failure` when they do not fit the model, a `TrainingEngineError` when they cannot be read.
    init(named: String?, part: Part?, for file: ModelFile, directory: String?) throws {
        let description = file.description
        let name = named ?? description.dataSet
        let isTable = name.hasPrefix(DataSetCatalog.tablePrefix)
        let part = part ?? (isTable && named != nil ? .all : .test)
        switch (description.encoding, isTable) {
        case (let encoding?, true):
            let table = try EncodedTable(
                path: String(name.dropFirst(DataSetCatalog.tablePrefix.count)),
                encoding: encoding, target: description.target)
            source = .table(table)
            rows = try Self.rows(part, of: table, description)
        case (nil, false):
            var request = DataSetRequest(description.configuration, directory: directory)
            if name != request.name {
                request.name = name
                request.trainingRows = nil
            }
            let dataSet = try DataSetCatalog(directory: directory).load(request)
            guard dataSet.featureCount == description.featureCount,
                dataSet.classNames == description.classNames
            else { throw Self.mismatch(description, "\(name.visible) has others") }
            source = .dataSet(dataSet)
            rows = Self.rows(part, of: dataSet.split, count: dataSet.rowCount)
        case (_?, false):
            throw Self.mismatch(description, "name a table with its columns: --data csv:PATH")
        case (nil, true):
            throw Self.mismatch(description, "it cannot read the columns of a table")
        }
        guard !rows.isEmpty else {
            throw Failure("the \(part.rawValue) part of \(name.visible) has no rows")
        }
    }

    private static func mismatch(_ description: ModelDescription, _ advice: String) -> Failure {
        let classes =
            description.classNames.isEmpty
            ? "one number" : "\(description.classNames.count) classes"
        return Failure(
            "the model of run \(description.runName.visible) is for \(description.dataSet.visible): "
                + "\(description.featureCount) features, \(classes); \(advice)", code: .usage)
    }

    /// The parts of a table are known for the one that the model was trained on.
    private static func rows(
        _ part: Part, of table: EncodedTable, _ description: ModelDescription
    ) throws -> [Int32] {
        guard part != .all else { return (0..<table.rowCount).map { Int32($0) } }
        guard table.checksum == description.dataSetChecksum else {
            throw Failure(
                "--part \(part.rawValue): this is not the table that the run was trained on; only that "
                    + "one has parts", code: .usage)
        }
        let request = DataSetRequest(description.configuration, directory: nil)
        let split = try DataSplit(rowCount: table.rowCount, validation: request.validation)
        let rows = rows(part, of: split, count: table.rowCount)
        guard part == .training, let count = request.trainingRows else { return rows }
        return split.training.prefix(count).sorted()
    }

    private static func rows(_ part: Part, of split: DataSplit, count: Int) -> [Int32] {
        switch part {
        case .training: split.training.sorted()
        case .validation: split.validation.sorted()
        case .test: split.test.sorted()
        case .all: (0..<count).map { Int32($0) }
        }
    }

    // MARK: Writing

    /// Predicts every row and writes it, in batches.
    func write(_ model: TrainedModel, to writer: inout RowWriter) throws {
        let truth = self.truth
        let classes = model.classNames
        try writer.begin(
            ["row"] + (truth == nil ? [] : ["actual"]) + ["predicted"]
                + classes.map { "probability \($0)" })
        let width = model.outputWidth
        let body = { (range: Range<Int>, outputs: UnsafeBufferPointer<Float>) in
            for (place, index) in range.enumerated() {
                let row = Int(rows[index])
                var cells: [Report.Cell] = [.integer(Int64(row))]
                if let truth { cells.append(.text(truth(row))) }
                let values = outputs[(place * width)..<((place + 1) * width)]
                if classes.isEmpty {
                    // A 32-bit number in its shortest form.
                    cells.append(.text("\(outputs[place])"))
                } else {
                    let answer = model.answer(values)
                    cells.append(.text(classes[answer.label]))
                    cells += answer.probabilities.map { .text("\($0)") }
                }
                try writer.row(cells)
            }
        }
        switch source {
        case .dataSet(let dataSet): try model.forEachBatch(on: dataSet, rows: rows, body: body)
        case .table(let table): try model.forEachBatch(of: table, rows: rows, body: body)
        }
        try writer.end()
    }

    /// The true value of a row, as text; `nil` when the data do not say.
    private var truth: ((Int) -> String)? {
        switch source {
        case .table(let table): return table.targets.map { targets in { targets[$0] } }
        case .dataSet(let dataSet):
            switch dataSet.targets {
            case .classes(let classes, let names): return { names[Int(classes[$0])] }
            case .distributions(let soft): return { soft.names[Int(soft.labels[$0])] }
            case .numbers(let numbers): return { "\(numbers[$0])" }
            }
        }
    }
}
