import GRDBSQLite
import SweepCore

/// The SQL functions of ours, on every connection of a reader.
///
/// `X REGEXP Y` searches text for an expression (`RegularExpression`); `lower_text(X)` is `lower` for all
/// letters; the aggregates are in `SQLAggregates`.
enum SQLFunctions {
    /// Adds the functions; a call of one ends soon after `interruption` has been asked for.
    static func add(to handle: OpaquePointer, interruption: Interruption) {
        let context = Context(interruption)
        add("regexp", argumentCount: 2, to: handle, context: context) { context, _, values in
            SQLFunctions.regexp(context, values)
        }
        add("lower_text", argumentCount: 1, to: handle, context: context) { context, _, values in
            guard let text = SQLFunctions.text(values?[0]) else { return }
            SQLFunctions.result(text.lowercased(), to: context)
        }
        SQLAggregates.add(to: handle, interruption: interruption)
    }

    /// What a function keeps between calls on its connection, which one thread uses at a time.
    final class Context {
        let interruption: Interruption
        private var expressions: [String: RegularExpression] = [:]

        init(_ interruption: Interruption) { self.interruption = interruption }

        /// The expression, read once for all rows; a query has few.
        fileprivate func expression(_ source: String) throws -> RegularExpression {
            if let known = expressions[source], known.source.utf8.elementsEqual(source.utf8) {
                return known
            }
            if expressions.count >= 100 { expressions = [:] }
            let expression = try RegularExpression(source)
            expressions[source] = expression
            return expression
        }

        static func of(_ context: OpaquePointer?) -> Context? {
            sqlite3_user_data(context).map {
                Unmanaged<Context>.fromOpaque($0).takeUnretainedValue()
            }
        }
    }

    private static func add(
        _ name: String, argumentCount: Int32, to handle: OpaquePointer, context: Context,
        function:
            @convention(c) (
                OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
            ) -> Void
    ) {
        // SQLite releases the context when the connection closes, and when it refuses the function.
        sqlite3_create_function_v2(
            handle, name, argumentCount, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
            Unmanaged.passRetained(context).toOpaque(), function, nil, nil
        ) { pointer in
            if let pointer { Unmanaged<Context>.fromOpaque(pointer).release() }
        }
    }

    // MARK: REGEXP

    /// `X REGEXP Y` calls `regexp(Y, X)`; NULL when one of them is NULL.
    private static func regexp(
        _ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        guard let own = Context.of(context), let source = text(values?[0]),
            let text = text(values?[1])
        else { return }
        do {
            let expression = try own.expression(source)
            let isMatch = try expression.matches(text) { try own.interruption.check() }
            sqlite3_result_int(context, isMatch ? 1 : 0)
        } catch is Interruption.Requested {
            sqlite3_result_error_code(context, SQLITE_INTERRUPT)
        } catch {
            fail("REGEXP: \(error)", context)
        }
    }

    // MARK: Values

    /// The value as text; `nil` for NULL.
    static func text(_ value: OpaquePointer??) -> String? {
        guard let value = value ?? nil, let bytes = sqlite3_value_text(value) else { return nil }
        let count = Int(sqlite3_value_bytes(value))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    static func result(_ text: String, to context: OpaquePointer?) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_result_text64(
                    context, characters.baseAddress, UInt64(characters.count),
                    RawStatement.transient, UInt8(SQLITE_UTF8))
            }
        }
    }

    static func fail(_ message: String, _ context: OpaquePointer?) {
        sqlite3_result_error(context, message, -1)
    }
}
