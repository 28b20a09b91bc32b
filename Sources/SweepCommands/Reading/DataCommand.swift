import ArgumentParser
import SweepCore
import TrainingEngine

/// `sweep data`: which data sets are found, and where.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "List the data sets: which are found, where, and how to get the others.",
        discussion: """
            A sweep file names one under `train:`, as `dataset: fashion-mnist`.
            A table of your own is `dataset: csv:PATH` with `target: COLUMN`.

            Examples:
              sweep data
              sweep data --data ~/datasets
            """)

    @OptionGroup private var data: DataOption
    @OptionGroup private var format: FormatOption

    init() {}

    func run() throws {
        var report = Report(
            columns: ["name", "rows", "features", "classes", "found", "where", "kind", "source"])
        for entry in DataSetCatalog(directory: data.path).entries() {
            let (isFound, place): (Bool, String) =
                switch entry.location {
                case .builtIn: (true, "in the program")
                case .folder(let folder): (true, folder)
                case .named: (true, "the file you name")
                case .missing(let reason): (false, reason)
                }
            report.append([
                .text(entry.name), .init(entry.rowCount), .init(entry.featureCount),
                .init(entry.classCount), .flag(isFound), .text(place), .text(entry.kind),
                .text(entry.source),
            ])
        }
        guard format.isTable else { return format.print(report) }
        for row in report.rows {
            let cells = row.map(CSVText.text)
            let targets = cells[3].isEmpty ? "numbers" : "\(cells[3]) classes"
            let size = cells[1].isEmpty ? "" : ": \(cells[1]) rows × \(cells[2]), \(targets)"
            Console.print("\(cells[0].visible)\(size) (\(cells[6].visible))")
            Console.print("    \(cells[4] == "true" ? "found" : "missing"): \(cells[5].visible)")
            Console.print("    source: \(cells[7].visible)")
        }
    }
}
