/// The third schema: what exact resumption, control from other processes and extension need. Frozen.
enum Schema3 {
    static let sql = """
        ALTER TABLE run ADD COLUMN request TEXT CHECK (request IN ('pause', 'cancel'));
        ALTER TABLE run ADD COLUMN stalls INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sweep ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
        ALTER TABLE worker ADD COLUMN cpu REAL;
        ALTER TABLE worker ADD COLUMN memory INTEGER;

        CREATE TABLE checkpoint_summary (
            checkpoint INTEGER NOT NULL REFERENCES checkpoint (id) ON DELETE CASCADE,
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
            PRIMARY KEY (checkpoint, metric)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sweep_definition (
            sweep INTEGER NOT NULL REFERENCES sweep (id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            definition TEXT NOT NULL,
            source TEXT NOT NULL,
            first_run INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (sweep, revision)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sweep_definition (sweep, revision, definition, source, first_run, created_at)
            SELECT id, 1, definition, source, 1, created_at FROM sweep;

        CREATE UNIQUE INDEX checkpoint_resume ON checkpoint (run) WHERE kind = 'resume';
        CREATE INDEX run_request ON run (sweep) WHERE request IS NOT NULL;

        """
}
