package import SweepCore

/// Looks at a database again and again, and tells what is new.
///
/// A look is one short read transaction, bounded in rows and time; between two of them nothing of the database is
/// held, so writers can empty their log at any time. When nobody has committed anything, a look asks for
/// `PRAGMA data_version` and is done. It never throws: what goes wrong is told as `.trouble`, what was seen stays,
/// and the next look tries again.
///
///     let watcher = StoreWatcher(path: "experiments.db", clock: clock)
///     let look = watcher.look(WatchRequest())
///
/// Has no thread of its own and belongs to the one that looks.
package final class StoreWatcher {
    /// What one look has brought.
    package struct Look: Sendable {
        /// In the order in which they are to be taken.
        package var observations: [Observation] = []
        /// Whether there is nothing more to read now; if not, look again at once.
        package var isSettled = true
    }

    private let path: String
    private let clock: SweepClock
    private let onOpen: (OpaquePointer) -> Void
    private var connection: WatchConnection?
    private let gone: GoneWorkers
    private var sight: Sight
    private var trouble: String?
    private var looks = LookRate()

    /// Opens nothing yet. `onOpen` is handed every SQLite connection before its first statement, so that a test
    /// can watch what is carried out. `host` and `probe` say which workers' processes can be seen from here.
    package init(
        path: String, clock: @escaping SweepClock, host: ProcessIdentity = .current(),
        probe: @escaping ProcessProbe = ProcessIdentity.probe,
        onOpen: @escaping (OpaquePointer) -> Void = { _ in }
    ) {
        self.path = path
        self.clock = clock
        self.onOpen = onOpen
        gone = GoneWorkers(seenFrom: host, probe: probe)
        sight = Sight(gone)
    }

    /// Looks once. Without `limit` a look takes some milliseconds, and some more while there is much that was
    /// never read.
    package func look(_ request: WatchRequest, limit: LookLimit? = nil) -> Look {
        var look = Look()
        let now = clock()
        let start = ContinuousClock.now
        looks.add(now)
        do {
            let connection = try connected()
            let answer = try sight.look(
                request, at: now, limit: limit, connection: connection, into: &look.observations)
            look.isSettled = answer.isSettled
            tell(newerSchema, in: &look)
            if answer.hasRead, answer.isNewVersion || answer.isSettled {
                look.observations.append(
                    .health(health(answer, took: ContinuousClock.now - start)))
            }
        } catch {
            if sight.isBroken { sight = Sight(gone, followsAnother: true) }
            tell(description(of: error), in: &look)
        }
        return look
    }

    /// The connection to the file that has the name now.
    private func connected() throws -> WatchConnection {
        if let connection {
            if connection.isCurrent(path) { return connection }
            self.connection = nil
            sight = Sight(gone, followsAnother: true)
        }
        let new = try WatchConnection.open(path: path, onOpen: onOpen)
        connection = new
        return new
    }

    // MARK: Telling

    private func tell(_ text: String?, in look: inout Look) {
        guard text != trouble else { return }
        trouble = text
        look.observations.append(.trouble(text))
    }

    private var newerSchema: String? {
        guard sight.schema > StoreReader.knownSchema else { return nil }
        return
            "\"\(path.visible)\" was written by a newer sweep (schema \(sight.schema), this program knows "
            + "\(StoreReader.knownSchema)): it is read as far as possible; update sweep"
    }

    private func description(of error: any Error) -> String {
        switch error {
        case StoreError.busy:
            "\"\(path.visible)\" is kept locked by another program just now; waiting for it"
        case StoreError.readOnly:
            "\"\(path.visible)\" cannot be read while its directory is read-only; change the permissions, or "
                + "copy the file"
        case let error as StoreError: error.description
        default: "\"\(path.visible)\" cannot be read: \(String(describing: error).visible)"
        }
    }

    private func health(_ answer: Sight.Answer, took time: Duration) -> DatabaseHealth {
        DatabaseHealth(
            path: path, fileBytes: FilePlace.size(path), logBytes: FilePlace.size(path + "-wal"),
            dataVersion: sight.dataVersion, pointCount: sight.pointCount,
            readMilliseconds: time / .milliseconds(1), looksPerSecond: looks.perSecond,
            lagMilliseconds: answer.lagMilliseconds, schema: sight.schema)
    }
}

/// How often somebody looks, over the last looks.
private struct LookRate {
    private var times: [SweepInstant] = []

    mutating func add(_ now: SweepInstant) {
        times.append(now)
        if times.count > 16 { times.removeFirst() }
    }

    var perSecond: Double {
        guard let first = times.first, let last = times.last, last > first else { return 0 }
        return Double(times.count - 1) * 1_000 / Double(last.milliseconds - first.milliseconds)
    }
}
