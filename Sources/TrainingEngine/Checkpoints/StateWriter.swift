/// Writes the state of a run as bytes: little-endian, each list behind its length, a checksum at the end.
///
/// ``StateReader`` reads it back to the last bit.
package struct StateWriter {
    /// Says what the bytes are, and the version of their order.
    static let mark: UInt64 = 0x3130_4B43_5057_5331

    private var bytes: [UInt8] = []

    /// Begins with the mark.
    package init() { write(Self.mark) }

    package mutating func write(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }

    package mutating func write(_ value: Bool) { write(UInt64(value ? 1 : 0)) }

    /// Writes a number with all its bits, NaN's too.
    package mutating func write(_ value: Double?) {
        write(value != nil)
        write((value ?? 0).bitPattern)
    }

    package mutating func write(_ values: [UInt8]) {
        write(values.count)
        bytes.append(contentsOf: values)
        // What follows stays at a multiple of eight.
        bytes.append(contentsOf: repeatElement(0, count: (8 - values.count % 8) % 8))
    }

    /// Writes the scalars of a block, row by row.
    mutating func write<Element: Scalar>(_ block: ParameterBlock, of arena: Arena<Element>) {
        write(block.count)
        let size = block.rowLength * MemoryLayout<Element>.stride
        block.forEachRow { row in
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: arena.base + row, count: size))
        }
        let rest = block.count * MemoryLayout<Element>.stride % 8
        bytes.append(contentsOf: repeatElement(0, count: (8 - rest) % 8))
    }

    /// Ends with the checksum and returns everything.
    package consuming func finish() -> [UInt8] {
        let sum = StateReader.checksum(bytes[...])
        withUnsafeBytes(of: sum.littleEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }
}
