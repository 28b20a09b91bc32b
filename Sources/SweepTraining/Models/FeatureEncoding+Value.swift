import SweepCore
import TrainingEngine

/// The encoding of a table as JSON: `[{"column": "age", "mean": …, "deviation": …},
/// {"column": "colour", "values": ["blue", "red"]}]`, in the order of the features.
extension FeatureEncoding {
    var value: Value {
        .list(
            columns.map { column in
                switch column {
                case .number(let name, let mean, let deviation):
                    .map([
                        "column": .text(name), "mean": .number(mean),
                        "deviation": .number(deviation),
                    ])
                case .categories(let name, let values):
                    .map(["column": .text(name), "values": .list(values.map(Value.text))])
                }
            })
    }

    /// `nil` when the value is no encoding.
    init?(_ value: Value) {
        guard let entries = value.asList, !entries.isEmpty else { return nil }
        var columns: [Column] = []
        for entry in entries {
            guard let map = entry.asMap, let name = map["column"]?.asText else { return nil }
            if let values = map["values"]?.asList {
                columns.append(.categories(name: name, values: values.compactMap(\.asText)))
            } else if let mean = map["mean"]?.asNumber, let deviation = map["deviation"]?.asNumber {
                columns.append(.number(name: name, mean: mean, deviation: deviation))
            } else {
                return nil
            }
        }
        self.init(columns: columns)
    }
}
