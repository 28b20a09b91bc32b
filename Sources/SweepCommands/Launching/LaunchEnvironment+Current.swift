import Foundation
import SweepCore
import SweepStore
import TrainingEngine

extension LaunchEnvironment {
    /// Where and with what this process runs. What cannot be found out is left empty.
    static func current(
        blas: BLASRuntime, datasets: [String: String], programVersion: String
    ) -> LaunchEnvironment {
        var environment = LaunchEnvironment()
        let process = ProcessInfo.processInfo
        environment.host = ProcessIdentity.current().host
        environment.operatingSystem = release ?? process.operatingSystemVersionString
        environment.cpu = cpuModel ?? "unknown"
        environment.cores = process.activeProcessorCount
        environment.blas = blas.configuration
        environment.blasCore = blas.core
        environment.programVersion = programVersion
        environment.command = CommandLine.arguments.map(Shell.quoted).joined(separator: " ")
        environment.workingDirectory = FileManager.default.currentDirectoryPath
        let names = datasets.keys.sorted()
        environment.dataset = names.joined(separator: " ")
        environment.datasetChecksum = names.compactMap { datasets[$0] }.joined(separator: " ")
        if let git = GitState.current() {
            environment.gitCommit = git.commit
            environment.isGitDirty = git.isDirty
            environment.gitDiff = git.diff
        }
        return environment
    }

    private static var cpuModel: String? {
        value(of: "model name", in: "/proc/cpuinfo", after: ":")
    }

    private static var release: String? {
        value(of: "PRETTY_NAME", in: "/etc/os-release", after: "=")?
            .trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }

    private static func value(of key: String, in path: String, after separator: Character)
        -> String?
    {
        // `try?`: a system without the file has no such value.
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: separator, maxSplits: 1).last
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// The state of the git checkout around the working directory.
struct GitState: Sendable, Equatable {
    let commit: String
    let isDirty: Bool
    /// Against the commit, at most `longestDiff` characters; empty when clean.
    let diff: String

    static let longestDiff = 100_000

    /// `nil` outside a checkout, or where git is not installed.
    static func current() -> GitState? {
        guard let commit = git("rev-parse", "HEAD") else { return nil }
        let diff = git("diff", "HEAD") ?? ""
        let status = git("status", "--porcelain") ?? ""
        return GitState(
            commit: commit.trimmingCharacters(in: .whitespacesAndNewlines),
            isDirty: !status.isEmpty,
            diff: String(diff.prefix(longestDiff)))
    }

    private static func git(_ arguments: String...) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "--no-optional-locks"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        // `try?`: without git there is no state to record.
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
