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
        if !json { buffer.bytes.append(text: CSVText.line(Self.columns) + CSVText.lineEnd) }
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
        buffer.bytes += start
        buffer.bytes.append(decimal: point.step)
        buffer.bytes.append(text: isJSON ? ",\"value\":" : ",")
        if point.value.isFinite {
            buffer.bytes.append(shortest: point.value)
        } else {
            let cell = Report.Cell.number(point.value)
            buffer.bytes.append(text: isJSON ? JSONText.text(cell) : CSVText.text(cell))
        }
        buffer.bytes.append(text: isJSON ? ",\"seconds\":" : ",")
        buffer.bytes.append(milliseconds: point.time)
        buffer.bytes.append(text: isJSON ? "}\n" : CSVText.lineEnd)
        try buffer.flushIfLarge()
    }

    /// Writes what is left.
    mutating func end() throws { try buffer.flush() }
}
