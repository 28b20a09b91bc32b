import Foundation
import SweepScheduler
import SweepStore

/// The command of `--on-finish`.
struct FinishHook {
    let command: String
    let databasePath: String

    /// Runs it and waits; what goes wrong with it is said, and changes nothing.
    func run(after closing: LaunchClosing?, name: String, code: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging(
            variables(closing, name: name, code: code)
        ) { _, new in new }
        do {
            try process.run()
        } catch {
            return Console.note("--on-finish could not be run: \(error.localizedDescription)")
        }
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return }
        Console.note("--on-finish ended with exit code \(process.terminationStatus)")
    }

    private func variables(
        _ closing: LaunchClosing?, name: String, code: Int32
    ) -> [String: String] {
        var variables = [
            "SWEEP_NAME": closing?.sweep.name ?? name, "SWEEP_DB": databasePath,
            "SWEEP_EXIT_CODE": "\(code)",
            "SWEEP_STATE": closing?.endName ?? (code == 0 ? "completed" : "error"),
            "SWEEP_BEST": "", "SWEEP_DONE": "", "SWEEP_FAILED": "", "SWEEP_TOTAL": "",
        ]
        if let closing {
            let counts = closing.situation.counts
            variables["SWEEP_DONE"] = "\(counts.finished)"
            variables["SWEEP_FAILED"] = "\(counts.failed)"
            variables["SWEEP_TOTAL"] = "\(counts.total)"
            variables["SWEEP_BEST"] = closing.situation.best.map { "\($0.value)" } ?? ""
        }
        return variables
    }
}
