import ArgumentParser
import Glibc
import SweepCore
import SweepFile
import SweepStore
import TrainingEngine

extension SweepCommand {
    /// Runs the program and ends the process: errors are one line on standard error, and a hint where there
    /// is one; the exit codes are those of `design.md` §7.
    package static func runProcess() -> Never {
        Console.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            Glibc.exit(report(error))
        }
        Glibc.exit(0)
    }

    /// Prints what went wrong and returns the exit code.
    static func report(_ error: any Error) -> Int32 {
        switch error {
        case let failure as Failure:
            if !failure.description.isEmpty { Console.note("sweep: \(failure)") }
            return failure.code.rawValue
        case is SweepFileError:
            Console.note("sweep: \(error)")
            return Failure.Code.usage.rawValue
        case is StoreError, is TrainingEngineError:
            Console.note("sweep: \(error)")
            return Failure.Code.error.rawValue
        default:
            return reportUsage(error)
        }
    }

    /// Help and version go to standard output; a wrong command line becomes one line and a hint.
    private static func reportUsage(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        guard code != .success else {
            Console.print(fullMessage(for: error))
            return 0
        }
        if let unknown = unknownCommand {
            let hint = NearestName.hint(unknown, among: commandNames)
            Console.note(
                "sweep: there is no command \"\(unknown.visible)\"\(hint) (see `sweep --help`)")
            return Failure.Code.usage.rawValue
        }
        // The parser adds a usage text below the first line, which a hint replaces.
        let message = message(for: error)
        let first = message.split(separator: "\n").first.map(String.init) ?? "\(error)"
        let name = usageCommand(in: fullMessage(for: error)) ?? "sweep"
        Console.note("sweep: \(first.visible) (see `\(name) --help`)")
        return Failure.Code.usage.rawValue
    }

    private static var commandNames: [String] {
        configuration.groupedSubcommands.flatMap(\.subcommands).compactMap {
            $0.configuration.commandName
        }
    }

    /// The first word of the command line when it names no command.
    private static var unknownCommand: String? {
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
            word != "help", !commandNames.contains(word)
        else { return nil }
        return word
    }

    /// The command whose usage the parser printed: `sweep launch` of `Usage: sweep launch <file> …`.
    private static func usageCommand(in text: String) -> String? {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Usage: ") })
        else {
            return nil
        }
        let words = line.dropFirst("Usage: ".count).split(separator: " ")
        return words.prefix { $0.allSatisfy { $0.isLetter || $0 == "-" } && !$0.hasPrefix("-") }
            .joined(separator: " ")
    }
}
