import SweepCore

/// One `--set NAME=VALUE`: a parameter or a `train` key made constant for this launch.
package struct Override: Sendable, Hashable {
    /// The text after `--set`, as given.
    package let text: String
    let name: String
    let value: Value

    /// Reads `NAME=VALUE`; the value is YAML: a scalar or a list in brackets.
    ///
    /// - Parameters:
    ///   - text: What stands after `--set`.
    ///   - path: The sweep file that errors name.
    /// - Throws: An error that shows `text` when it is not of that form.
    package init(_ text: String, path: String) throws(SweepFileError) {
        let place = Place(path: path, position: .setting(text))
        guard let equals = text.firstIndex(of: "=") else {
            throw place.error("has no =; write NAME=VALUE, as in --set epochs=10")
        }
        let name = text[..<equals].trimming()
        guard !name.isEmpty else {
            throw place.error("has no name before =; write NAME=VALUE, as in --set epochs=10")
        }
        let valueText = text[text.index(after: equals)...].trimming()
        guard !valueText.isEmpty else {
            throw place.error("has no value after =; write NAME=VALUE, as in --set epochs=10")
        }
        guard valueText.utf8.count <= SweepFileReader.largestFile else {
            throw place.error("is larger than \(SweepFileReader.largestFile >> 20) MiB")
        }
        let node = try YAMLTree.setting(valueText, place: place)
        if case .map = node.content {
            throw place.error("the value is a map; it must be a single value or a list")
        }
        self.text = text
        self.name = name
        self.value = node.value
    }
}

extension Substring {
    fileprivate func trimming() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
