package import SweepCore

/// A worker to be registered: one thread of this process.
package struct NewWorker: Sendable {
    package let name: String
    package let thread: Int

    package init(name: String, thread: Int) {
        self.name = name
        self.thread = thread
    }
}

/// Where and with what a sweep was launched: the `environment` table.
package struct LaunchEnvironment: Sendable, Equatable {
    package var host = ""
    package var operatingSystem = ""
    package var cpu = ""
    package var cores = 0
    package var blas: String?
    package var blasCore: String?
    package var programVersion = ""
    package var gitCommit: String?
    package var isGitDirty: Bool?
    package var gitDiff: String?
    package var command = ""
    package var workingDirectory = ""
    package var dataset: String?
    package var datasetChecksum: String?

    package init() {}
}

extension StoreWriter {
    /// Registers workers of this process; the ids are in the order given.
    @available(*, noasync)
    package func registerWorkers(
        _ workers: [NewWorker], process: ProcessIdentity = .current(), programVersion: String
    ) throws -> [WorkerID] {
        try perform { [clock] connection in
            let now = clock()
            return try workers.map { worker in
                try connection.run(
                    """
                    INSERT INTO worker (name, host, boot_id, pid_namespace, pid, process_started,
                        thread, program_version, registered_at, seen_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, worker.name, process.host, process.bootID, process.pidNamespace,
                    process.pid, process.processStarted, worker.thread, programVersion, now, now)
                return WorkerID(connection.lastInsertedID)
            }
        }
    }

    /// Says that workers have ended. Runs that they still hold are put back at the next `reclaimLost`.
    @available(*, noasync)
    package func endWorkers(_ workers: [WorkerID]) throws {
        try perform { [clock] connection in
            for worker in workers {
                try connection.run(
                    "UPDATE worker SET ended_at = ?, seen_at = ?1 WHERE id = ?", clock(), worker)
            }
        }
    }

    /// Keeps where and with what a sweep was launched, once per launch.
    @available(*, noasync)
    package func recordEnvironment(_ environment: LaunchEnvironment, of sweep: SweepID) throws {
        try perform { [clock] connection in
            try connection.run(
                """
                INSERT INTO environment (sweep, created_at, host, operating_system, cpu, cores, blas,
                    blas_core, program_version, git_commit, git_dirty, git_diff, command,
                    working_directory, dataset, dataset_checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, sweep, clock(), environment.host, environment.operatingSystem, environment.cpu,
                environment.cores, environment.blas, environment.blasCore,
                environment.programVersion, environment.gitCommit, environment.isGitDirty,
                environment.gitDiff, environment.command, environment.workingDirectory,
                environment.dataset, environment.datasetChecksum)
        }
    }
}
