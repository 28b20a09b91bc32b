import ArgumentParser
import SweepCore
import SweepStore

/// What the commands of control have in common: they name sweeps and runs, and say what came of it.
struct ControlOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Sweeps and runs.", valueName: "sweep|run"))
    private var names: [String]

    @OptionGroup var database: DatabaseOption

    init() {}

    func references(_ reader: StoreReader) throws -> [Reference] {
        try names.map { try reader.reference($0) }
    }

    /// Lets `act` work on each; whoever executes the runs obeys within a second. Returns whether anything has changed.
    @discardableResult
    func apply(
        _ references: [Reference], verb: String,
        act: (StoreWriter, Reference) throws -> ControlReport
    ) throws -> Bool {
        var isChanged = false
        try database.write { writer in
            for reference in references {
                let report = try act(writer, reference)
                Console.note("\(reference.shown): \(report.text(verb: verb))")
                isChanged = isChanged || report.changed > 0 || report.isSweepChanged
            }
        }
        return isChanged
    }

    /// Says how the runs get going where no worker is there that would take them up.
    func sayWhoWorks() throws {
        guard try database.openReader().liveWorkerCount() == 0 else { return }
        Console.note(
            "nobody is at work on them; go on with `sweep worker\(database.argument)` or launch the sweep file again"
        )
    }
}
