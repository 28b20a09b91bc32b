import Foundation
import SweepCore
import SweepTestSupport
import SweepTraining
import Testing
import TrainingEngine

@Suite("Weights as a safetensors file")
struct ModelFileTests {
    private static let table = "size,kind,target\n1,a,4.5\n2,b,3\n4,a,9.25\n7,b,1\n8,a,2\n9,b,3\n"

    private func weights(_ values: [String: Value] = [:]) throws -> [UInt8] {
        let state = KeptRuns().train(.last, [values])
        return try #require(state.weights[RunID(1)]?.first?.content)
    }

    private func tableWeights(_ folder: TemporaryFolder) throws -> [UInt8] {
        let path = try folder.write(Self.table, to: "t.csv")
        return try weights([
            "dataset": .text("csv:\(path)"), "target": .text("target"), "depth": .integer(1),
            "validation": .number(0), "learning_rate": .number(0.001),
        ])
    }

    /// The header, read with nothing of the program's.
    private func header(of bytes: [UInt8]) throws -> (entries: [String: Any], end: Int) {
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let json = try JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)]))
        return (try #require(json as? [String: Any]), 8 + length)
    }

    @Test("the layout is that of the format: header, padding, values one after the other")
    func layout() throws {
        let bytes = try weights()
        var (entries, end) = try header(of: bytes)
        #expect(end.isMultiple(of: 8))
        #expect(bytes[8] == UInt8(ascii: "{"))
        let metadata = try #require(
            entries.removeValue(forKey: "__metadata__") as? [String: String])
        #expect(metadata["run"] == "run1")
        #expect(metadata["name"] == "name1")
        #expect(metadata["sweep"] == "test")
        #expect(metadata["kind"] == "last")
        #expect(metadata["epoch"] == "3")
        #expect(metadata["step"] == "36")
        #expect(metadata["dataset"] == "digits")
        #expect(metadata["feature_scale"] == "0.0625")
        #expect(metadata["classes"] == #"["0","1","2","3","4","5","6","7","8","9"]"#)
        #expect(metadata["configuration"]?.contains(#""width":8"#) == true)
        var places: [(start: Int, end: Int)] = []
        for (name, entry) in entries {
            let entry = try #require(entry as? [String: Any])
            #expect(entry["dtype"] as? String == "F32")
            let shape = try #require(entry["shape"] as? [Int])
            let offsets = try #require(entry["data_offsets"] as? [Int])
            #expect(offsets[1] - offsets[0] == 4 * shape.reduce(1, *), "\(name)")
            places.append((offsets[0], offsets[1]))
        }
        places.sort { $0.start < $1.start }
        #expect(places.first?.start == 0)
        for (place, next) in zip(places, places.dropFirst()) { #expect(place.end == next.start) }
        #expect(places.last?.end == bytes.count - end)
        #expect(
            entries.keys.sorted()
                == (0...2).flatMap { ["layers.\($0).bias", "layers.\($0).weight"] })
    }

    @Test("a file reads back as the model and the description that it was written from")
    func roundTrip() throws {
        let file = try ModelFile(try weights())
        #expect(file.description.configuration["width"] == .integer(8))
        #expect(file.description.classNames == (0...9).map(String.init))
        #expect(file.description.encoding == nil)
        #expect(file.description.featureScale == 0.0625)
        #expect(file.model.inputWidth == 64)
        #expect(file.model.outputWidth == 10)
    }

    @Test("the encoding of a table has every bit, so that a prediction needs the file alone")
    func table() throws {
        let folder = try TemporaryFolder()
        let bytes = try tableWeights(folder)
        let file = try ModelFile(bytes)
        let request = DataSetRequest(name: "csv:\(folder.file("t.csv"))", validation: 0)
        let dataSet = try DataSetCatalog().load(request)
        #expect(file.description.encoding == dataSet.encoding)
        #expect(file.description.target == "target")
        #expect(file.description.classNames == [])
        let encoding = try #require(file.description.encoding)
        let table = try EncodedTable(
            path: folder.file("t.csv"), encoding: encoding, target: "target")
        let rows: [Int32] = [0, 1, 2, 3, 4, 5]
        var outputs: [Float] = []
        file.model.forEachBatch(of: table, rows: rows) { outputs += $1 }
        #expect(outputs == file.model.outputs(on: dataSet, rows: rows))
    }

    @Test("a file that breaks off anywhere, or has more than it announces, is damaged")
    func truncated() throws {
        let bytes = try weights()
        let end = try header(of: bytes).end
        for count in [0, 1, 8, 9, end - 1, end, end + 5, bytes.count - 4, bytes.count - 1] {
            #expect(throws: ModelFileProblem.self, "\(count) bytes") {
                try ModelFile(Array(bytes[..<count]))
            }
        }
        #expect(throws: ModelFileProblem.self) { try ModelFile(bytes + [0]) }
        #expect(throws: ModelFileProblem.damaged("it breaks off in its header")) {
            try ModelFile([UInt8](repeating: 0xFF, count: 100))
        }
    }

    /// The file with another text in its header.
    private func changed(_ bytes: [UInt8], _ old: String, _ new: String) throws -> [UInt8] {
        let end = try header(of: bytes).end
        let text = try #require(String(bytes: bytes[8..<end], encoding: .utf8))
        #expect(text.contains(old))
        let header = Array(text.replacingOccurrences(of: old, with: new).utf8)
        return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
            + bytes[end...]
    }

    @Test(
        "a header that says something else than the values is refused, and allocates nothing for it",
        arguments: [
            (#""shape":[8,64]"#, #""shape":[64,8]"#), (#""F32""#, #""F16""#),
            (#""shape":[8,64]"#, #""shape":[9223372036854775807,64]"#),
            (#""shape":[8,64]"#, #""shape":[-8,-64]"#), ("layers.0.weight", "layers.9.weight"),
            (#"\"width\":8"#, #"\"width\":9"#), (#"\"width\":8"#, #"\"width\":-8"#),
            (#"\"width\":8"#, #"\"width\":\"8\""#), (#"\"depth\":2"#, #"\"breadth\":2"#),
            (#""features":"64""#, #""features":"65""#), (#""features":"64""#, #""features":"x""#),
            (#""features":"64""#, #""features":"9999999999""#),
            (#""kind":"last""#, #""kind":"odd""#), (#""epoch":"3""#, #""epoch":"-3""#),
            (#"\"0\",\"1\","#, ""), (#""run":"#, #""ran":"#),
        ])
    func changedHeader(old: String, new: String) throws {
        let bytes = try changed(try weights(), old, new)
        #expect(throws: ModelFileProblem.self) { try ModelFile(bytes) }
    }

    @Test("a problem is told as the end of a sentence")
    func problems() throws {
        let bytes = try changed(try weights(), #"\"depth\":2"#, #"\"breadth\":2"#)
        do {
            _ = try ModelFile(bytes)
            Issue.record("it was read")
        } catch {
            #expect(
                "\(error)"
                    == "of a model that this version does not know: it has the parameter breadth")
        }
    }
}
