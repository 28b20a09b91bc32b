import SweepCore
import SweepTestSupport
import SweepTraining
import Testing
import TrainingEngine

@Suite("Teachers")
struct TeacherTests {
    private func file(_ values: [String: Value] = [:]) throws -> ModelFile {
        let state = KeptRuns().train(.best, [values])
        return try ModelFile(try #require(state.weights[RunID(1)]?.first?.content))
    }

    private func dataSet(_ text: String, _ folder: TemporaryFolder, validation: Double = 0) throws
        -> DataSet
    {
        let path = try folder.write(text, to: "t.csv")
        return try DataSetCatalog().load(
            DataSetRequest(name: "csv:\(path)", validation: validation))
    }

    private static let table =
        "size,target\n" + (0..<40).map { "\($0),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()

    private func tableTeacher(_ folder: TemporaryFolder) throws -> TrainingTeachers {
        let path = try folder.write(Self.table, to: "t.csv")
        return TrainingTeachers([
            "run1": try file([
                "dataset": .text("csv:\(path)"), "target": .text("target"),
                "validation": .number(0),
            ])
        ])
    }

    @Test("the outputs are the logits of every row, by the rows' index")
    func outputs() throws {
        let file = try file()
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let teachers = TrainingTeachers(["run1": file])
        let outputs = try teachers.outputs(of: "run1", on: digits)
        #expect(outputs.count == digits.rowCount * 10)
        let all = (0..<digits.rowCount).map { Int32($0) }
        #expect(outputs == file.model.outputs(on: digits, rows: all))
    }

    @Test("a run learns from the teacher that its configuration names, and fails without it")
    func student() throws {
        let teacher = try file([
            "epochs": .integer(10), "learning_rate": .number(0.01), "optimizer": .text("adam"),
            "width": .integer(32),
        ])
        let values: [String: Value] = [
            "epochs": .integer(10), "width": .integer(32), "learning_rate": .number(0.01),
            "optimizer": .text("adam"),
            "teacher": .text("run1"), "distill_weight": .number(1), "temperature": .number(2),
        ]
        func execute(_ teachers: TrainingTeachers) -> KeptRuns.State {
            KeptRuns(teachers: teachers).train(.best, [values])
        }
        let taught = execute(TrainingTeachers(["run1": teacher]))
        #expect(taught.ends[RunID(1)] == .completed)
        let student = try ModelFile(try #require(taught.weights[RunID(1)]?.first?.content))
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        guard case .classes(let classes, _) = digits.targets else { return }
        let right = digits.split.test.count { row in
            let outputs = student.model.outputs(on: digits, rows: [row])
            return outputs.indices.max { outputs[$0] < outputs[$1] } == Int(classes[Int(row)])
        }
        // It never saw a right answer, only its teacher's.
        #expect(Double(right) / Double(digits.split.test.count) > 0.8)
        #expect(
            execute(TrainingTeachers()).ends[RunID(1)]
                == .failed(.error, message: "teacher run1 was not loaded; launch again"))
    }

    @Test("they are computed once: a second question gets the same memory")
    func once() throws {
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let teachers = TrainingTeachers(["run1": try file()])
        let addresses = try (0..<2).map { _ in
            try teachers.outputs(of: "run1", on: digits).withUnsafeBufferPointer { $0.baseAddress }
        }
        #expect(addresses[0] == addresses[1])
    }

    @Test("a teacher that was not loaded is told")
    func unknown() throws {
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        #expect(throws: TeacherProblem.notLoaded(teacher: "x")) {
            try TrainingTeachers().check("x", on: digits)
        }
    }

    @Test("other features, other classes, and columns on another scale are refused")
    func unfit() throws {
        let folder = try TemporaryFolder()
        let teachers = try tableTeacher(folder)
        try teachers.check("run1", on: try dataSet(Self.table, folder))
        func refusal(_ dataSet: DataSet) -> String {
            do {
                try teachers.check("run1", on: dataSet)
                return "none"
            } catch {
                return "\(error)"
            }
        }
        let digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        #expect(
            refusal(digits) == """
                teacher run1 has other features than digits: 1 instead of 64; choose a teacher that \
                was trained on the same data
                """)
        let classes = Self.table.replacing(",b", with: ",c")
        #expect(refusal(try dataSet(classes, folder)).contains("targets"))
        #expect(refusal(try dataSet(classes, folder)).contains("a, b instead of a, c"))
        let scale = try dataSet(Self.table, folder, validation: 0.3)
        #expect(refusal(scale).contains("columns or their scale"))
    }

    @Test("the executor refuses a configuration whose teacher does not fit")
    func check() throws {
        let folder = try TemporaryFolder()
        let executor = TrainingExecutor(
            dataSets: TrainingDataSets(), teachers: try tableTeacher(folder))
        let configuration = Configuration(
            ParameterTable.resolve([:]).values.merging(["teacher": .text("run1")]) { $1 })
        #expect(throws: TeacherProblem.self) {
            try executor.check(configuration, objective: nil)
        }
        try executor.check(ParameterTable.resolve([:]), objective: nil)
    }
}
