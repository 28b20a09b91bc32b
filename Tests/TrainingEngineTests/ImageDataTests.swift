import Foundation
import Testing
import TrainingEngine

@Suite("Image data sets")
struct ImageDataTests {
    private func load(
        _ name: String, directory: String? = nil, validation: Double = 0.1
    ) throws -> DataSet {
        try DataSetCatalog(directory: directory)
            .load(DataSetRequest(name: name, validation: validation))
    }

    private func pixels(_ dataSet: DataSet) throws -> [UInt8] {
        guard case .bytes(let bytes, _) = dataSet.features else { return [] }
        return bytes
    }

    private func classes(_ dataSet: DataSet) -> [Int32] {
        guard case .classes(let classes, _) = dataSet.targets else { return [] }
        return classes
    }

    private func sizes(_ dataSet: DataSet) -> [Int] {
        let split = dataSet.split
        return [split.training.count, split.validation.count, split.test.count]
    }

    // MARK: digits

    @Test("the digits are built in")
    func digits() throws {
        let dataSet = try load("digits")
        #expect(dataSet.rowCount == 1797)
        #expect(dataSet.featureCount == 64)
        #expect(dataSet.outputWidth == 10)
        #expect(sizes(dataSet) == [1439, 179, 179])
        #expect(try pixels(dataSet).max() == 16)
        #expect(classes(dataSet).prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(dataSet.checksum.hasPrefix("crc32:"))
        #expect(dataSet.checksum.hasSuffix("-1797x64"))
    }

    @Test("gathering converts the rows asked for, in their order", arguments: [1, 3])
    func gather(count: Int) throws {
        let dataSet = try load("digits")
        let batch = Batch<Float>(capacity: 3, inputWidth: 64, targetWidth: 0)
        let rows: [Int32] = Array([5, 1700, 5].prefix(count))
        rows.withUnsafeBufferPointer { dataSet.gather(rows: $0, into: batch) }
        #expect(batch.rowCount == count)
        let bytes = try pixels(dataSet)
        for (i, row) in rows.enumerated() {
            for j in 0..<64 {
                #expect(batch.inputs[64 * i + j] == Float(bytes[64 * Int(row) + j]) / 16)
            }
            #expect(batch.labels[i] == classes(dataSet)[Int(row)])
        }
    }

    // MARK: Fashion-MNIST

    /// The data set as the system has it; missing, it is an error that says what to do.
    private func fashion() throws -> DataSet {
        let entry = DataSetCatalog().entries().first { $0.name == "fashion-mnist" }
        guard case .folder = entry?.location else {
            try #require(Bool(false), "Fashion-MNIST is not installed: run `make setup`")
            throw CancellationError()
        }
        return try load("fashion-mnist")
    }

