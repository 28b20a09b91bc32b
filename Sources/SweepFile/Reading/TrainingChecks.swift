import SweepCore

/// Checks the parameters of training runs against the table of parameters.
struct TrainingChecks {
    /// Parameters with a condition of their own: whether they act is for `when` to say.
    var conditional: Set<String> = []

    static func unknown(_ name: String, besides own: [String] = []) -> String {
        let hint = NearestName.hint(name, among: own + ParameterTable.names)
        return "unknown parameter \(name.quoted)\(hint) (`sweep parameters` lists them all)"
    }

    /// Checks every value and brings it into its parameter's own type.
    func normalize(_ space: inout SearchSpace) throws(SweepFileError) {
        guard var train = space.train else { return }
        let inFileOrder = train.entries.sorted {
            ($0.value.place.line, $0.key) < ($1.value.place.line, $1.key)
        }
        for (name, constant) in inFileOrder {
            let row = try row(name, place: constant.place)
            train.entries[name]?.value = try accept(constant.value, row, constant.place)
        }
        space.train = train
        for index in space.parameters.indices {
            let parameter = space.parameters[index]
            let row = try row(parameter.name, place: parameter.place)
            if let constant = train.entries[parameter.name] {
                throw parameter.place.error(
                    "parameter \(parameter.name.quoted) stands in train too"
                        + "\(Self.line(constant.place)); give it once")
            }
            space.parameters[index].distribution = try normalized(parameter, row)
        }
        try checkTarget(space, train: train)
        try checkEffect(space, train: train)
    }

    /// Refuses a parameter that no optimizer of the sweep looks at: its runs would all be the same.
    private func checkEffect(
        _ space: SearchSpace, train: TrainSection
    ) throws(SweepFileError) {
        let optimizers = space.values(of: "optimizer").compactMap(\.value.asText)
        for rule in ParameterTable.dependencies {
            let swept = space.parameters.first { $0.name == rule.name && $0.distribution.isVaried }
            let constant = train.entries[rule.name]?.place
            // A constant beside a value that keeps it from acting (`--set sparsity=0`) is harmless.
            guard !conditional.contains(rule.name),
                let place = swept?.place ?? (space.mentions(rule.other) ? nil : constant),
                !space.isRange(rule.other),
                !space.values(of: rule.other).contains(where: { rule.acts($0.value) })
            else { continue }
            throw place.error("\(rule.name) has no effect without \(rule.condition)")
        }
        for (name, users) in ParameterTable.optimizersUsing.sorted(by: { $0.key < $1.key }) {
            let swept = space.parameters.first { $0.name == name }?.place
            guard !conditional.contains(name), let place = swept ?? train.entries[name]?.place,
                !optimizers.contains(where: users.contains)
            else { continue }
            throw place.error(
                "\(name) has no effect with optimizer \(optimizers.joined(separator: ", ")); "
                    + "it is for \(users.joined(separator: ", "))")
        }
        try checkCompany(space, train: train)
    }

    /// Refuses parameters that act only beside others, where those are not there.
    private func checkCompany(
        _ space: SearchSpace, train: TrainSection
    ) throws(SweepFileError) {
        func place(of name: String) -> Place? {
            guard !conditional.contains(name) else { return nil }
            return space.parameters.first { $0.name == name }?.place ?? train.entries[name]?.place
        }
        for (name, other) in ParameterTable.actsBeside.sorted(by: { $0.key < $1.key }) {
            let used = texts(other.parameter, in: space)
            guard let place = place(of: name), !used.contains(where: other.values.contains) else {
                continue
            }
            throw place.error(
                "\(name) has no effect with \(other.parameter) \(used.joined(separator: ", ")); "
                    + "it is for \(other.values.joined(separator: ", "))")
        }
        for (name, other) in ParameterTable.actsWith.sorted(by: { $0.key < $1.key }) {
            guard let place = place(of: name), space.values(of: other).isEmpty else { continue }
            throw place.error(
                "\(name) has no effect without \(other); give \(other) or leave it out")
        }
        if let place = place(of: "residual"),
            space.values(of: "residual").contains(where: { $0.value.asFlag == true }),
            space.values(of: "depth").allSatisfy({ $0.value.asInteger ?? 0 < 2 })
        {
            throw place.error(
                "residual has no effect below depth 2: the first hidden layer has no block before it"
            )
        }
    }

    /// The texts that a parameter takes in the sweep, or what leaving it out means.
    private func texts(_ name: String, in space: SearchSpace) -> [String] {
        let texts = space.values(of: name).compactMap(\.value.asText)
        guard texts.isEmpty, case .implied(let value)? = row(name) else { return texts }
        return value.asText.map { [$0] } ?? []
    }

    private func row(_ name: String) -> ParameterInfo.Default? {
        ParameterTable.named(name)?.defaultValue
    }

    private static func line(_ place: Place) -> String {
        place.line > 0 ? " (line \(place.line))" : ""
    }

    private func row(_ name: String, place: Place) throws(SweepFileError) -> ParameterInfo {
        guard let row = ParameterTable.named(name) else { throw place.error(Self.unknown(name)) }
        return row
    }

    private func accept(
        _ value: Value, _ row: ParameterInfo, _ place: Place
    ) throws(SweepFileError) -> Value {
        if let accepted = row.accepted(value) { return accepted }
        var hint = ""
        if case .choice(let names) = row.kind, let text = value.asText {
            hint = NearestName.hint(text, among: names)
        }
        if case .choices(let names) = row.kind {
            let wrong = value.asList?.compactMap(\.asText).first { !names.contains($0) }
            hint = wrong.map { NearestName.hint($0, among: names) } ?? ""
        }
        let found = value.isNull ? "empty" : value.asText?.quoted ?? value.canonicalJSON.shown
        throw place.error("\(row.name) is \(found); it must be \(row.allowed)\(hint)")
    }

