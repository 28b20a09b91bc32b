package import Foundation

/// The built `sweep`, run as a person runs it: a process with arguments, output and an exit code.
package struct Program: Sendable {
    package struct Result: Sendable {
        package let output: String
        package let errors: String
        package let code: Int32

        /// The lines of standard error.
        package var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    package let folder: String
    package var environment: [String: String]

    /// Prepares to run the program with `folder` as its working directory.
    package init(in folder: String, environment: [String: String] = [:]) {
        self.folder = folder
        self.environment = environment
    }

    /// The binary stands beside the test bundle.
    package static let path: String = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("sweep").path
    }()

    /// The top of the checkout.
    package static let checkout: String = {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }()

    /// A process that is ready to be started, with the environment of a plain shell.
    package func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var variables = ProcessInfo.processInfo.environment
        for name in ["SWEEP_DB", "SWEEP_DATA", "COLUMNS", "NO_COLOR"] { variables[name] = nil }
        process.environment = variables.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs the program to its end.
    package func run(_ arguments: String...) throws -> Result { try run(arguments) }

    package func run(_ arguments: [String]) throws -> Result {
        // Files, not pipes: nothing can fill up while nobody reads.
        let scratch = try TemporaryFolder()
        let (output, errors) = (scratch.file("out"), scratch.file("err"))
        let process = process(arguments)
        process.standardOutput = try Self.create(output)
        process.standardError = try Self.create(errors)
        try process.run()
        process.waitUntilExit()
        let code =
            process.terminationReason == .exit
            ? process.terminationStatus : 128 + process.terminationStatus
        return Result(
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8), code: code)
    }

    /// What a query answers: the CSV's lines, header first, each followed by a space.
    package func rows(_ query: String) throws -> String {
        try run("sql", "--csv", "--limit", "100000", query).output
            .replacing("\r\n", with: " ")
    }

    private static func create(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
}
