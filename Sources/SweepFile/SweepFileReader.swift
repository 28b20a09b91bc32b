package import SweepCore

/// Reads sweep files: W&B's schema and our own keys (`design.md` §5) into a checked definition.
package enum SweepFileReader {
    /// The largest sweep file, in bytes.
    static let largestFile = 1 << 20

    /// The runs that a grid may have unless the caller allows more.
    package static let usuallyAllowedRuns = 1_000_000

    /// Reads and checks the sweep file at `path`.
    ///
    /// The file's name without its extension is the sweep's name when the file gives none.
    package static func read(
        path: String, overrides: [Override] = [], allowRuns: Int = usuallyAllowedRuns
    ) throws(SweepFileError) -> SweepDefinition {
        let text = try FileText.read(path: path, limit: largestFile)
        return try parse(text: text, path: path, overrides: overrides, allowRuns: allowRuns)
    }

    /// Reads and checks the text of a sweep file; `path` is for errors and the default name.
    ///
    /// Time and memory are bounded by the text's size, not by the number of runs it stands for.
    package static func parse(
        text: String, path: String, overrides: [Override] = [],
        allowRuns: Int = usuallyAllowedRuns
    ) throws(SweepFileError) -> SweepDefinition {
        guard text.utf8.count <= largestFile else {
            throw FileText.tooLarge(path: path, limit: largestFile)
        }
        let root = try YAMLTree.document(text, path: path)
        var reader = DefinitionReader(path: path, allowRuns: allowRuns)
        return try reader.read(root, overrides: overrides, source: text)
    }
}