    private func normalized(
        _ parameter: ReadParameter, _ row: ParameterInfo
    ) throws(SweepFileError) -> ParameterDistribution {
        let place = parameter.place
        switch parameter.distribution {
        case .constant(let value):
            return .constant(try accept(value, row, parameter.valuePlaces.first ?? place))
        case .categorical(let values, let probabilities):
            var accepted: [Value] = []
            accepted.reserveCapacity(values.count)
            for (value, place) in zip(values, parameter.valuePlaces) {
                accepted.append(try accept(value, row, place))
            }
            return .categorical(accepted, probabilities: probabilities)
        case .integerUniform(let minimum, let maximum):
            for end in [minimum, maximum] { _ = try accept(.integer(end), row, place) }
        case .quantizedUniform(let minimum, let maximum, let quantum):
            _ = try accept(.number(minimum), row, place)
            if case .integer = row.kind { try requireWhole(quantum, row, place) }
            if let count = parameter.distribution.gridCount, count > 0 {
                _ = try accept(parameter.distribution.gridValue(at: count - 1), row, place)
            } else {
                _ = try accept(.number(maximum), row, place)
            }
        case .continuous(let name, let arguments):
            guard isNumeric(row), !isInteger(row) || name.hasPrefix("q_") else {
                throw place.error("\(row.name) is drawn from \(name); it must be \(row.allowed)")
            }
            // Of other distributions the ends are exponents, or there are none.
            if ["uniform", "log_uniform_values", "inv_log_uniform_values"].contains(name) {
                for end in ["min", "max"] {
                    _ = try accept(arguments[end].map(Value.number) ?? .null, row, place)
                }
            }
        }
        return parameter.distribution
    }

    private func requireWhole(
        _ quantum: Double, _ row: ParameterInfo, _ place: Place
    ) throws(SweepFileError) {
        guard Int64(exactly: quantum) == nil else { return }
        throw place.error(
            "\(row.name) goes in steps of \(Value.number(quantum).canonicalJSON); "
                + "it must be \(row.allowed), so q must be an integer")
    }

    private func isInteger(_ row: ParameterInfo) -> Bool {
        if case .integer = row.kind { true } else { false }
    }

    private func isNumeric(_ row: ParameterInfo) -> Bool {
        switch row.kind {
        case .integer, .number: true
        case .choice, .choices, .flag, .text, .textList: false
        }
    }

    private func checkTarget(
        _ space: SearchSpace, train: TrainSection
    ) throws(SweepFileError) {
        let soft = space.values(of: "soft_targets").first
        let hasTarget = !space.values(of: "target").isEmpty
        if let soft, hasTarget {
            throw (soft.place ?? train.place).error(
                "soft_targets stands beside target; give the columns of probabilities or the one "
                    + "column to predict")
        }
        for (value, place) in space.values(of: "dataset") {
            guard let dataset = value.asText else { continue }
            let isTable = dataset.hasPrefix("csv:")
            if let soft, !isTable {
                throw (soft.place ?? train.place).error(
                    "soft_targets has no effect with dataset \(dataset.quoted); it is for csv data sets"
                )
            }
            guard isTable, soft == nil, !hasTarget else { continue }
            throw (place ?? train.place).error(
                "dataset is \(dataset.quoted); a csv data set needs target, the column to predict")
        }
    }
}

// MARK: - Objective

extension TrainingChecks {
    /// The objective of training runs: what `metric` says, or the loss on the validation rows.
    ///
    /// Where some run has no validation rows, the default is the training loss.
    func objective(
        _ metric: MetricSection?, in space: SearchSpace
    ) throws(SweepFileError) -> Objective {
        let without = space.values(of: "validation").first { $0.value.asNumber == 0 }
        let prunes =
            space.isRange("sparsity")
            || space.values(of: "sparsity").contains { $0.value.asNumber ?? 0 > 0 }
        guard let metric else {
            return Objective(
                metric: without == nil
                    ? TrainingMetricName.validationLoss : TrainingMetricName.trainLoss,
                goal: .minimize, summary: prunes ? .last : .best)
        }
        let name = metric.objective.metric
        guard TrainingMetricName.all.contains(name) else {
            throw metric.place.error(
                "unknown metric \(name.quoted); training runs have "
                    + TrainingMetricName.all.joined(separator: ", ")
                    + NearestName.hint(name, among: TrainingMetricName.all))
        }
        if let request = TrainingMetricName.request(for: name) {
            let lists = space.values(of: "metrics").compactMap(\.value.asList)
            guard !lists.isEmpty,
                lists.allSatisfy({ $0.contains { $0.asText == request } })
            else {
                throw metric.place.error(
                    "metric \(name) is recorded on request; add metrics: [\(request)] to train")
            }
        }
        if prunes, metric.objective.summary == .best {
            throw metric.place.error(
                "with sparsity the best epoch may be one before weights are pruned; "
                    + "add summary: last to metric")
        }
        if name.hasPrefix("validation/"), let without {
            let line = without.place.map(Self.line) ?? ""
            throw metric.place.error(
                "metric \(name) with validation: 0\(line), which measures none; "
                    + "use \(TrainingMetricName.trainLoss) or keep validation rows")
        }
        return metric.objective
    }
}
