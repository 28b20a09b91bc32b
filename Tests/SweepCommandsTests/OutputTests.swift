import SweepCommands
import SweepCore
import Testing

@Suite("Text for people")
struct PeopleTests {
    @Test(
        "numbers have at most six significant digits",
        arguments: [
            (0.856166666666, "0.856167"), (1.0, "1"), (0.1, "0.1"), (1.2e-5, "1.2e-05"),
            (54_000, "54000"),
            (237_581.4, "237581"), (-0.5, "-0.5"), (0, "0"), (.nan, "NaN"),
            (-.infinity, "-Infinity"),
            (1e300, "1e+300"),
        ])
    func numbers(value: Double, text: String) {
        #expect(NumberText.short(value) == text)
    }

    @Test(
        "durations name their two largest units",
        arguments: [
            (400, "0 s"), (8_000, "8 s"), (200_000, "3 min 20 s"), (7_500_000, "2 h 05 min"),
            (356_400_000, "4 d 3 h"),
        ] as [(Int64, String)])
    func durations(milliseconds: Int64, text: String) {
        #expect(NumberText.duration(milliseconds: milliseconds) == text)
    }

    @Test(
        "a short measured duration has tenths of a second",
        arguments: [(0, "0.0 s"), (640, "0.6 s"), (9_949, "9.9 s"), (9_950, "10 s")]
            as [(Int64, String)])
    func measured(milliseconds: Int64, text: String) {
        #expect(NumberText.measured(milliseconds: milliseconds) == text)
    }

    @Test(
        "whole numbers are grouped by thousands",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_000_000_000_000, "1,000,000,000,000"),
            (-12_345, "-12,345"),
        ])
    func grouped(value: Int, text: String) {
        #expect(NumberText.grouped(value) == text)
    }

    static let report = {
        var report = Report(columns: ["name", "value", "note"])
        report.append([.text("a"), .number(0.5), .empty])
        report.append([.text("longer"), .integer(12), .text("x\u{1B}[2J\ty")])
        return report
    }()

    @Test("columns are aligned, numbers to the right, control characters made visible")
    func table() {
        #expect(
            TextTable(Self.report, width: nil).lines == [
                "name    value  note", "a         0.5", "longer     12  x␛[2J␉y",
            ])
    }

    @Test("a table is cut to the terminal, the widest column first", arguments: 24...60)
    func narrow(width: Int) {
        var report = Report(columns: ["name", "text"])
        report.append([.text("short"), .text(String(repeating: "long ", count: 20))])
        let lines = TextTable(report, width: width).lines
        #expect(lines.allSatisfy { TextTable.columns(of: $0) <= width })
        #expect(lines[1].hasPrefix("short"))
        #expect(lines[1].hasSuffix("…"))
    }

    @Test("a long header gives way before what stands below it")
    func longHeader() {
        var report = Report(columns: ["run", "validation/accuracy"])
        report.append([.text("lr0.3-d1-w128-s0"), .number(0.828333)])
        #expect(
            TextTable(report, width: 26).lines == [
                "run               validat…", "lr0.3-d1-w128-s0  0.828333",
            ])
    }

    @Test("a cut text keeps its width", arguments: 0...12)
    func cut(width: Int) {
        let text = TextTable.cut("learning_rate", to: width)
        #expect(TextTable.columns(of: text) == width)
    }
}

@Suite("Text for programs")
struct ProgramsTests {
    @Test("JSON keeps the column order and exact numbers; NaN is null, infinity reads back as one")
    func json() {
        var report = Report(columns: ["b", "a"])
        report.append([.number(0.1), .text("say \"hi\"\n")])
        report.append([.number(.nan), .number(.infinity)])
        #expect(
            JSONText.lines(report) == [
                #"[{"b":0.1,"a":"say \"hi\"\n"},"#, #" {"b":null,"a":1e999}]"#,
            ])
        #expect(JSONText.lines(Report(columns: ["a"])) == ["[]"])
    }

    @Test(
        "CSV quotes what RFC 4180 wants quoted, and nothing else",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""), (" padded", "\" padded\""), ("", ""),
        ])
    func csv(text: String, field: String) {
        #expect(CSVText.field(text) == field)
    }

    @Test(
        "text that a spreadsheet would run is defused, and nothing else",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"), ("\r", "'\r"), ("  =1", "'  =1"), ("＝1", "'＝1"), ("a=1", "a=1"),
            ("", ""), ("'=1", "'=1"), ("\u{200F}x", "\u{200F}x"),
        ])
    func defused(text: String, safe: String) {
        #expect(CSVText.defused(text) == safe)
    }

    @Test("defusing leaves numbers as they are")
    func defusedRow() {
        let row: [Report.Cell] = [.number(-1.5), .integer(-2), .text("-2"), .json("[-2]")]
        #expect(CSVText.line(row, defusing: true) == "-1.5,-2,'-2,[-2]")
        #expect(CSVText.line(["-a", "b"], defusing: true) == "'-a,b")
    }

    @Test(
        "CSV numbers read back to the same bits",
        arguments: [
            0.1, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0, 1e22,
        ])
    func exact(value: Double) {
        #expect(Double(CSVText.number(value))?.bitPattern == value.bitPattern)
    }

    @Test(
        "a word is quoted for the shell only when it must be",
        arguments: [
            ("epochs=10", "epochs=10"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"),
            ("values=[1,2]", "'values=[1,2]'"),
        ])
    func shell(word: String, quoted: String) {
        #expect(Shell.quoted(word) == quoted)
    }
}
