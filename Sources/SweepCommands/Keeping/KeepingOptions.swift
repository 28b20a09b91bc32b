import ArgumentParser
import Glibc
import SweepCore
import SweepStore

extension DatabaseOption {
    /// Opens the database for writing, lets `body` work and closes it. The file is there already: whoever
    /// names a sweep or run of it has read it.
    func write<T>(_ body: (StoreWriter) throws -> T) throws -> T {
        let writer = try StoreWriter(path: path, clock: systemClock)
        do {
            let result = try body(writer)
            try writer.close()
            return result
        } catch {
            // The first error is the one to tell.
            try? writer.close()
            throw error
        }
    }
}

extension Reference {
    /// `sweep fashion-mnist` or `run lr0.1-d2-w64-s0`, with the uid.
    var shown: String {
        switch self {
        case .sweep(let sweep): "sweep \(sweep.name.visible) (\(sweep.uid))"
        case .run(let run): "run \(run.name.visible) (\(run.uid))"
        }
    }

    /// The same, for a sweep with the number of its runs.
    func shownWithRuns(_ reader: StoreReader) throws -> String {
        guard case .sweep(let sweep) = self, let all = try reader.overview(of: sweep.id) else {
            return shown
        }
        return "\(shown) with \(NumberText.count(all.runCount, "run"))"
    }
}

/// What may be stored as a name, a tag or a note.
enum LabelRule {
    static let longest = 10_000

    /// - Throws: A `Failure` when the text is empty, blank or too long.
    static func check(_ text: String, as kind: String) throws {
        guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            throw Failure("a \(kind) cannot be empty", code: .usage)
        }
        guard text.unicodeScalars.count <= longest else {
            throw Failure(
                "a \(kind) has at most \(NumberText.grouped(longest)) characters, this one "
                    + NumberText.grouped(text.unicodeScalars.count), code: .usage)
        }
    }
}
