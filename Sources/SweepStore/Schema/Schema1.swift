/// The first schema, frozen: SQL text that names no Swift type and never changes once released.
///
/// `docs/schema.md` says what every table, column and view means.
enum Schema1 {
    static let sql = tables + indexes + triggers + Schema1Views.sql

    private static let tables = """
        CREATE TABLE meta (
            key TEXT NOT NULL PRIMARY KEY,
            value ANY
        ) STRICT, WITHOUT ROWID;
        INSERT INTO meta (key, value) VALUES ('rev', 0);

        CREATE TABLE sweep (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('expanding', 'active', 'paused', 'stopping',
                'stopped', 'completed', 'cancelled')),
            definition TEXT NOT NULL,
            source TEXT NOT NULL DEFAULT '',
            seed INTEGER NOT NULL,
            metric TEXT,
            goal TEXT CHECK (goal IN ('minimize', 'maximize')),
            summary TEXT CHECK (summary IN ('best', 'last')),
            varied TEXT NOT NULL DEFAULT '[]',
            parameters TEXT NOT NULL DEFAULT '[]',
            run_count_planned INTEGER,
            description TEXT,
            note TEXT,
            created_at INTEGER NOT NULL,
            ended_at INTEGER,
            archived_at INTEGER,
            rev INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE worker (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            host TEXT NOT NULL,
            boot_id TEXT NOT NULL,
            pid_namespace TEXT NOT NULL,
            pid INTEGER NOT NULL,
            process_started INTEGER NOT NULL,
            thread INTEGER NOT NULL,
            program_version TEXT NOT NULL,
            registered_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            ended_at INTEGER
        ) STRICT;

        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,
            sweep INTEGER REFERENCES sweep (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'completed',
                'pruned', 'failed', 'cancelled')),
            reason TEXT,
            message TEXT,
            configuration TEXT NOT NULL,
            configuration_hash INTEGER NOT NULL,
            seed INTEGER NOT NULL,
            run_group INTEGER NOT NULL,
            slot INTEGER NOT NULL,
            slots INTEGER NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            interruptions INTEGER NOT NULL DEFAULT 0,
            rewind INTEGER NOT NULL DEFAULT 0,
            worker INTEGER REFERENCES worker (id),
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            objective REAL,
            objective_step INTEGER,
            note TEXT,
            archived_at INTEGER,
            rev INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE metric (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE sweep_metric (
            sweep INTEGER NOT NULL REFERENCES sweep (id) ON DELETE CASCADE,
            metric INTEGER NOT NULL REFERENCES metric (id),
            position INTEGER NOT NULL,
            PRIMARY KEY (sweep, metric)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sweep_view (
            sweep INTEGER PRIMARY KEY REFERENCES sweep (id) ON DELETE CASCADE,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE
        ) STRICT;

        CREATE TABLE point (
            run INTEGER NOT NULL,
            metric INTEGER NOT NULL,
            step INTEGER NOT NULL,
            value ANY CHECK (typeof(value) IN ('real', 'null')),
            time INTEGER NOT NULL,
            PRIMARY KEY (run, metric, step)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE summary (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            metric INTEGER NOT NULL REFERENCES metric (id),
            count INTEGER NOT NULL,
            nan_count INTEGER NOT NULL,
            infinite_count INTEGER NOT NULL,
            first ANY CHECK (typeof(first) IN ('real', 'null')),
            last ANY CHECK (typeof(last) IN ('real', 'null')),
            last_step INTEGER NOT NULL,
            minimum ANY CHECK (typeof(minimum) IN ('real', 'null')),
            minimum_step INTEGER,
            maximum ANY CHECK (typeof(maximum) IN ('real', 'null')),
            maximum_step INTEGER,
            PRIMARY KEY (run, metric)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lease (
            run INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
            worker INTEGER NOT NULL REFERENCES worker (id),
            attempt INTEGER NOT NULL,
            acquired_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            sweep INTEGER REFERENCES sweep (id) ON DELETE CASCADE,
            run INTEGER REFERENCES run (id) ON DELETE CASCADE,
            attempt INTEGER,
            worker INTEGER REFERENCES worker (id),
            kind TEXT NOT NULL,
            message TEXT
        ) STRICT;

        CREATE TABLE checkpoint (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            attempt INTEGER NOT NULL,
            step INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            kind TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            content BLOB NOT NULL
        ) STRICT;

        CREATE TABLE environment (
            id INTEGER PRIMARY KEY,
            sweep INTEGER REFERENCES sweep (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            host TEXT NOT NULL,
            operating_system TEXT NOT NULL,
            cpu TEXT NOT NULL,
            cores INTEGER NOT NULL,
            blas TEXT,
            blas_core TEXT,
            program_version TEXT NOT NULL,
            git_commit TEXT,
            git_dirty INTEGER,
            git_diff TEXT,
            command TEXT NOT NULL,
            working_directory TEXT NOT NULL,
            dataset TEXT,
            dataset_checksum TEXT
        ) STRICT;

        CREATE TABLE tag (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sweep INTEGER REFERENCES sweep (id) ON DELETE CASCADE,
            run INTEGER REFERENCES run (id) ON DELETE CASCADE,
            CHECK ((sweep IS NULL) <> (run IS NULL))
        ) STRICT;

        """

