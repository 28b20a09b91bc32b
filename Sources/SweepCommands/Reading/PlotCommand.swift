import ArgumentParser
import Glibc
import SweepCore
import SweepDashboard
import SweepStore

/// `sweep plot`: one chart, on standard output or as an SVG file.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw a metric of runs as a chart, as text or as SVG.",
        discussion: """
            Names are runs, or sweeps for their best eight runs; the last name is the metric (left out: the \
            objective's). Every point counts: a spike of a single step is drawn, in a million of them too.

            Examples:
              sweep plot fashion-mnist
              sweep plot fashion-mnist/1 fashion-mnist/4 train/loss --log-y --smooth 0.9
              sweep plot fashion-mnist validation/loss --x epoch -o loss.svg
            """)

    @Argument(
        help: ArgumentHelp("Runs and sweeps, then the metric.", valueName: "run|sweep|metric"))
    private var names: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write an SVG file.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    private var output: String?

    @Option(name: .customLong("x"), help: "The x axis: step, epoch, elapsed, clock or samples.")
    private var xAxis: XAxis = .step

    @Flag(help: "A logarithmic x axis.")
    private var logX = false

    @Flag(help: "A logarithmic y axis.")
    private var logY = false

    @Option(
        help: ArgumentHelp(
            "Weight of the moving average, as TensorBoard smooths: 0, 0.6, 0.9, 0.97 or 0.99.",
            valueName: "weight"))
    private var smooth = 0.0

    @Flag(help: "Show outliers whole in place of cutting them off at the edge.")
    private var outliers = false

    @Option(
        help: ArgumentHelp(
            "Columns and rows, or pixels of an SVG. (default: the terminal's, 960x540)",
            valueName: "WxH"))
    private var size: SnapshotSize?

    @Option(help: "The characters of the chart: auto, braille, block or ascii.")
    private var glyphs: GlyphChoice = .auto

    @OptionGroup private var database: DatabaseOption

    /// A few points with an axis on either side.
    private static let smallestText = Size(columns: 20, rows: 5)
    private static let smallestPicture = Size(columns: 200, rows: 120)

    init() {}

    mutating func validate() throws {
        guard ChartOptions.smoothingWeights.contains(smooth) else {
            throw ValidationError("--smooth takes 0, 0.6, 0.9, 0.97 or 0.99")
        }
        let smallest = output == nil ? Self.smallestText : Self.smallestPicture
        if let size, size.size.columns < smallest.columns || size.size.rows < smallest.rows {
            throw ValidationError(
                "--size of \(output == nil ? "a text" : "an SVG") is at least "
                    + "\(smallest.columns)x\(smallest.rows)")
        }
        // What a picture's name promises, a viewer believes.
        if let output,
            output.lowercased().hasSuffix(".png") || output.lowercased().hasSuffix(".pdf")
        {
            throw ValidationError("--output writes SVG; name the file FILE.svg")
        }
    }

    func run() throws {
        let reader = try database.openReader()
        var options = ChartOptions()
        options.xAxis = xAxis
        options.isLogX = logX
        options.isLogY = logY
        options.smoothing = smooth
        options.clipsOutliers = !outliers
        let chart = try PlottedRuns(names, reader: reader).chart(reader, options: options)
        if let output {
            let pixels = size?.size ?? Size(columns: 960, rows: 540)
            let text = Chart.svg(chart, width: pixels.columns, height: pixels.rows)
            return try OutputFile(output).write { Console.write(text, to: $0) }
        }
        let lines = Chart.lines(
            chart, size: size?.size ?? Self.fitting, glyphs: glyphs.glyphs(.current))
        for line in lines { Console.print(line) }
    }

    /// The terminal's width, and its height less the line of the next prompt, but no more than a chart needs.
    private static var fitting: Size {
        let terminal = Console.size(of: STDOUT_FILENO) ?? (columns: 80, rows: 25)
        return Size(columns: terminal.columns, rows: min(30, terminal.rows - 1))
    }
}

extension XAxis: ExpressibleByArgument {}
