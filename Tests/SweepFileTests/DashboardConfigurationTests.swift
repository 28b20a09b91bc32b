import Foundation
import SweepCore
import SweepFile
import SweepTestSupport
import Testing

@Suite("The dashboard's configuration file")
struct DashboardConfigurationTests {
    private static let names = DashboardConfiguration.Names(
        themes: ["dark", "light", "mono"], glyphs: ["auto", "braille", "ascii"],
        colors: ["auto", "never", "always"], xAxes: ["step", "epoch"], smoothing: [0, 0.6, 0.9],
        intents: ["up", "down", "sort", "log-y", "zoom-out"],
        isKey: { $0.unicodeScalars.count == 1 || ["space", "f6", "ctrl-l"].contains($0) })

    private func parsed(_ text: String) throws -> DashboardConfiguration {
        try DashboardConfiguration.parse(text: text, path: "d.yaml", names: Self.names)
    }

    /// The error's description, or what was read when there was no error.
    private func refusal(_ text: String) -> String {
        do {
            return "read: \(try parsed(text))"
        } catch { return "\(error)" }
    }

    @Test("everything that can be said is read")
    func complete() throws {
        let file = try parsed(
            """
            # mine
            theme: light
            glyphs: ascii
            color: never
            mouse: no
            smoothing: .6
            x_axis: epoch
            log_y: yes
            clip_outliers: false
            columns: [width, val/loss]
            tick: 500
            keys:
              sort: f6
              up: [w, 0, "-"]
              log-y: []
            """)
        #expect(file.theme == "light")
        #expect(file.glyphs == "ascii")
        #expect(file.color == "never")
        #expect(file.takesMouse == false)
        #expect(file.smoothing == 0.6)
        #expect(file.xAxis == "epoch")
        #expect(file.isLogY == true)
        #expect(file.clipsOutliers == false)
        #expect(file.columns == ["width", "val/loss"])
        #expect(file.tick == 500)
        #expect(file.keys.map(\.intent) == ["sort", "up", "log-y"])
        #expect(file.keys.map(\.keys) == [["f6"], ["w", "0", "-"], []])
    }

    @Test("an empty file says nothing", arguments: ["", "# nothing\n", "---\n", "~\n"])
    func empty(text: String) throws {
        let file = try parsed(text)
        #expect(file.theme == nil && file.keys.isEmpty && file.tick == nil)
    }

