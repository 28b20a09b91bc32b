import Foundation
import SweepCore
import TrainingEngine

/// The safetensors format: a JSON header with the place of each tensor, then the values.
///
/// 8 bytes of header length (little-endian); the header, padded with spaces to a multiple of 8; the
/// values, row-major, little-endian, without gaps. `github.com/huggingface/safetensors`.
enum SafeTensors {
    private static let metadataKey = "__metadata__"
    /// What the reference implementation takes at most.
    private static let headerLimit = 100_000_000

    // MARK: Writing

    static func encode(_ tensors: [NamedTensor], metadata: [String: String]) -> [UInt8] {
        var header: [String: Value] = [metadataKey: .map(metadata.mapValues(Value.text))]
        var end = 0
        for tensor in tensors {
            let start = end
            end += tensor.values.count * MemoryLayout<Float>.size
            header[tensor.name] = .map([
                "dtype": .text("F32"),
                "shape": .list(tensor.shape.map { .integer(Int64($0)) }),
                "data_offsets": .list([.integer(Int64(start)), .integer(Int64(end))]),
            ])
        }
        var text = Array(Value.map(header).canonicalJSON.utf8)
        text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + text.count + end)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { bytes += $0 }
        bytes += text
        // Values stand in memory as in the file on every machine that Swift runs on.
        for tensor in tensors { tensor.values.withUnsafeBytes { bytes += $0 } }
        return bytes
    }

    // MARK: Reading

    /// - Throws: `ModelFileProblem` for anything but a whole file of 32-bit numbers.
    static func decode(
        _ bytes: [UInt8]
    ) throws(ModelFileProblem) -> (tensors: [NamedTensor], metadata: [String: String]) {
        let header = try header(of: bytes)
        guard var entries = header.value.asMap else { throw .damaged("its header is no map") }
        var metadata: [String: String] = [:]
        for (key, value) in entries.removeValue(forKey: metadataKey)?.asMap ?? [:] {
            guard let text = value.asText else { throw .damaged("\(key) is no text") }
            metadata[key] = text
        }
        let values = bytes[header.end...]
        var tensors: [(start: Int, tensor: NamedTensor)] = []
        for (name, entry) in entries {
            tensors.append(try tensor(name, entry, in: values))
        }
        tensors.sort { $0.start < $1.start }
        let count = tensors.reduce(0) { $0 + $1.tensor.values.count * MemoryLayout<Float>.size }
        guard count == values.count else {
            throw .damaged("it holds \(values.count) bytes of values where \(count) are announced")
        }
        return (tensors.map(\.tensor), metadata)
    }

    private static func header(
        of bytes: [UInt8]
    ) throws(ModelFileProblem) -> (value: Value, end: Int) {
        guard bytes.count > 8 else { throw .damaged("it breaks off in its header") }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= headerLimit, Int(length) <= bytes.count - 8 else {
            throw .damaged("it breaks off in its header")
        }
        let end = 8 + Int(length)
        guard let value = Self.value(of: bytes[8..<end]) else {
            throw .damaged("its header is not JSON")
        }
        return (value, end)
    }

    private static func tensor(
        _ name: String, _ entry: Value, in values: ArraySlice<UInt8>
    ) throws(ModelFileProblem) -> (start: Int, tensor: NamedTensor) {
        let sides = entry.asMap?["shape"]?.asList?.map { $0.asInteger.map { Int($0) } ?? -1 }
        let offsets = entry.asMap?["data_offsets"]?.asList?.map {
            $0.asInteger.map { Int($0) } ?? -1
        }
        guard entry.asMap?["dtype"]?.asText == "F32", let sides, let offsets, offsets.count == 2,
            offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= values.count,
            count(of: sides) == offsets[1] - offsets[0]
        else { throw .damaged("its tensor \(name.visible) has no sound place") }
        let start = values.startIndex + offsets[0]
        let count = (offsets[1] - offsets[0]) / MemoryLayout<Float>.size
        let numbers = [Float](unsafeUninitializedCapacity: count) { target, filled in
            values.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(
                        rebasing: source[offsets[0]..<offsets[1]]))
            }
            filled = count
        }
        return (start, NamedTensor(name: name, shape: sides, values: numbers))
    }

    /// The bytes of a tensor with these sides; nil when there is none.
    private static func count(of sides: [Int]) -> Int? {
        var count = MemoryLayout<Float>.size
        for side in sides {
            guard side >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard !overflow else { return nil }
            count = product
        }
        return count
    }

    /// The value of a JSON text; nil when it is none.
    static func value(of text: some Sequence<UInt8>) -> Value? {
        // `try?`: why it is none does not help anybody.
        try? JSONDecoder().decode(Value.self, from: Data(text))
    }
}
