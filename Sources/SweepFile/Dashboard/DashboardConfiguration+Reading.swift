import Foundation
import SweepCore

extension DashboardConfiguration {
    /// The largest configuration file, in bytes.
    private static let largestFile = 1 << 20
    private static let kind = "a dashboard configuration"
    /// Milliseconds that a tick may have.
    private static let ticks: ClosedRange<Int64> = 50...5_000

    private static let names = [
        "theme", "glyphs", "color", "mouse", "smoothing", "x_axis", "log_y", "clip_outliers",
        "columns", "tick", "keys",
    ]

    /// Where the file is: in `XDG_CONFIG_HOME`, else in `~/.config`; `nil` where there is no home.
    ///
    /// A relative `XDG_CONFIG_HOME` counts as none, as its specification demands.
    package static func path(environment: [String: String]) -> String? {
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return folder + "/sweep/dashboard.yaml"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/sweep/dashboard.yaml"
    }

    /// Reads the file; one that is not there says nothing.
    package static func read(
        path: String, names: Names
    ) throws(SweepFileError) -> DashboardConfiguration {
        guard FileManager.default.fileExists(atPath: path) else {
            return DashboardConfiguration(path: path)
        }
        let text = try FileText.read(path: path, limit: largestFile, kind: kind)
        return try parse(text: text, path: path, names: names)
    }

    /// Reads the text of a file; `path` is for errors.
    package static func parse(
        text: String, path: String, names: Names
    ) throws(SweepFileError) -> DashboardConfiguration {
        var configuration = DashboardConfiguration(path: path)
        guard text.utf8.count <= largestFile else {
            throw FileText.tooLarge(path: path, limit: largestFile, kind: kind)
        }
        let root = try YAMLTree.documentIfAny(text, path: path, kind: kind)
        guard let root, !root.value.isNull else { return configuration }
        guard case .map = root.content else {
            throw root.mismatch("the file", "a map, as in \"theme: light\"")
        }
        let top = try root.section(kind, allowed: Self.names)
        for entry in top.entries { configuration.lines[entry.key] = entry.place.line }
        try configuration.readLook(top, names)
        try configuration.readCharts(top, names)
        if let node = top["keys"] { try configuration.readKeys(node, names) }
        return configuration
    }

    private mutating func readLook(_ top: Section, _ names: Names) throws(SweepFileError) {
        theme = try top["theme"]?.choice("theme", among: names.themes)
        glyphs = try top["glyphs"]?.choice("glyphs", among: names.glyphs)
        color = try top["color"]?.choice("color", among: names.colors)
        takesMouse = try top["mouse"]?.flag("mouse")
        if let node = top["tick"] {
            tick = Int(try node.integer("tick (milliseconds)", in: Self.ticks))
        }
        if let node = top["columns"] {
            var columns: [String] = []
            for node in try node.list("columns", of: "names of columns") {
                let name = try node.text("a column of columns")
                guard !columns.contains(name) else {
                    throw node.place.error("columns has \(name.quoted) twice; a column stands once")
                }
                columns.append(name)
            }
            guard !columns.isEmpty else {
                throw node.place.error(
                    "columns is an empty list; name one or more, or leave it out")
            }
            self.columns = columns
        }
    }

    private mutating func readCharts(_ top: Section, _ names: Names) throws(SweepFileError) {
        if let node = top["smoothing"] {
            let weight = try node.number("smoothing")
            guard names.smoothing.contains(weight) else {
                let allowed = names.smoothing.map { Value.number($0).canonicalJSON }
                throw node.mismatch("smoothing", "one of \(allowed.joined(separator: ", "))")
            }
            smoothing = weight
        }
        xAxis = try top["x_axis"]?.choice("x_axis", among: names.xAxes)
        isLogY = try top["log_y"]?.flag("log_y")
        clipsOutliers = try top["clip_outliers"]?.flag("clip_outliers")
    }

    private mutating func readKeys(_ node: FileNode, _ names: Names) throws(SweepFileError) {
        for entry in try node.section("keys").entries {
            guard names.intents.contains(entry.key) else {
                let hint = NearestName.hint(entry.key, among: names.intents)
                throw entry.place.error(
                    "unknown name \(entry.key.quoted) in keys\(hint)\(hint.isEmpty ? ";" : "") "
                        + "docs/keys.md lists the names")
            }
            lines["keys.\(entry.key)"] = entry.place.line
            var bound: [String] = []
            let nodes =
                if case .list(let nodes) = entry.value.content { nodes } else { [entry.value] }
            for node in nodes {
                let key = try Self.key(node, of: entry.key, names)
                guard !bound.contains(key) else {
                    throw node.place.error("\(entry.key) has the key \(key.quoted) twice")
                }
                bound.append(key)
            }
            keys.append(Binding(intent: entry.key, keys: bound))
        }
    }

    private static func key(
        _ node: FileNode, of intent: String, _ names: Names
    ) throws(SweepFileError) -> String {
        let allowed =
            "one character, or a name such as space, enter, f9 or ctrl-l; quote what YAML takes for "
            + "its own, as in \"-\", and write [] for no key"
        guard case .scalar(let value, let text) = node.content, !value.isNull, names.isKey(text)
        else { throw node.mismatch("the key of \(intent)", allowed) }
        return text
    }
}
