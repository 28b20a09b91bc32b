/// What data sets of square grey images have in common.
enum ImageDataSet {
    /// Images with their labels, and the files they came from.
    struct Part {
        var images: IDX
        var imagePath: String
        var labels: IDX
        var labelPath: String
    }

    /// Checks the parts and joins them.
    ///
    /// With two parts, the second is the data set's own test part.
    static func assemble(
        name: String, scale: Float, classNames: [String], sides: Int, parts: [Part],
        validation: Double
    ) throws(TrainingEngineError) -> DataSet {
        for part in parts { try check(part, sides: sides, classCount: classNames.count) }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(parts.reduce(0) { $0 + $1.images.values.count })
        var classes: [Int32] = []
        var sums: [String] = []
        for part in parts {
            pixels += part.images.values
            classes += part.labels.values.map { Int32($0) }
            sums.append(hexadecimal(Gzip.checksum(part.images.values)))
            sums.append(hexadecimal(Gzip.checksum(part.labels.values)))
        }
        let counts = parts.map { "\($0.labels.values.count)" }.joined(separator: "+")
        let split =
            parts.count > 1
            ? try DataSplit(
                rowCount: classes.count, ownTestFrom: parts[0].labels.values.count,
                validation: validation)
            : try DataSplit(rowCount: classes.count, validation: validation)
        return DataSet(
            name: name, featureCount: sides * sides, features: .bytes(pixels, scale: scale),
            targets: .classes(classes, names: classNames), split: split,
            checksum: "crc32:\(sums.joined(separator: "-"))-\(counts)x\(sides * sides)")
    }

    private static func check(
        _ part: Part, sides: Int, classCount: Int
    ) throws(TrainingEngineError) {
        let shape = part.images.shape
        guard shape[0] > 0 && Array(shape.dropFirst()) == [sides, sides] else {
            throw .wrongShape(
                path: part.imagePath, found: shape, expected: "images of \(sides)×\(sides)")
        }
        guard shape[0] == part.labels.values.count else {
            throw .countMismatch(
                images: part.imagePath, imageCount: shape[0],
                labels: part.labelPath, labelCount: part.labels.values.count)
        }
        for (row, label) in part.labels.values.enumerated() where Int(label) >= classCount {
            throw .labelOutOfRange(
                path: part.labelPath, row: row, label: Int(label), classCount: classCount)
        }
    }
}