    private static let indexes = """
        CREATE INDEX sweep_name ON sweep (name);
        CREATE INDEX sweep_rev ON sweep (rev);
        CREATE UNIQUE INDEX run_configuration ON run (sweep, configuration_hash, seed);
        CREATE UNIQUE INDEX run_number ON run (sweep, number);
        CREATE INDEX run_name ON run (name, sweep);
        CREATE INDEX run_state ON run (sweep, state, run_group);
        CREATE INDEX run_place ON run (sweep, run_group, slot);
        CREATE INDEX run_rev ON run (sweep, rev);
        CREATE INDEX run_objective ON run (sweep, objective) WHERE objective IS NOT NULL;
        CREATE INDEX run_running ON run (sweep, worker) WHERE state = 'running';
        CREATE INDEX lease_worker ON lease (worker);
        CREATE INDEX worker_live ON worker (id) WHERE ended_at IS NULL;
        CREATE INDEX event_run ON event (run);
        CREATE INDEX event_sweep ON event (sweep);
        CREATE INDEX checkpoint_run ON checkpoint (run, step);
        CREATE INDEX environment_sweep ON environment (sweep);
        CREATE UNIQUE INDEX tag_run ON tag (run, name) WHERE run IS NOT NULL;
        CREATE UNIQUE INDEX tag_sweep ON tag (sweep, name) WHERE sweep IS NOT NULL;

        """

    // A row that is inserted with rev 0 is given the next one; the writer numbers its own inserts, a
    // chunk at a time, so a million of them pay for no trigger. An update that leaves rev as it was
    // is given the next one; the trigger's own update changes rev, so it starts nothing.
    private static let triggers = """
        CREATE TRIGGER run_inserted AFTER INSERT ON run WHEN new.rev = 0 BEGIN
            UPDATE meta SET value = value + 1 WHERE key = 'rev';
            UPDATE run SET rev = (SELECT value FROM meta WHERE key = 'rev') WHERE id = new.id;
        END;
        CREATE TRIGGER run_updated AFTER UPDATE ON run WHEN new.rev = old.rev BEGIN
            UPDATE meta SET value = value + 1 WHERE key = 'rev';
            UPDATE run SET rev = (SELECT value FROM meta WHERE key = 'rev') WHERE id = new.id;
        END;
        CREATE TRIGGER run_deleted AFTER DELETE ON run BEGIN
            DELETE FROM point WHERE run = old.id;
        END;
        CREATE TRIGGER sweep_inserted AFTER INSERT ON sweep WHEN new.rev = 0 BEGIN
            UPDATE meta SET value = value + 1 WHERE key = 'rev';
            UPDATE sweep SET rev = (SELECT value FROM meta WHERE key = 'rev') WHERE id = new.id;
        END;
        CREATE TRIGGER sweep_updated AFTER UPDATE ON sweep WHEN new.rev = old.rev BEGIN
            UPDATE meta SET value = value + 1 WHERE key = 'rev';
            UPDATE sweep SET rev = (SELECT value FROM meta WHERE key = 'rev') WHERE id = new.id;
        END;

        """
}
