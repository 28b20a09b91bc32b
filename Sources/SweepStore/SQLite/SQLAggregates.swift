import GRDBSQLite

/// Aggregates that SQLite 3.40 does not have: `median(x)`, `percentile(x, p)`, `stddev(x)` and
/// `standard_error(x)`.
///
/// NULL is left out. `percentile` takes 0 to 100 and interpolates linearly (numpy's default, type 7 of
/// Hyndman and Fan, 1996); `median` is `percentile(x, 50)`. `stddev` is that of a sample, and
/// `standard_error` divides it by the square root of the count; both are NULL for fewer than two values.
/// What is no number is refused, and a result that is NaN is NULL.
enum SQLAggregates {
    fileprivate enum Kind: String, CaseIterable {
        case median, percentile, stddev, standardError = "standard_error"
    }

    static func add(to handle: OpaquePointer, interruption: Interruption) {
        for kind in Kind.allCases {
            // SQLite releases the function when the connection closes, and when it refuses it.
            sqlite3_create_function_v2(
                handle, kind.rawValue, kind == .percentile ? 2 : 1,
                SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                Unmanaged.passRetained(Function(kind, interruption)).toOpaque(), nil,
                { context, _, values in SQLAggregates.step(context, values) },
                { context in SQLAggregates.finish(context) }
            ) { pointer in
                if let pointer { Unmanaged<Function>.fromOpaque(pointer).release() }
            }
        }
    }

    private final class Function {
        let kind: Kind
        let interruption: Interruption

        init(_ kind: Kind, _ interruption: Interruption) {
            self.kind = kind
            self.interruption = interruption
        }

        static func of(_ context: OpaquePointer?) -> Function? {
            sqlite3_user_data(context).map {
                Unmanaged<Function>.fromOpaque($0).takeUnretainedValue()
            }
        }
    }

    /// The values of one group so far.
    private final class Group {
        var sample = NumberSample()
        var percent: Double?
    }

    // MARK: Calls from SQLite

    private typealias Slot = UnsafeMutablePointer<Unmanaged<Group>?>

    /// Where SQLite keeps a group's state: zeros at first; `nil` without memory.
    private static func slot(_ context: OpaquePointer?, isNew: Bool) -> Slot? {
        let size = Int32(MemoryLayout<Unmanaged<Group>?>.size)
        return sqlite3_aggregate_context(context, isNew ? size : 0)?
            .assumingMemoryBound(to: Unmanaged<Group>?.self)
    }

    private static func step(
        _ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        guard let function = Function.of(context), let values,
            let slot = slot(context, isNew: true)
        else { return sqlite3_result_error_nomem(context) }
        let group: Group
        if let known = slot.pointee {
            group = known.takeUnretainedValue()
        } else {
            group = Group()
            // Released by `finish`, which SQLite calls for every group, also after an error.
            slot.pointee = Unmanaged.passRetained(group)
        }
        if function.kind == .percentile {
            guard let percent = number(values[1]), (0...100).contains(percent) else {
                return SQLFunctions.fail("percentile(x, p) takes p from 0 to 100", context)
            }
            guard group.percent == nil || group.percent == percent else {
                return SQLFunctions.fail("percentile(x, p) takes one p for all rows", context)
            }
            group.percent = percent
        }
        guard sqlite3_value_type(values[0]) != SQLITE_NULL else { return }
        guard let number = number(values[0]) else {
            return SQLFunctions.fail("\(function.kind.rawValue)() takes numbers", context)
        }
        group.sample.append(number)
    }

    private static func finish(_ context: OpaquePointer?) {
        // Without a row there is no group, and the result is NULL.
        guard let function = Function.of(context), let slot = slot(context, isNew: false),
            let group = slot.pointee?.takeRetainedValue()
        else { return }
        slot.pointee = nil
        do {
            let result: Double? =
                switch function.kind {
                case .median, .percentile:
                    try group.sample.percentile(group.percent ?? 50) {
                        try function.interruption.check()
                    }
                case .stddev: group.sample.standardDeviation
                case .standardError: group.sample.standardError
                }
            // SQLite makes NULL of NaN.
            if let result { sqlite3_result_double(context, result) }
        } catch {
            sqlite3_result_error_code(context, SQLITE_INTERRUPT)
        }
    }

    private static func number(_ value: OpaquePointer?) -> Double? {
        switch sqlite3_value_type(value) {
        case SQLITE_INTEGER, SQLITE_FLOAT: sqlite3_value_double(value)
        default: nil
        }
    }
}
