import SweepCommands
import SweepCore
import SweepStore
import SweepTestSupport
import SweepTraining
import Testing
import TrainingEngine

@Suite("Looking teachers up")
struct TeacherLookupTests {
    private let folder: TemporaryFolder
    private let path: String
    private let digits: DataSet
    private let clock: SweepClock = { SweepInstant(milliseconds: 1_800_000_000_000) }

    /// A database with a sweep of three runs: one completed with weights, one without, one queued.
    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("t.db")
        digits = try DataSetCatalog().load(DataSetRequest(name: "digits"))
        let writer = try StoreWriter(path: path, clock: clock)
        let sweep = try writer.createSweep(
            NewSweep(name: "teachers", identity: .map([:]), plannedRunCount: 3))
        let configuration = ParameterTable.resolve(["depth": .integer(0)])
        let runs = (0..<3).map { index in
            NewRun(
                uid: UID(stored: "teacher0000\(index)"), name: "run\(index)",
                configuration: configuration, seed: index,
                place: RunGrouping.Place(group: index, slot: 0, slots: 1))
        }
        try writer.insertRuns(runs, into: sweep.id, firstNumber: 1)
        try writer.finishExpanding(sweep.id)
        let workers = try writer.registerWorkers(
            [NewWorker(name: "w", thread: 0)], programVersion: "1")
        let reader = try StoreReader(path: path, clock: clock)
        for number in 0..<2 {
            writer.claim(sweep: sweep.id, group: number, worker: workers[0]) { _ in }
            try writer.flush()
            let run = try reader.run("teachers/\(number + 1)")
            let attempt = Attempt(
                run: run.id, uid: run.uid, name: run.name, number: 1, slot: 0,
                configuration: configuration, seed: number, startedAt: clock())
            if number == 0 { try writer.keep(try weights(attempt), of: attempt) }
            writer.end(attempt, outcome: .completed, retries: false) { _ in }
        }
        try writer.close()
    }

    private func weights(_ attempt: Attempt) throws -> ModelWeights {
        let description = ModelDescription(
            attempt, sweepName: "teachers", kind: .best, epoch: 1, step: 1, dataSet: digits)
        let tensors = [
            NamedTensor(
                name: "layers.0.weight", shape: [10, 64], values: [Float](repeating: 1, count: 640)),
            NamedTensor(
                name: "layers.0.bias", shape: [10], values: [Float](repeating: 0, count: 10)),
        ]
        return ModelWeights(
            kind: .best, epoch: 1, step: 1,
            content: ModelFile.encode(description, tensors: tensors))
    }

    private func definition(
        train teacher: String? = nil, values: [String]? = nil
    ) -> SweepDefinition {
        SweepDefinition(
            name: "students", train: teacher.map { ["teacher": .text($0)] } ?? [:],
            parameters: values.map {
                [
                    SweptParameter(
                        name: "teacher", distribution: .categorical($0.map(Value.text)), line: 4)
                ]
            } ?? [])
    }

    private func refused(
        _ definition: SweepDefinition, _ message: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: Failure(message, code: .usage), sourceLocation: sourceLocation) {
            _ = try TeacherLookup.resolve(definition, path: path)
        }
    }

    @Test(
        "however a run is named, the definition gets its uid, so the sweep stays the same one",
        arguments: ["teacher00000", "teachers/1", "teachers/run0", "run0"])
    func spelling(name: String) throws {
        let found = try #require(try TeacherLookup.resolve(definition(train: name), path: path))
        #expect(found.definition.train?["teacher"] == .text("teacher00000"))
        try found.teachers.check("teacher00000", on: digits)
        let other = try #require(
            try TeacherLookup.resolve(definition(train: "teacher00000"), path: path))
        #expect(
            found.definition.identity(datasetChecksums: [:])
                == other.definition.identity(datasetChecksums: [:]))
    }

    @Test("teachers that are swept are replaced in their list, whose order and line stay")
    func swept() throws {
        let found = try #require(
            try TeacherLookup.resolve(definition(values: ["run0"]), path: path))
        #expect(
            found.definition.parameters == [
                SweptParameter(
                    name: "teacher", distribution: .categorical([.text("teacher00000")]), line: 4)
            ])
        let outputs = try found.teachers.outputs(of: "teacher00000", on: digits)
        #expect(outputs.count == digits.rowCount * 10)
    }

    @Test("a definition without a teacher needs no database")
    func none() throws {
        #expect(
            try TeacherLookup.resolve(definition(), path: "/nowhere/x.db").map { _ in 1 } == nil)
    }

    @Test("no such run, a run without weights, one that is not done: refused in one line")
    func refusals() {
        refused(
            definition(train: "run9"),
            "teacher \"run9\": there is no run \"run9\"; did you mean \"run2\"?")
        refused(
            definition(train: "run1"),
            """
            teacher "run1": run run1 (teacher00001) has no weights; \
            `sweep reproduce teacher00001 --keep --db \(path)` trains it again and keeps them
            """)
        refused(
            definition(values: ["run0", "run2"]),
            """
            teacher "run2": run run2 (teacher00002) is queued; only a run that has completed can teach
            """)
        refused(
            definition(train: "teacher0000"),
            """
            teacher "teacher0000": "teacher0000" may be run teacher00000 (run0), \
            run teacher00001 (run1), run teacher00002 (run2); say which
            """)
        refused(
            definition(values: ["run0", "teachers/1"]),
            "teachers \"run0\" and \"teachers/1\" are one and the same run; remove one")
    }

    @Test("without the database that it would be in, a teacher is refused")
    func noDatabase() {
        #expect(throws: StoreError.notFound(path: "/nowhere/x.db")) {
            _ = try TeacherLookup.resolve(definition(train: "run0"), path: "/nowhere/x.db")
        }
    }
}
