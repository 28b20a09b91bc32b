/// Reads what ``StateWriter`` wrote, in the same order.
package struct StateReader {
    private let bytes: [UInt8]
    private var position = 0
    private var end: Int

    /// Checks the mark and the checksum.
    ///
    /// - Throws: ``CheckpointProblem`` for bytes that were damaged, cut or never a checkpoint.
    package init(_ bytes: [UInt8]) throws(CheckpointProblem) {
        self.bytes = bytes
        end = bytes.count
        guard bytes.count >= 16, bytes.count % 8 == 0 else { throw .damaged }
        end -= 8
        let sum = Self.word(bytes, at: end)
        guard try number() == StateWriter.mark, Self.checksum(bytes[..<end]) == sum else {
            throw .damaged
        }
    }

    /// Refuses bytes that go on.
    package func finish() throws(CheckpointProblem) {
        guard position == end else { throw .other }
    }

    package mutating func number() throws(CheckpointProblem) -> UInt64 {
        guard end - position >= 8 else { throw .other }
        defer { position += 8 }
        return Self.word(bytes, at: position)
    }

    package mutating func integer() throws(CheckpointProblem) -> Int {
        Int(Int64(bitPattern: try number()))
    }

    package mutating func flag() throws(CheckpointProblem) -> Bool { try number() != 0 }

    package mutating func double() throws(CheckpointProblem) -> Double? {
        let isThere = try flag()
        let value = Double(bitPattern: try number())
        return isThere ? value : nil
    }

    package mutating func list() throws(CheckpointProblem) -> [UInt8] {
        let count = try integer()
        let range = try take(count)
        return [UInt8](bytes[range])
    }

    /// Reads the scalars of a block into an arena.
    mutating func read<Element: Scalar>(
        _ block: ParameterBlock, into arena: Arena<Element>
    ) throws(CheckpointProblem) {
        guard try integer() == block.count else { throw .other }
        var source = try take(block.count * MemoryLayout<Element>.stride).lowerBound
        let size = block.rowLength * MemoryLayout<Element>.stride
        bytes.withUnsafeBytes { bytes in
            block.forEachRow { row in
                UnsafeMutableRawBufferPointer(start: arena.base + row, count: size)
                    .copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[source..<source + size]))
                source += size
            }
        }
    }

    /// Moves behind so many bytes and their padding; returns where they are.
    private mutating func take(_ count: Int) throws(CheckpointProblem) -> Range<Int> {
        guard count >= 0, count <= end - position else { throw .other }
        let padded = count + (8 - count % 8) % 8
        guard padded <= end - position else { throw .other }
        defer { position += padded }
        return position..<position + count
    }

    private static func word(_ bytes: [UInt8], at position: Int) -> UInt64 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
            .littleEndian
    }

    /// FNV-1a over words of 64 bits, so that megabytes take no milliseconds.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.withUnsafeBytes { bytes in
            var sum: UInt64 = 0xcbf2_9ce4_8422_2325
            for offset in stride(from: 0, to: bytes.count & ~7, by: 8) {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                sum = (sum ^ word.littleEndian) &* 0x0000_0100_0000_01b3
                // The product moves differences up only; this brings them down again.
                sum ^= sum >> 32
            }
            return sum
        }
    }
}

/// Why a checkpoint cannot be gone on from.
package enum CheckpointProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Its bytes are not as they were written.
    case damaged
    /// It is of a run with another shape, or of another version of the program.
    case other

    package var description: String {
        switch self {
        case .damaged: "the checkpoint is damaged"
        case .other: "the checkpoint is of another run or another version of sweep"
        }
    }
}
