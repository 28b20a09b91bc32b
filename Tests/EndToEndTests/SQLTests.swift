import Foundation
import SweepTestSupport
import Testing

@Suite("sweep sql")
struct SQLTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(
            in: folder.path, environment: ["SWEEP_DB": Program.checkout + "/experiments.db"])
    }

    @Test(
        "an error shows the line and the place",
        arguments: [
            (
                "SELECT * FROM fashon_mnist",
                "no such table: fashon_mnist; did you mean \"fashion_mnist\"?",
                "SELECT * FROM fashon_mnist", 14
            ),
            (
                "SELECT depth\nFROM quickstart\nWHERE dpeth = 2\nLIMIT 3",
                "no such column: dpeth; did you mean \"depth\"?, line 3, column 7",
                "WHERE dpeth = 2",
                6
            ),
            ("SELEC 1", "near \"SELEC\": syntax error", "SELEC 1", 0),
            ("SELECT '\u{1B}[31m' x y", "near \"y\": syntax error", "SELECT '␛[31m' x y", 17),
            ("SELECT (1", "incomplete input", "SELECT (1", 9),
            ("SELECT 1; SELECT 2", "one query at a time, please", "SELECT 1; SELECT 2", 10),
        ])
    func errors(query: String, message: String, line: String, column: Int) throws {
        let result = try sweep.run("sql", query)
        #expect(result.code == 1)
        #expect(result.output.isEmpty)
        #expect(
            result.errors
                == "sweep: \(message)\n  \(line)\n  \(String(repeating: " ", count: column))^\n")
    }

    @Test("a long line is cut around the place")
    func longLine() throws {
        let columns = (0..<200).map { "number AS n\($0)" }.joined(separator: ", ")
        let result = try sweep.run("sql", "SELECT \(columns), nmae, \(columns) FROM results")
        let lines = result.errorLines
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(result.errors)")
        let caret = try #require(lines.last?.count)
        #expect(lines[1].dropFirst(caret - 1).hasPrefix("nmae, "), "\(result.errors)")
    }

    @Test("without a query and without a terminal it reads nothing and says how to use it")
    func noQuery() throws {
        let result = try sweep.run("sql")
        #expect(result.code == 64)
        #expect(result.output.isEmpty)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains("sweep sql --help"), "\(result.errors)")
    }

    @Test("functions of ours")
    func functions() throws {
        let result = try sweep.run(
            "sql", "--csv",
            """
            SELECT median(x) AS m, percentile(x, 25) AS p, stddev(x) AS s, standard_error(x) AS e
            FROM (SELECT 1 AS x UNION SELECT 2 UNION SELECT 4 UNION SELECT NULL)
            """)
        #expect(result.output == "m,p,s,e\r\n2.0,1.5,1.5275252316519465,0.8819171036881969\r\n")
    }

    @Test("blobs, NUL and control characters come out in every form")
    func awkwardValues() throws {
        let query = "SELECT x'00ff' AS b, 'a' || char(0) || 'b' AS z, char(27, 10, 34, 44) AS c"
        #expect(
            try sweep.run("sql", "--json", query).output
                == "[{\"b\":\"x'00ff'\",\"z\":\"a\\u0000b\",\"c\":\"\\u001b\\n\\\",\"}]\n")
        #expect(
            try sweep.run("sql", "--csv", query).output
                == "b,z,c\r\nx'00ff',a\0b,\"\u{1B}\n\"\",\"\r\n")
        #expect(
            try sweep.run("sql", query).output == "b        z    c\nx'00ff'  a␀b  ␛␊\",\n")
    }

    @Test("two thousand columns, in every form", arguments: ["--csv", "--json", "--limit"])
    func manyColumns(form: String) throws {
        let columns = (1...2_000).map { "\($0) AS c\($0)" }.joined(separator: ", ")
        let arguments = form == "--limit" ? ["--limit", "1"] : [form]
        let result = try sweep.run(["sql"] + arguments + ["SELECT \(columns) FROM run LIMIT 2"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("c2000"))
        let lines = result.output.split { $0.isNewline }
        #expect(lines.count == (form == "--json" ? 2 : form == "--csv" ? 3 : 2))
        let tooMany = try sweep.run("sql", "SELECT \(columns), 0 FROM run")
        #expect(tooMany.code == 1)
        #expect(tooMany.errors.contains("too many columns"), "\(tooMany.errors)")
    }

    @Test("the limit counts rows")
    func limit() throws {
        let query = "SELECT column1 AS n FROM (VALUES (1), (2), (3))"
        #expect(try sweep.run("sql", "--limit", "2", "--csv", query).output == "n\r\n1\r\n2\r\n")
        #expect(
            try sweep.run("sql", "--limit", "2", "--json", query).output
                == "[{\"n\":1},\n {\"n\":2}]\n")
        #expect(try sweep.run("sql", "--limit", "0", query).code == 64)
        let long = try sweep.run("sql", "SELECT 1 AS n FROM point LIMIT 1500")
        #expect(long.output.split(separator: "\n").count == 1_001)
        #expect(long.errors.contains("--limit"))
    }
}