    @Test(
        "what is wrong is refused with its line, what was found, what is allowed and the nearest name",
        arguments: [
            Refused(
                "- a\n",
                "d.yaml:1: the file is a list of 1 value; it must be a map, as in \"theme: light\""),
            Refused(
                "them: light\n",
                """
                d.yaml:1: unknown key "them" in a dashboard configuration; did you mean "theme"? \
                allowed are theme, glyphs, color, mouse, smoothing, x_axis, log_y, clip_outliers, \
                columns, tick, keys
                """),
            Refused(
                "\ntheme: ligth\n",
                """
                d.yaml:2: theme is "ligth"; it must be one of dark, light, mono; did you mean \
                "light"?
                """),
            Refused("mouse: maybe\n", "d.yaml:1: mouse is \"maybe\"; it must be true or false"),
            Refused(
                "tick: 20\n",
                "d.yaml:1: tick (milliseconds) is 20; it must be an integer from 50 to 5000"),
            Refused(
                "smoothing: 0.5\n", "d.yaml:1: smoothing is 0.5; it must be one of 0, 0.6, 0.9"),
            Refused(
                "smoothing: much\n", "d.yaml:1: smoothing is \"much\"; it must be a number"),
            Refused(
                "columns: width\n",
                "d.yaml:1: columns is \"width\"; it must be a list of names of columns"),
            Refused(
                "columns: []\n",
                "d.yaml:1: columns is an empty list; name one or more, or leave it out"),
            Refused(
                "columns: [a, a]\n",
                "d.yaml:1: columns has \"a\" twice; a column stands once"),
            Refused("keys: [up]\n", "d.yaml:1: keys is a list of 1 value; it must be a map"),
            Refused(
                "keys:\n  srot: s\n",
                """
                d.yaml:2: unknown name "srot" in keys; did you mean "sort"? docs/keys.md lists \
                the names
                """),
            Refused(
                "keys:\n  sort: hyper-s\n",
                """
                d.yaml:2: the key of sort is "hyper-s"; it must be one character, or a name such \
                as space, enter, f9 or ctrl-l; quote what YAML takes for its own, as in "-", and \
                write [] for no key
                """),
            Refused(
                "keys:\n  sort:\n",
                """
                d.yaml:2: the key of sort is empty; it must be one character, or a name such \
                as space, enter, f9 or ctrl-l; quote what YAML takes for its own, as in "-", and \
                write [] for no key
                """),
            Refused("keys:\n  sort: [s, s]\n", "d.yaml:2: sort has the key \"s\" twice"),
            Refused(
                "theme: dark\n--- \ntheme: light\n",
                """
                d.yaml:3: a second YAML document; a dashboard configuration is a single one (no \
                further --- line)
                """),
            Refused(
                "theme: dark\ntheme: light\n",
                "d.yaml:1: \"theme\" stands more than once in this map; a name may stand once"),
        ])
    func refused(_ case: Refused) { #expect(refusal(`case`.text) == `case`.error) }

    @Test("what is found wrong later still names its line")
    func later() throws {
        let file = try parsed("theme: light\nkeys:\n  up: w\n  sort: w\n")
        #expect("\(file.error("no", at: "keys.sort"))" == "d.yaml:4: no")
        #expect("\(file.error("no", at: "theme"))" == "d.yaml:1: no")
        #expect("\(file.error("no", at: "glyphs"))" == "d.yaml: no")
    }

    @Test("the file is in XDG_CONFIG_HOME, else in the home's .config, else nowhere")
    func path() {
        func path(_ environment: [String: String]) -> String? {
            DashboardConfiguration.path(environment: environment)
        }
        #expect(path(["HOME": "/home/a"]) == "/home/a/.config/sweep/dashboard.yaml")
        #expect(
            path(["HOME": "/home/a", "XDG_CONFIG_HOME": "/c"]) == "/c/sweep/dashboard.yaml")
        #expect(
            path(["HOME": "/home/a", "XDG_CONFIG_HOME": "c"])
                == "/home/a/.config/sweep/dashboard.yaml")
        #expect(path(["XDG_CONFIG_HOME": ""]) == nil)
    }

    @Test("a file that is not there says nothing; one that cannot be read is refused")
    func files() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path + "/none/dashboard.yaml"
        let file = try DashboardConfiguration.read(path: missing, names: Self.names)
        #expect(file.theme == nil)
        #expect(throws: SweepFileError.self) {
            try DashboardConfiguration.read(path: folder.path, names: Self.names)
        }
        let path = folder.path + "/dashboard.yaml"
        try "theme: light\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(
            try DashboardConfiguration.read(path: path, names: Self.names).theme == "light")
    }

    @Test("the example in docs/configuration.md is read, and says everything that can be said")
    func example() throws {
        let parts = #filePath.split(separator: "/").dropLast(3)
        // The tests may be reached through a link.
        let path = URL(fileURLWithPath: "/" + parts.joined(separator: "/"))
            .appendingPathComponent("Tests/SweepFileTests").resolvingSymlinksInPath()
            .appendingPathComponent("../../docs/configuration.md").path
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "```yaml\n")).upperBound
        let end = try #require(text[start...].range(of: "```")).lowerBound
        var names = Self.names
        names.themes = ["light"]
        names.intents = ["sort", "zoom-in", "smooth-more", "smooth-less", "theme"]
        let file = try DashboardConfiguration.parse(
            text: String(text[start..<end]), path: "d.yaml", names: names)
        #expect(file.theme != nil && file.glyphs != nil && file.color != nil)
        #expect(file.takesMouse != nil && file.smoothing != nil && file.xAxis != nil)
        #expect(file.isLogY != nil && file.clipsOutliers != nil && file.columns?.count == 3)
        #expect(file.tick != nil && file.keys.count == 5)
        #expect(file.keys[1].keys == ["+", "="])
    }

    @Test("random changes of a good file are read or refused in one line")
    func mutations() {
        let text = "theme: light\nsmoothing: .6\ncolumns: [a, b]\nkeys:\n  up: [w, 0]\n"
        let pieces = ["[", "]", "{", ":", "- ", "*a", "&a", "!", "\n", "\t", "\0", "\"", "~", "|"]
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<2_000 {
            var scalars = Array(text.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let start = Int.random(in: 0...scalars.count, using: &generator)
                let end = min(scalars.count, start + Int.random(in: 0...3, using: &generator))
                let piece = pieces.randomElement(using: &generator) ?? ""
                scalars.replaceSubrange(start..<end, with: Array(piece.unicodeScalars))
            }
            var changed = ""
            changed.unicodeScalars.append(contentsOf: scalars)
            let description = refusal(changed)
            guard !description.hasPrefix("read: ") else { continue }
            #expect(description.hasPrefix("d.yaml"))
            #expect(!description.hasLineBreak)
        }
    }
}