    @Test("Fashion-MNIST has its published contents and split")
    func fashionContents() throws {
        let dataSet = try fashion()
        #expect(sizes(dataSet) == [54_000, 6_000, 10_000])
        #expect(dataSet.split.test == (60_000..<70_000).map { Int32($0) })
        #expect(dataSet.classNames.count == 10)
        let bytes = try pixels(dataSet)
        let border = 60_000 * 784
        #expect(bytes[..<border].reduce(0) { $0 + Int($1) } == 3_431_114_169)
        #expect(bytes[border...].reduce(0) { $0 + Int($1) } == 573_469_082)
        #expect(classes(dataSet).prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
        #expect(classes(dataSet)[60_000...].prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
        let all = dataSet.split.training + dataSet.split.validation + dataSet.split.test
        #expect(Set(all).count == 70_000)
        // Recorded here so that a change of contents or of the text is noticed: sweeps are named by
        // it.
        #expect(
            dataSet.checksum == "crc32:ae65dccd-2ed6e46a-12728439-242bc73f-60000+10000x784")
    }

    // MARK: Files

    private static let files = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ]

    private func header(_ numbers: [UInt32]) -> [UInt8] {
        numbers.flatMap { number in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
    }

    private func images(_ count: UInt32, side: UInt32 = 28) -> [UInt8] {
        header([0x803, count, side, side])
            + (0..<Int(count * side * side)).map { UInt8(truncatingIfNeeded: $0) }
    }

    private func labels(_ values: [UInt8]) -> [UInt8] {
        header([0x801, UInt32(values.count)]) + values
    }

    /// A folder with a tiny but right Fashion-MNIST, unpacked.
    private func folder(below subfolder: String = "") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let contents = [images(10), labels(Array(0...9)), images(2), labels([3, 4])]
        for (name, bytes) in zip(Self.files, contents) {
            try folder.write(bytes, to: subfolder + name)
        }
        return folder
    }

    @Test(
        "unpacked files are read from a folder or from fashion-mnist inside it",
        arguments: ["", "fashion-mnist/"])
    func unpacked(subfolder: String) throws {
        let folder = try folder(below: subfolder)
        let dataSet = try load("fashion-mnist", directory: folder.path)
        #expect(sizes(dataSet) == [9, 1, 2])
        #expect(classes(dataSet) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 4])
        let entries = DataSetCatalog(directory: folder.path).entries()
        let found = subfolder.isEmpty ? folder.path : folder.path + "/fashion-mnist"
        #expect(entries.first { $0.name == "fashion-mnist" }?.location == .folder(found))
    }

    @Test("a folder without the files is named, with what to install")
    func missing() throws {
        let folder = try TemporaryFolder()
        let remedy =
            "apt-get install dataset-fashion-mnist, or name a folder with --data DIR or SWEEP_DATA"
        expectFailure(
            "data set \"fashion-mnist\" is not on this machine: no train-images-idx3-ubyte[.gz] in "
                + "\"\(folder.path)\", \"\(folder.path)/fashion-mnist\"; \(remedy)"
        ) {
            _ = try load("fashion-mnist", directory: folder.path)
        }
        let entry = DataSetCatalog(directory: folder.path).entries()[1]
        #expect(
            entry.location
                == .missing(
                    reason: "not in \"\(folder.path)\", \"\(folder.path)/fashion-mnist\"; \(remedy)"
                ))
    }

    @Test("each way in which a file can be wrong has its own message", arguments: 0..<8)
    func wrongFiles(number: Int) throws {
        let folder = try folder()
        let path = folder.path
        let trainImages = "\"\(path)/\(Self.files[0])\""
        let trainLabels = "\"\(path)/\(Self.files[1])\""
        let (file, bytes, message): (Int, [UInt8], String) =
            switch number {
            case 0:
                (
                    0, Array(images(10).dropLast(5)),
                    "\(trainImages) holds 7851 bytes where its header announces 7856; copy or install "
                        + "the file again"
                )
            case 1:
                (
                    0, images(10) + [0],
                    "\(trainImages) holds 7857 bytes where its header announces 7856; copy or install "
                        + "the file again"
                )
            case 2:
                (
                    0, labels([1, 2, 3, 4, 5, 6, 7, 8]),
                    "\(trainImages) starts with 00000801, not 00000803, so it is not the expected IDX "
                        + "file; check that images and labels are not swapped"
                )
            case 3:
                (
                    1, labels([1, 2]),
                    "\(trainImages) has 10 images and \(trainLabels) 2 labels; install both files from "
                        + "one source"
                )
            case 4:
                (
                    1, labels([0, 1, 2, 3, 4, 10, 6, 7, 8, 9]),
                    "\(trainLabels): label 5 is 10, outside 0 to 9; copy or install the file again"
                )
            case 5:
                (
                    0, images(10, side: 8),
                    "\(trainImages) holds 10×8×8 values, expected images of 28×28; install the right "
                        + "file"
                )
            case 6:
                (
                    1, [0, 0],
                    "\(trainLabels) holds 2 bytes where its header announces 8; copy or install the "
                        + "file again"
                )
            default:
                (
                    0, header([0x803, .max, .max, .max]),
                    "\(trainImages) holds 16 bytes where its header announces \(Int.max); copy or "
                        + "install the file again"
                )
            }
        try folder.write(bytes, to: Self.files[file])
        expectFailure(message) { _ = try load("fashion-mnist", directory: path) }
    }

    @Test("packed files that break off, are damaged, or are none are told apart")
    func wrongGzip() throws {
        let folder = try TemporaryFolder()
        let packed = try Data(contentsOf: URL(fileURLWithPath: try systemLabels()))
        let name = Self.files[0] + ".gz"
        let path = "\"\(folder.path)/\(name)\""
        try folder.write(packed.prefix(1000), to: name)
        expectFailure(
            "cannot unpack \(path): the compressed data break off before their end; copy or install the "
                + "file again"
        ) { _ = try load("fashion-mnist", directory: folder.path) }
        var damaged = packed
        damaged[damaged.startIndex + 2000] ^= 0xFF
        try folder.write(damaged, to: name)
        expectFailure(
            "cannot unpack \(path): the compressed data are damaged; copy or install the file again"
        ) { _ = try load("fashion-mnist", directory: folder.path) }
        try folder.write(Array("no gzip".utf8), to: name)
        expectFailure(
            "cannot unpack \(path): the compressed data are damaged; copy or install the file again"
        ) { _ = try load("fashion-mnist", directory: folder.path) }
        // The labels where images should be: the packed file is read, and found to be another.
        try folder.write(packed, to: name)
        expectFailure(
            "\(path) starts with 00000801, not 00000803, so it is not the expected IDX file; check that "
                + "images and labels are not swapped"
        ) { _ = try load("fashion-mnist", directory: folder.path) }
    }

    private func systemLabels() throws -> String {
        let path = "/usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz"
        try #require(
            FileManager.default.fileExists(atPath: path),
            "Fashion-MNIST is not installed: run `make setup`")
        return path
    }

    // MARK: Names

    @Test(
        "an unknown name is answered with the nearest one",
        arguments: [
            ("digit", "; did you mean \"digits\"?"),
            ("Fashion_MNIST", "; did you mean \"fashion-mnist\"?"),
            ("iris.csv", "; did you mean \"csv:iris.csv\"?"), ("imagenet", ";"),
        ])
    func unknownName(name: String, hint: String) {
        expectFailure(
            "there is no data set \"\(name)\"\(hint) known are \"digits\", \"fashion-mnist\", "
                + "\"article\", \"article-regression\", \"csv:PATH\""
        ) { _ = try load(name) }
    }

    @Test("the catalog lists every data set with its size and source")
    func entries() {
        let entries = DataSetCatalog().entries()
        #expect(entries.map(\.name) == DataSetCatalog.names)
        #expect(entries.map(\.rowCount) == [1797, 70_000, 64, 64, nil])
        #expect(entries.map(\.featureCount) == [64, 784, 10, 10, nil])
        #expect(entries[0].location == .builtIn)
        #expect(entries[0].source.contains("CC BY 4.0"))
    }
}
