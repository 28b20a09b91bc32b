/// The IDX format of MNIST and its relatives: a big-endian header, then unsigned bytes.
///
/// The header is a magic number (00 00 08 = unsigned bytes, then the number of dimensions) and one
/// 32-bit size per dimension. See http://yann.lecun.com/exdb/mnist.
struct IDX {
    /// The sizes of the dimensions, the slowest first.
    let shape: [Int]
    /// The values in row-major order, a part of the bytes given.
    let values: ArraySlice<UInt8>

    /// Reads a blob at the start of `bytes`; what follows it is left over.
    ///
    /// There is 1 dimension in labels and there are 3 in images; another magic number is an error.
    /// The `path` is only named in errors.
    init(
        prefixOf bytes: ArraySlice<UInt8>, dimensionCount: Int, path: String
    ) throws(TrainingEngineError) {
        let expected = 0x0800 | UInt32(dimensionCount)
        let headerSize = 4 + 4 * dimensionCount
        guard bytes.count >= headerSize else {
            throw .wrongLength(path: path, found: bytes.count, expected: headerSize)
        }
        let header = (0...dimensionCount).map { Self.word(bytes, at: 4 * $0) }
        guard header[0] == expected else {
            throw .wrongMagic(path: path, found: header[0], expected: expected)
        }
        shape = header.dropFirst().map { Int($0) }
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow else {
                throw .wrongLength(path: path, found: bytes.count, expected: Int.max)
            }
            count = product
        }
        guard count <= bytes.count - headerSize else {
            throw .wrongLength(
                path: path, found: bytes.count,
                expected: count.addingReportingOverflow(headerSize).0)
        }
        values = bytes.dropFirst(headerSize).prefix(count)
    }

    /// Reads a file that holds one blob and nothing else.
    init(
        contents bytes: [UInt8], dimensionCount: Int, path: String
    ) throws(TrainingEngineError) {
        try self.init(prefixOf: bytes[...], dimensionCount: dimensionCount, path: path)
        guard values.endIndex == bytes.endIndex else {
            throw .wrongLength(path: path, found: bytes.count, expected: values.endIndex)
        }
    }

    private static func word(_ bytes: ArraySlice<UInt8>, at offset: Int) -> UInt32 {
        bytes.dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
