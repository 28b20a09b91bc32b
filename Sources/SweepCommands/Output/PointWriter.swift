import SweepCore
import SweepStore

/// Writes points in the long form, a row a point: what a curve's rows have in common is made once.
struct PointWriter {
    static let columns = ["sweep", "run", "name", "metric", "step", "value", "seconds"]

    private let isJSON: Bool
    private let isDefusing: Bool
    private var buffer: OutputBuffer
    private var start: [UInt8] = []

    /// Writes to an open file descriptor; see `RowWriter`.
    init(json: Bool, file: Int32, defusing: Bool = false) {
        isJSON = json
        isDefusing = defusing
        buffer = OutputBuffer(file: file)
        if !json { buffer.append(CSVText.line(Self.columns) + CSVText.lineEnd) }
    }

    /// Begins with the points of a curve.
    mutating func series(_ series: ExportedSeries) {
        let cells: [Report.Cell] = [
            .init(series.sweep), .text(series.run.description), .text(series.name),
            .text(series.metric),
        ]
        if isJSON {
            let fields = zip(JSONText.keys(Self.columns), cells).map {
                $0 + ":" + JSONText.text($1)
            }
            start = Array(("{" + fields.joined(separator: ",") + ",\"step\":").utf8)
        } else {
            start = Array((CSVText.line(cells, defusing: isDefusing) + ",").utf8)
        }
    }

    mutating func point(_ point: CurvePoint) throws {
        buffer.append(start)
        buffer.append(point.step)
        buffer.append(isJSON ? ",\"value\":" : ",")
        if point.value.isFinite {
            buffer.append(point.value)
        } else {
            let cell = Report.Cell.number(point.value)
            buffer.append(isJSON ? JSONText.text(cell) : CSVText.text(cell))
        }
        buffer.append(isJSON ? ",\"seconds\":" : ",")
        buffer.append(secondsOf: point.time)
        buffer.append(isJSON ? "}\n" : CSVText.lineEnd)
        try buffer.flushIfLarge()
    }

    /// Writes what is left.
    mutating func end() throws { try buffer.flush() }
}
