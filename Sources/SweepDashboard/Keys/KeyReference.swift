import SweepCore

/// The key table as documents: docs/keys.md and the manual page.
package enum KeyReference {
    /// The whole of docs/keys.md.
    package static func markdown(_ table: KeyTable = .standard) -> String {
        var text = """
            # Keys of the dashboard

            <!-- Made from the table of keys by a test: SWEEP_WRITE_DOCS=1 swift test --filter KeyReference -->

            `?` shows the keys of the place where you are; type to search them, Enter runs one. `:` takes any of the
            names below as a command. Names are also what `keys:` in the [configuration file](configuration.md)
            binds other keys to. Lower-case keys never change data by themselves: what does asks first, or takes a
            line that you type, and is absent with `--read-only`.

            """
        for section in sections(table) {
            text +=
                "\n## \(section.title)\n\n| Key | What it does | Where | Name |\n|---|---|---|---|\n"
            for row in section.rows {
                let keys = row.keys.map { "`\($0)`" }.joined(separator: " ")
                text += "| \(keys) | \(row.help) | \(row.places) | `\(row.name)` |\n"
            }
        }
        text +=
            "\n## Lists, lines and questions\n\nTheir keys are fixed.\n\n| Key | What it does |\n|---|---|\n"
        for (keys, help) in fixed {
            text += "| \(keys.map { "`\($0)`" }.joined(separator: " ")) | \(help) |\n"
        }
        text +=
            "\n## Commands\n\nAfter `:`; Tab completes, ↑ and ↓ go through earlier ones, and the beginning of a name will do.\n\n"
        text += "| Command | What it does |\n|---|---|\n"
        for command in PaletteCommand.allCases {
            let usage = command.usage.replacing("|", with: "\\|")
            text +=
                "| `:\(command.rawValue)\(usage.isEmpty ? "" : " ")\(usage)` | \(command.help) |\n"
        }
        return text + """
            | `:NAME` | Any name of the tables above |

            ## Mouse

            Click a row to select it, in a menu or in the help again to choose it, a cell of the heat map, a column's
            title to sort by it, a hint in the last line to press its key, a chart to place its cursor; double click
            to open. The wheel scrolls a list and zooms a chart. Holding Shift leaves the mouse to the terminal, for
            selecting text; `F9` gives it back for good.

            """
    }

    /// The whole of docs/sweep-dashboard.1.
    package static func manual(_ table: KeyTable = .standard) -> String {
        var text = manualHead
        for section in sections(table) {
            text += ".SS \(roff(section.title))\n"
            for row in section.rows {
                text += ".TP\n.B \(roff(row.keys.joined(separator: ", ")))\n\(roff(row.help)).\n"
                text += "On: \(roff(row.places)). Name:\n.BR \(roff(row.name)) .\n"
            }
        }
        text += ".SS Lists, lines and questions\nTheir keys are fixed.\n"
        for (keys, help) in fixed {
            text += ".TP\n.B \(roff(keys.joined(separator: ", ")))\n\(roff(help)).\n"
        }
        text += ".SH COMMANDS\nAfter a colon; any name of a key is a command too.\n"
        for command in PaletteCommand.allCases {
            text += ".TP\n.BI \":\(roff(command.rawValue)) \" \"\(roff(command.usage))\"\n"
            text += "\(roff(command.help)).\n"
        }
        return text + manualTail
    }

    // MARK: Parts

    private struct Row {
        var keys: [String]
        var help: String
        var places: String
        var name: String
    }

    /// The keys of screens and pages by group.
    private static func sections(_ table: KeyTable) -> [(title: String, rows: [Row])] {
        KeyGroup.allCases.map { group in
            let rows = table.bindings.filter { binding in
                binding.intent.group == group && binding.contexts.isDisjoint(with: KeyContext.lists)
            }
            return (
                group.rawValue,
                rows.map { binding in
                    let places = KeyContext.allCases.filter(binding.contexts.contains)
                    let isEverywhere = binding.contexts.isSuperset(of: KeyContext.views)
                    return Row(
                        keys: binding.keys.map { $0.shown(.ascii) },
                        help: binding.help.replacing("|", with: "or"),
                        places: isEverywhere
                            ? "everywhere" : places.map(\.title).joined(separator: ", "),
                        name: binding.intent.rawValue)
                }
            )
        }
    }

    /// What the layers do with keys themselves.
    private static let fixed: [(keys: [String], help: String)] = [
        (["any character"], "In a list (help, a menu): narrow it; in a line: type"),
        (["Up", "Down", "PgUp", "PgDn", "Home", "End"], "In a list: move"),
        (["Enter"], "Take the selected line of a list; accept a line that you typed"),
        (["Space"], "In a menu that takes several: mark"),
        (
            ["Esc"],
            "Clear what narrows a list, then close it; leave a line without effect; answer no"
        ),
        (["Left", "Right", "Home", "End", "^A", "^E"], "In a line: move the cursor"),
        (
            ["Bksp", "Del", "^W", "^U", "^K"],
            "In a line: delete a character, the one after it, a word, all before, all after"
        ),
        (["Tab", "S-Tab"], "After a colon: complete, forwards or backwards"),
        (["Up", "Down"], "After a colon: earlier commands"),
        (
            ["y", "n"],
            "Answer a question; Enter gives the answer that is marked, which is no at first"
        ),
    ]

    /// The text with what roff would take for its own made harmless.
    private static func roff(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .replacing("\"", with: "\\(dq").replacing("^", with: "\\(ha")
            .replacing("~", with: "\\(ti").replacing("`", with: "\\(ga")
        return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : safe
    }

    private static let manualHead = #"""
        .\" Made from the table of keys by a test: SWEEP_WRITE_DOCS=1 swift test --filter KeyReference
        .TH SWEEP\-DASHBOARD 1 "" "sweep" "User commands"
        .SH NAME
        sweep\-dashboard \- watch a hyperparameter sweep in the terminal
        .SH SYNOPSIS
        .B sweep dashboard
        .RI [ options ]
        .RI [ SWEEP ]
        .SH DESCRIPTION
        Shows the runs of a sweep, their curves, the search space and the workers, live, from the database that
        .BR "sweep launch" " writes."
        It is a reader of its own: leaving it, or losing the terminal, never touches the sweep.
        .PP
        .B sweep help dashboard
        lists the options.
        .SH KEYS
        .B ?
        shows the keys of the place where you are.
        The name of a key is what
        .B keys:
        in the configuration file binds other keys to, and a command after a colon.

        """#

    private static let manualTail = #"""
        .SH ENVIRONMENT
        .TP
        .B NO_COLOR
        When set and not empty: no colours.
        .TP
        .B SWEEP_DB
        The database, where \-\-db does not name one.
        .TP
        .BR XDG_CONFIG_HOME ", " XDG_STATE_HOME
        Where the files below are, in place of ~/.config and ~/.local/state.
        .SH FILES
        .TP
        .I ~/.config/sweep/dashboard.yaml
        Theme, glyphs, keys and more (docs/configuration.md).
        .TP
        .I ~/.local/state/sweep/
        What was chosen last, for each database.
        .SH EXIT STATUS
        0 after leaving, 1 on an error, 2 without a terminal, 64 on a wrong option or configuration file,
        129 after SIGHUP, 143 after SIGTERM.

        """#
}
