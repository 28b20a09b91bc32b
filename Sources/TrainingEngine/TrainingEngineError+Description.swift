extension TrainingEngineError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidSetting(let name, let value, let allowed):
            "\(name) is \(value); it must be \(allowed)"
        case .tooFewClasses(let count):
            "softmax cross-entropy needs at least 2 classes and has \(count): softmax over one class "
                + "is always 1, so nothing is learned; use binary_cross_entropy or mse"
        case .metricNotMeasured(let metric, let dataSet, true):
            "cannot choose the best epoch by \(metric): data set \(quoted(dataSet)) does not yield "
                + "it; choose a metric of its task"
        case .metricNotMeasured(let metric, let dataSet, false):
            "cannot choose the best epoch by \(metric): data set \(quoted(dataSet)) has no "
                + "validation rows; set validation above 0 or keep the last epoch"
        case .unusableSplit(let fraction, let rowCount):
            "validation is \(fraction) of \(rowCount) rows; it must be 0 or more and leave at "
                + "least one row to train on"
        case .batchOfOneRow(let batchSize, let accumulation, let trainingRows):
            "batch normalization needs 2 rows or more at a time: batch_size \(batchSize)"
                + (accumulation > 1 ? " in \(accumulation) parts (accumulation)" : "")
                + " leaves one of \(trainingRows) training rows alone; change batch_size"
                + (accumulation > 1 ? " or accumulation" : "") + ", or use normalization layer"
        case .distillationWithoutClasses:
            "a teacher softens the softmax over classes; use loss cross_entropy on a data set with "
                + "classes, or leave teacher out"
        case .teacherMismatch(let found, let rowCount, let classCount):
            "the teacher gives \(found) outputs for \(rowCount) rows of \(classCount) classes; "
                + "choose a teacher that was trained on this data set"
        case .teacherNotFinite(let row):
            "row \(row): the teacher's output is not finite; choose a teacher that did not diverge"
        case .labelWidth(let found, let classCount):
            "labels are \(found) wide and there are \(classCount) classes; a soft label has one "
                + "probability for each class"
        case .softTarget(let row, let problem): "row \(row): \(problem)"
        case .targetOutsideUnit(let row, let value):
            "row \(row): the target is \(value); binary_cross_entropy needs targets from 0 to 1"
        case .unknownDataSet(let name, let nearest, let known):
            "there is no data set \(quoted(name))"
                + (nearest.map { "; did you mean \(quoted($0))?" } ?? ";")
                + " known are \(listed(known))"
        case .missingDataSet(let name, let file, let folders, let remedy):
            "data set \(quoted(name)) is not on this machine: no \(file) in \(listed(folders)); "
                + remedy
        case .unreadableFile(let path, let reason):
            "cannot read \(quoted(path)): \(reason); check the path and its permissions"
        case .oversizedFile(let path, let limit):
            "cannot read \(quoted(path)): it is larger than \(limit) bytes; use a part of it"
        case .corruptGzip(let path, let isTruncated):
            "cannot unpack \(quoted(path)): the compressed data "
                + (isTruncated ? "break off before their end" : "are damaged")
                + "; copy or install the file again"
        case .oversizedGzip(let path, let limit):
            "cannot unpack \(quoted(path)): it holds more than \(limit) bytes, so it is not the "
                + "expected file; install it again"
        case .wrongMagic(let path, let found, let expected):
            "\(quoted(path)) starts with \(hexadecimal(found)), not \(hexadecimal(expected)), so "
                + "it is not the expected IDX file; check that images and labels are not swapped"
        case .wrongLength(let path, let found, let expected):
            "\(quoted(path)) holds \(found) bytes where its header announces \(expected); "
                + "copy or install the file again"
        case .wrongShape(let path, let found, let expected):
            "\(quoted(path)) holds \(found.map(String.init).joined(separator: "×")) values, "
                + "expected \(expected); install the right file"
        case .countMismatch(let images, let imageCount, let labels, let labelCount):
            "\(quoted(images)) has \(imageCount) images and \(quoted(labels)) \(labelCount) labels; "
                + "install both files from one source"
        case .labelOutOfRange(let path, let row, let label, let classCount):
            "\(quoted(path)): label \(row) is \(label), outside 0 to \(classCount - 1); "
                + "copy or install the file again"
        case .table(let path, let problem):
            "cannot use \(quoted(path)): \(problem.text)"
        }
    }
}

/// Returns text from outside in quotes, on one line: control characters made visible, long text
/// cut.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars.prefix(200) {
        switch scalar {
        case "\"", "\\": result += "\\\(scalar)"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
    return result + (text.unicodeScalars.count > 200 ? "…\"" : "\"")
}

/// Returns names in quotes, separated by commas, the first twenty of them.
func listed(_ names: [String]) -> String {
    names.prefix(20).map(quoted).joined(separator: ", ")
        + (names.count > 20 ? ", … (\(names.count) in all)" : "")
}

/// Returns eight hexadecimal digits.
func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
