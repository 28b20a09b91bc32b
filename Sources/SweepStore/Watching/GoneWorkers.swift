import SweepCore

/// The workers of this machine whose process is known to be gone, while their leases last some time yet.
///
/// What a kill leaves is seen within a second here; of another machine or container only the lease tells, half a
/// minute later. Nobody's row says that a process is gone before somebody opens the file for writing.
struct GoneWorkers {
    /// Milliseconds between two questions about the processes.
    static let pause: Int64 = 1_000
    /// Workers that never said that they ended and are asked about at most: the newest ones.
    private static let mostAsked = 256

    private let here: ProcessIdentity
    private let probe: ProcessProbe
    private(set) var ids: Set<WorkerID> = []
    /// Workers that may be at work, with their process where it is of this machine.
    private var processes: [WorkerID: ProcessIdentity?] = [:]
    private var askedAt: SweepInstant?

    init(seenFrom here: ProcessIdentity, probe: @escaping ProcessProbe) {
        self.here = here
        self.probe = probe
    }

    /// Reads which workers there are that have not ended.
    mutating func read(_ connection: StoreConnection) throws {
        var found: [WorkerID: ProcessIdentity?] = [:]
        let listed = try connection.all(
            "SELECT id FROM worker WHERE ended_at IS NULL ORDER BY id DESC LIMIT \(Self.mostAsked)"
        ) { WorkerID($0.integer(0)) }
        for id in listed {
            if let known = processes[id] {
                found[id] = known
                continue
            }
            // A worker that is new here may be gone already.
            askedAt = nil
            found[id] = try connection.first(
                """
                SELECT host, boot_id, pid_namespace, pid, process_started FROM worker WHERE id = ?
                """, id
            ) { row -> ProcessIdentity? in
                let process = ProcessIdentity(
                    host: row.text(0), bootID: row.text(1), pidNamespace: row.text(2),
                    pid: row.int(3), processStarted: row.integer(4))
                return process.isNear(here) ? process : nil
            }
        }
        processes = found
        ids.formIntersection(found.keys)
    }

    /// Asks for the processes again when the last time is a second ago; returns whether more workers are gone.
    mutating func ask(at now: SweepInstant) -> Bool {
        // A clock that was put back is no reason to wait.
        if let askedAt, (askedAt..<askedAt.adding(milliseconds: Self.pause)).contains(now) {
            return false
        }
        askedAt = now
        let before = ids.count
        var starts: [Int: Int64?] = [:]
        for (id, process) in processes {
            guard let process, !ids.contains(id) else { continue }
            let start = starts[process.pid] ?? probe(process.pid)
            starts[process.pid] = start
            if start != process.processStarted { ids.insert(id) }
        }
        return ids.count > before
    }
}
