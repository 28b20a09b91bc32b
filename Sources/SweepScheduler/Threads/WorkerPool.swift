package import SweepCore
import Synchronization

/// Whatever executes claimed groups: threads in a launch, fake time in tests.
package protocol WorkerPool: Sendable {
    /// Gives a worker its next group. The worker must be idle.
    func start(_ group: ClaimedGroup)

    /// Asks every worker to stop after its current step; unfinished attempts end `interrupted`.
    func requestStop()

    /// The same for some runs, until they are started again.
    func requestStop(of runs: [RunID])
}

/// One thread per worker, each with a mailbox of its own.
package final class ThreadPool: WorkerPool {
    private let mailboxes: [WorkerID: Mailbox<ClaimedGroup>]
    private let threads: [OwnThread]
    private let requests: StopRequests

    /// Training threads step back behind whatever a person does in a terminal (`design.md` §3).
    private static let niceness: Int32 = 5

    /// Starts the threads.
    ///
    /// `execute` is called on the worker's thread with a group, and returns when that has been executed; its
    /// second argument says whether to stop a run.
    ///
    /// - Throws: `ThreadError` when the system refuses one; those already started are ended.
    package init(
        workers: [WorkerID],
        execute:
            @escaping @Sendable (ClaimedGroup, @escaping @Sendable (Attempt) -> Bool) -> Void
    ) throws(ThreadError) {
        let requests = StopRequests()
        var mailboxes: [WorkerID: Mailbox<ClaimedGroup>] = [:]
        var threads: [OwnThread] = []
        for (index, worker) in workers.enumerated() {
            let mailbox = Mailbox<ClaimedGroup>()
            mailboxes[worker] = mailbox
            do {
                threads.append(
                    try OwnThread(name: "worker-\(index + 1)", niceness: Self.niceness) {
                        while let group = mailbox.take() {
                            execute(group) { requests.concern($0.run) }
                        }
                    })
            } catch {
                Self.end(mailboxes, threads)
                throw error
            }
        }
        self.requests = requests
        self.mailboxes = mailboxes
        self.threads = threads
    }

    package func start(_ group: ClaimedGroup) {
        requests.forget(group.attempts.map(\.run))
        mailboxes[group.worker]?.put(group)
    }

    package func requestStop() { requests.addAll() }

    package func requestStop(of runs: [RunID]) { requests.add(runs) }

    /// Ends the threads once they have done what they were given.
    @available(*, noasync)
    package func shutDown() { Self.end(mailboxes, threads) }

    @available(*, noasync)
    private static func end(_ mailboxes: [WorkerID: Mailbox<ClaimedGroup>], _ threads: [OwnThread])
    {
        for mailbox in mailboxes.values { mailbox.close() }
        for thread in threads { thread.join() }
    }
}

/// Which runs are to stop; read in every training step of every run, so the usual answer costs one load.
package final class StopRequests: Sendable {
    private enum Reach {
        static let none = 0
        static let some = 1
        static let all = 2
    }

    private let reach = Atomic<Int>(Reach.none)
    private let runs = Mutex<Set<RunID>>([])

    package init() {}

    /// Whether everything is to stop.
    package var isForAll: Bool { reach.load(ordering: .relaxed) == Reach.all }

    package func concern(_ run: RunID) -> Bool {
        switch reach.load(ordering: .relaxed) {
        case Reach.none: false
        case Reach.all: true
        default: runs.withLock { $0.contains(run) }
        }
    }

    package func addAll() { reach.store(Reach.all, ordering: .relaxed) }

    package func add(_ new: [RunID]) {
        runs.withLock { runs in
            runs.formUnion(new)
            raise(runs)
        }
    }

    package func forget(_ old: [RunID]) {
        guard reach.load(ordering: .relaxed) == Reach.some else { return }
        runs.withLock { runs in
            runs.subtract(old)
            raise(runs)
        }
    }

    private func raise(_ runs: Set<RunID>) {
        // What holds for all is never taken back, also not when it comes in between.
        let present = reach.load(ordering: .relaxed)
        guard present != Reach.all else { return }
        _ = reach.compareExchange(
            expected: present, desired: runs.isEmpty ? Reach.none : Reach.some, ordering: .relaxed)
    }
}
