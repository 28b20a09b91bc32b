/// Fashion-MNIST: 70,000 images of 28×28, ten kinds of clothing, 10,000 of them the test part.
///
/// Xiao, Rasul, Vollgraf, arXiv 1708.07747; MIT licence. Debian packages it as
/// `dataset-fashion-mnist`. The four files are taken packed (.gz) or unpacked, all from one folder.
enum FashionMNISTDataSet {
    static let name = "fashion-mnist"
    static let rowCount = 70_000
    static let featureCount = 784
    static let source = "Zalando Research, Xiao, Rasul and Vollgraf 2017, MIT"
    static let systemFolder = "/usr/share/datasets/fashion-mnist"
    static let remedy =
        "apt-get install dataset-fashion-mnist, or name a folder with --data DIR or SWEEP_DATA"
    static let classNames = [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
    ]

    private static let firstFile = "train-images-idx3-ubyte"
    /// The unpacked training images take 47 MB; anything much beyond that is another file.
    private static let sizeLimit = 64 << 20

    /// The folders that are looked into, the first that has the training images being used.
    ///
    /// An explicit directory replaces the system's, so that a wrong path is noticed instead of
    /// passed over.
    static func folders(directory: String?) -> [String] {
        guard let directory else { return [systemFolder] }
        return [directory, "\(directory)/\(name)"]
    }

    /// Returns the folder that holds the files, or nil.
    static func locate(directory: String?) -> String? {
        folders(directory: directory).first { existingPath("\($0)/\(firstFile)") != nil }
    }

    /// Reads and checks the four files.
    static func load(
        directory: String?, validation: Double
    ) throws(TrainingEngineError) -> DataSet {
        guard let folder = locate(directory: directory) else {
            throw missing(firstFile, in: folders(directory: directory))
        }
        return try ImageDataSet.assemble(
            name: name, scale: 1.0 / 255, classNames: classNames, sides: 28,
            parts: [try part("train", in: folder), try part("t10k", in: folder)],
            validation: validation)
    }

    private static func part(
        _ prefix: String, in folder: String
    ) throws(TrainingEngineError) -> ImageDataSet.Part {
        let images = try read("\(prefix)-images-idx3-ubyte", in: folder, dimensionCount: 3)
        let labels = try read("\(prefix)-labels-idx1-ubyte", in: folder, dimensionCount: 1)
        return ImageDataSet.Part(
            images: images.blob, imagePath: images.path, labels: labels.blob,
            labelPath: labels.path)
    }

    private static func read(
        _ file: String, in folder: String, dimensionCount: Int
    ) throws(TrainingEngineError) -> (blob: IDX, path: String) {
        guard let path = existingPath("\(folder)/\(file)") else {
            throw missing(file, in: [folder])
        }
        var bytes = try FileReader.read(path, limit: sizeLimit)
        // The name decides, so that a damaged first byte is reported as damage.
        if path.hasSuffix(".gz") {
            bytes = try Gzip.decompress(bytes, path: path, limit: sizeLimit)
        }
        return (try IDX(contents: bytes, dimensionCount: dimensionCount, path: path), path)
    }

    private static func existingPath(_ path: String) -> String? {
        ["\(path).gz", path].first(where: FileReader.exists)
    }

    private static func missing(_ file: String, in folders: [String]) -> TrainingEngineError {
        .missingDataSet(name: name, file: "\(file)[.gz]", folders: folders, remedy: remedy)
    }
}
