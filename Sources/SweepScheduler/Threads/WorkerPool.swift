package import SweepCore
import Synchronization

/// Whatever executes claimed groups: threads in a launch, fake time in tests.
package protocol WorkerPool: Sendable {
    /// Gives a worker its next group. The worker must be idle.
    func start(_ group: ClaimedGroup)

    /// Asks every worker to stop after its current step; unfinished attempts end `interrupted`.
    func requestStop()
}

/// One thread per worker, each with a mailbox of its own.
package final class ThreadPool: WorkerPool {
    private let mailboxes: [WorkerID: Mailbox<ClaimedGroup>]
    private let threads: [OwnThread]
    private let flag: StopFlag

    /// Training threads step back behind whatever a person does in a terminal (`design.md` §3).
    private static let niceness: Int32 = 5

    /// Starts the threads.
    ///
    /// `execute` is called on the worker's thread with a group, and returns when that has been executed; its
    /// second argument says whether to stop.
    ///
    /// - Throws: `ThreadError` when the system refuses one; those already started are ended.
    package init(
        workers: [WorkerID],
        execute: @escaping @Sendable (ClaimedGroup, @escaping @Sendable () -> Bool) -> Void
    ) throws(ThreadError) {
        let flag = StopFlag()
        var mailboxes: [WorkerID: Mailbox<ClaimedGroup>] = [:]
        var threads: [OwnThread] = []
        for (index, worker) in workers.enumerated() {
            let mailbox = Mailbox<ClaimedGroup>()
            mailboxes[worker] = mailbox
            do {
                threads.append(
                    try OwnThread(name: "worker-\(index + 1)", niceness: Self.niceness) {
                        while let group = mailbox.take() { execute(group) { flag.isRaised } }
                    })
            } catch {
                Self.end(mailboxes, threads)
                throw error
            }
        }
        self.flag = flag
        self.mailboxes = mailboxes
        self.threads = threads
    }

    package func start(_ group: ClaimedGroup) { mailboxes[group.worker]?.put(group) }

    package func requestStop() { flag.raise() }

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

/// A flag that is raised once and read in every training step.
package final class StopFlag: Sendable {
    private let value = Atomic<Bool>(false)

    package init() {}

    package var isRaised: Bool { value.load(ordering: .relaxed) }

    package func raise() { value.store(true, ordering: .relaxed) }
}
