import Foundation
import SweepCore
import TrainingEngine

/// What `sweep doctor` says of the machine, without a database.
enum MachineFindings {
    /// Less free disk than this is a problem, and less than that may become one.
    private static let (tooLittle, little) = (100 << 20, 1 << 30)

    static func all(data: String?) -> [Finding] {
        [blas, terminal, dataSets(in: data)]
    }

    /// The disk that the file is on, or would be on.
    static func disk(of path: String) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        // `try?`: a folder that is not there has no disk to speak of.
        let values = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (values?[.systemFreeSize] as? NSNumber)?.intValue else {
            return .warning("disk", "the free space is unknown", "check the folder of --db")
        }
        let text = "\(NumberText.bytes(free)) free"
        let advice = "free some space; nothing committed is lost when a disk is full"
        if free < tooLittle { return .problem("disk", text, advice) }
        return free < little ? .warning("disk", text, advice) : .ok("disk", text)
    }

    private static var blas: Finding {
        let blas = BLASRuntime.configure()
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let name = blas.configuration.split(separator: " ").prefix(2).joined(separator: " ")
        return .ok(
            "BLAS",
            "\(name), \(blas.core) kernels, 1 thread a worker; \(NumberText.count(cores, "core"))")
    }

    private static var terminal: Finding {
        let name = Console.environment("TERM") ?? ""
        guard let size = Console.size(of: STDOUT_FILENO) else {
            return .ok("terminal", "standard output is none: plain lines, no colours")
        }
        let isUTF8 = String(cString: nl_langinfo(Int32(CODESET))).uppercased() == "UTF-8"
        let colors = Console.hasColor(STDOUT_FILENO) ? "colours" : "no colours"
        let text = "TERM=\(name), \(size.columns)×\(size.rows), \(colors)"
        guard isUTF8 else {
            return .warning(
                "terminal", text + ", not UTF-8", "set LANG to a UTF-8 locale, as C.UTF-8")
        }
        guard TerminalSequences.described(by: STDOUT_FILENO) != nil else {
            return .warning(
                "terminal", text + ", cannot redraw lines",
                "set TERM to what the terminal is; launches print plain lines until then")
        }
        return .ok("terminal", text + ", UTF-8")
    }

    private static func dataSets(in directory: String?) -> Finding {
        var (found, missing): ([String], [String]) = ([], [])
        for entry in DataSetCatalog(directory: directory).entries() {
            switch entry.location {
            case .builtIn, .folder: found.append(entry.name)
            case .missing: missing.append(entry.name)
            case .named: break
            }
        }
        let rest = missing.isEmpty ? "" : "; not found: " + missing.joined(separator: ", ")
        return .ok(
            "data sets",
            found.joined(separator: ", ") + rest + (missing.isEmpty ? "" : " (see `sweep data`)"))
    }
}
