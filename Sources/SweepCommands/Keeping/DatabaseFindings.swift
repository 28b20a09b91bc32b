import Foundation
import SweepCore
import SweepStore

/// What `sweep doctor` says of a database.
struct DatabaseFindings {
    /// A longer log than the writer leaves behind; only a reader that never ends makes one.
    private static let longLog = 64 << 20
    /// Names and uids that one line lists.
    private static let listed = 3

    let path: String
    let isFull: Bool
    let reader: StoreReader
    let checkup: Checkup

    /// - Throws: `StoreError` when the file cannot be read at all.
    init(path: String, isFull: Bool) throws {
        self.path = path
        self.isFull = isFull
        reader = try StoreReader(path: path, clock: systemClock)
        checkup = try reader.checkup(isFull: isFull)
    }

    var all: [Finding] {
        get throws {
            var findings = [try schema, integrity, log]
            guard checkup.damages.isEmpty else { return findings }
            findings += [workers, lostRuns, strayPoints, summaries, views]
            findings += unfinished
            return findings + [try writer]
        }
    }

    private var schema: Finding {
        get throws {
            let (schema, known) = (try reader.schema(), StoreReader.knownSchema)
            if schema > known {
                return .warning(
                    "schema", "\(schema), this program knows \(known): only reading is possible",
                    "update sweep")
            }
            return .ok(
                "schema", schema == known ? "\(schema)" : "\(schema); writing makes it \(known)")
        }
    }

    private var integrity: Finding {
        guard let first = checkup.damages.first else {
            return .ok("integrity", isFull ? "every page, row and index entry" : "quick check")
        }
        let rest = checkup.damages.count > 1 ? " and \(checkup.damages.count - 1) more" : ""
        return .problem(
            "integrity", first.visible + rest, "restore a copy, or try \"sqlite3 FILE .recover\"")
    }

    private var log: Finding {
        // `try?`: without a log there is no such file.
        let values = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        let size = (values?[.size] as? NSNumber)?.intValue ?? 0
        let text = size == 0 ? "empty" : NumberText.bytes(size)
        guard size > Self.longLog else { return .ok("log", text) }
        return .warning(
            "log", text, "--fix empties it; a program that reads all the time holds it up")
    }

    private var workers: Finding {
        .ok(
            "workers",
            checkup.liveWorkers.isEmpty
                ? "none at work" : checkup.liveWorkers.map(\.visible).joined(separator: ", "))
    }

    private var lostRuns: Finding {
        guard !checkup.lostRuns.isEmpty else { return .ok("runs", "none is lost") }
        return .warning(
            "runs",
            "\(NumberText.count(checkup.lostRuns.count, "run")) lost, the worker is gone: "
                + Self.list(checkup.lostRuns.map(\.description)),
            "the next launch goes on with them; --fix puts them back now")
    }

    private var strayPoints: Finding {
        guard !checkup.strayRuns.isEmpty else { return .ok("points", "all belong to a run") }
        return .problem(
            "points",
            "points of \(NumberText.count(checkup.strayRuns.count, "run")) that are not there",
            "--fix deletes them")
    }

    private var summaries: Finding {
        guard isFull else { return .ok("summaries", "not compared with the points (--full)") }
        guard !checkup.wrongSummaries.isEmpty else {
            return .ok("summaries", "all have the count of their points")
        }
        return .problem(
            "summaries",
            "\(NumberText.grouped(checkup.wrongSummaries.count)) without the count of their points",
            "--fix makes them anew from the points")
    }

    private var views: Finding {
        guard !checkup.brokenViews.isEmpty else { return .ok("views", "every sweep has its own") }
        return .problem(
            "views",
            "\(NumberText.count(checkup.brokenViews.count, "sweep")) without a readable view",
            "--fix makes them anew")
    }

    private var unfinished: [Finding] {
        var findings: [Finding] = []
        func warn(_ names: [String], _ text: String, _ advice: String) {
            guard !names.isEmpty else { return }
            findings.append(.warning("unfinished", "\(text): \(Self.list(names))", advice))
        }
        warn(
            checkup.unexpandedSweeps, "not all runs are stored, if no launch is at it",
            "launch the sweep file again")
        warn(
            checkup.unextendedSweeps,
            "not all runs of an extension are stored, if nobody is at it",
            "repeat it with the same file: sweep extend SWEEP FILE")
        warn(
            checkup.unimportedSweeps, "only a part is imported, if no import is at it",
            "import the file again, or: sweep delete SWEEP")
        warn(checkup.unmergedSweeps, "a merge was cut short", "repeat it")
        warn(
            checkup.unfinishedRuns.map(\.description), "a merge or a deletion was cut short",
            "repeat it")
        return findings.isEmpty ? [.ok("unfinished", "nothing")] : findings
    }

    private var writer: Finding {
        get throws {
            guard let last = try reader.writerFigures(limit: 1).first else {
                return .ok("writer", "no launch has left figures yet")
            }
            let text =
                "last launch\(last.sweepName.map { " (\($0.visible))" } ?? ""), \(last.time.shown): "
                + "\(NumberText.count(last.pointCount, "point")) in "
                + "\(NumberText.count(last.commitCount, "commit")) of "
                + "\(Self.time(last.medianCommit)) (p50), \(Self.time(last.slowCommit)) (p99), "
                + "\(Self.time(last.longestCommit)) (longest); "
                + "workers waited \(Self.time(last.blockedTime)); "
                + "\(NumberText.grouped(last.droppedPointCount)) dropped"
            return .ok("writer", text)
        }
    }

    private static func time(_ milliseconds: Double) -> String {
        NumberText.short(milliseconds) + " ms"
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(listed).map(\.visible).joined(separator: ", ")
            + (names.count > listed ? ", …" : "")
    }
}
