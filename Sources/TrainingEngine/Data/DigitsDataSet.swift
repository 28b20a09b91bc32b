/// The handwritten digits that come inside the program, so that it works with no file at hand.
///
/// 1,797 images of 8×8 with values 0 to 16: the test part of *Optical Recognition of Handwritten
/// Digits*, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, DOI 10.24432/C50P49,
/// licensed CC BY 4.0. `Data/Digits/digits.gz` is their gzip as two IDX blobs, images and then
/// labels, and is compiled into the program.
enum DigitsDataSet {
    static let name = "digits"
    static let rowCount = 1797
    static let featureCount = 64
    static let source =
        "UCI Optical Recognition of Handwritten Digits, Alpaydin and Kaynak 1998, CC BY 4.0"

    /// Unpacks the images.
    static func load(validation: Double) throws(TrainingEngineError) -> DataSet {
        let path = "digits (built in)"
        let bytes = try Gzip.decompress(PackageResources.digits_gz, path: path, limit: 1 << 20)
        let images = try IDX(prefixOf: bytes[...], dimensionCount: 3, path: path)
        let labels = try IDX(
            prefixOf: bytes[images.values.endIndex...], dimensionCount: 1, path: path)
        return try ImageDataSet.assemble(
            name: name, scale: 1.0 / 16, classNames: (0...9).map(String.init), sides: 8,
            parts: [
                ImageDataSet.Part(
                    images: images, imagePath: path, labels: labels, labelPath: path)
            ],
            validation: validation)
    }
}
