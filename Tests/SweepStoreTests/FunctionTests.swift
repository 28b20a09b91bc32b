import Foundation
import SweepCore
import SweepStore
import Synchronization
import Testing

@Suite("SQL functions of ours") struct FunctionTests {
    private static let values = """
        (WITH v(x) AS (VALUES (3.5), (-1.25), (NULL), (0.1), (1e6), (7), (7.0), (0.3333333333333333), \
        (NULL), (-2.5e-3)) SELECT x FROM v)
        """

    private func number(_ expression: String, from table: String = values) throws -> Double? {
        let fixture = try Fixture()
        switch try fixture.rows("SELECT \(expression) FROM \(table)")[0][0] {
        case .real(let value): return value
        case .null: return nil
        case let other:
            Issue.record("\(other)")
            return nil
        }
    }

    /// The expected values are numpy's: `median`, `percentile`, `std(ddof=1)`.
    @Test(
        "equal numpy's",
        arguments: [
            ("median(x)", 1.9166666666666667),
            ("percentile(x, 0)", -1.25),
            ("percentile(x, 1)", -1.162675),
            ("percentile(x, 10)", -0.3767499999999999),
            ("percentile(x, 25)", 0.074375),
            ("percentile(x, 50)", 1.9166666666666667),
            ("percentile(x, 62.5)", 4.8125),
            ("percentile(x, 90)", 300004.89999999985),
            ("percentile(x, 99.9)", 993000.0490000003),
            ("percentile(x, 100)", 1000000.0),
            ("stddev(x)", 353552.54809854523),
            ("standard_error(x)", 124999.70213313216),
        ])
    func reference(expression: String, expected: Double) throws {
        let value = try #require(try number(expression))
        #expect(abs(value - expected) <= 1e-14 * abs(expected), "\(value)")
    }

    @Test("NULL is left out; too few values give NULL")
    func few() throws {
        let none = "(SELECT NULL AS x UNION ALL SELECT NULL)"
        let one = "(SELECT NULL AS x UNION ALL SELECT 4)"
        let empty = "(SELECT 1 AS x WHERE 0)"
        for function in ["median(x)", "percentile(x, 10)", "stddev(x)", "standard_error(x)"] {
            #expect(try number(function, from: none) == nil)
            #expect(try number(function, from: empty) == nil)
        }
        #expect(try number("median(x)", from: one) == 4)
        #expect(try number("percentile(x, 99)", from: one) == 4)
        #expect(try number("stddev(x)", from: one) == nil)
        #expect(try number("standard_error(x)", from: one) == nil)
        let infinite = "(SELECT 9e999 AS x UNION ALL SELECT 1 UNION ALL SELECT 9e999)"
        #expect(try number("median(x)", from: infinite) == .infinity)
        #expect(try number("stddev(x)", from: infinite) == nil)
    }

    @Test("large numbers close to each other keep their spread")
    func cancellation() throws {
        let table = "(SELECT column1 AS x FROM (VALUES (1e9+4), (1e9+7), (1e9+13), (1e9+16)))"
        #expect(try number("stddev(x)", from: table) == 5.477225575051661)
    }

    @Test("each group has its own; several in one query do not mix")
    func groups() throws {
        let rows = try Fixture().rows(
            """
            SELECT g, median(x), percentile(x, 75), median(-x), count(x) FROM (SELECT column1 AS g,
            column2 AS x FROM (VALUES (1, 1), (2, 10), (1, 2), (2, 20), (1, 3), (2, NULL))) GROUP BY g
            """)
        #expect(
            rows == [
                [.integer(1), .real(2), .real(2.5), .real(-2), .integer(3)],
                [.integer(2), .real(15), .real(17.5), .real(-15), .integer(2)],
            ])
    }

    @Test(
        "what they cannot take is refused, and the connection goes on",
        arguments: [
            ("median('abc')", "median() takes numbers"),
            ("stddev(x'00')", "stddev() takes numbers"),
            ("percentile(1, 101)", "percentile(x, p) takes p from 0 to 100"),
            ("percentile(1, NULL)", "percentile(x, p) takes p from 0 to 100"),
            ("percentile(1, seed)", "percentile(x, p) takes one p for all rows"),
            ("'a' REGEXP '('", "REGEXP: a \")\" is missing, at character 2 of the expression"),
        ])
    func refusal(expression: String, message: String) throws {
        let fixture = try Fixture()
        _ = try fixture.sweep(runs: 3)
        try fixture.change("UPDATE run SET seed = number")
        let reader = try fixture.reader()
        let error = #expect(throws: StoreError.self) {
            try reader.query("SELECT \(expression) FROM run", columns: { _ in }) { _ in true }
        }
        #expect(error == .badQuery(message: message, offset: nil))
        #expect(try reader.sweeps().count == 1)
    }

    @Test("REGEXP searches text; NULL gives NULL")
    func regexp() throws {
        #expect(
            try Fixture().rows(
                """
                SELECT 'lr0.1-d2' REGEXP '-d[12]$', 'x' REGEXP 'y', NULL REGEXP 'a', 'a' REGEXP NULL,
                    12 REGEXP '^1', regexp('b', 'abc'), 'a' || char(0) || 'b' REGEXP 'b$'
                """) == [
                    [
                        .integer(1), .integer(0), .null, .null, .integer(1), .integer(1),
                        .integer(1),
                    ]
                ])
    }

    @Test("an interruption may come at any moment, also while a call begins or ends")
    func interruptions() throws {
        let fixture = try Fixture()
        let reader = try fixture.reader()
        let isDone = Atomic<Bool>(false)
        let ended = DispatchSemaphore(value: 0)
        Thread {
            while !isDone.load(ordering: .relaxed) { reader.interrupt() }
            ended.signal()
        }.start()
        for _ in 0..<3_000 {
            do {
                _ = try reader.schema()
            } catch StoreError.interrupted {
                continue
            }
        }
        isDone.store(true, ordering: .relaxed)
        ended.wait()
        #expect(try reader.schema() == StoreReader.knownSchema)
    }

    @Test("a function can be interrupted in the middle")
    func interruption() throws {
        let reader = try Fixture().reader()
        let isDone = Atomic<Bool>(false)
        let done = DispatchSemaphore(value: 0)
        let interrupter = Thread {
            // Requests that come before the query has begun are none.
            while !isDone.load(ordering: .acquiring) {
                reader.interrupt()
                sched_yield()
            }
            done.signal()
        }
        interrupter.start()
        // One call: SQLite itself looks at its flag between instructions only.
        #expect(throws: StoreError.interrupted) {
            try reader.query(
                "SELECT printf('%.*c', 50000000, 'a') REGEXP '(a|b)*c$'", columns: { _ in }
            ) { _ in
                Issue.record("the query went on to its end")
                return false
            }
        }
        isDone.store(true, ordering: .releasing)
        done.wait()
        #expect(try reader.sweeps().isEmpty)
    }
}
