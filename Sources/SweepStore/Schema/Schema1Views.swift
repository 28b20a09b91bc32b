/// The views for people of schema 1, frozen like the rest of it.
///
/// They say `lost` for a run that is `running` in the table but has no unexpired lease. `rank` leaves
/// equal values equal; diverged runs share the place below every finite value; runs without an objective
/// value have none. Names in `parameters` are looked up with `json_each`, because a JSON path cannot say
/// every name.
enum Schema1Views {
    static let sql = """
        CREATE VIEW leaderboard AS
        SELECT
            sweep.name AS sweep,
            CASE WHEN place.class < 2 THEN place.rank END AS rank,
            run.name AS run,
            sweep.metric AS metric,
            sweep.goal AS goal,
            run.objective AS value,
            'step ' || run.objective_step || ' of '
                || (SELECT max(last_step) FROM summary WHERE summary.run = run.id) AS at,
            coalesce((SELECT group_concat(varied.value || '='
                || (SELECT value FROM json_each(run.configuration)
                    WHERE json_each.key = varied.value), ', ')
                FROM json_each(sweep.varied) AS varied) || ', ', '')
                || 'seed=' || run.seed AS parameters,
            CASE WHEN run.state = 'running' AND NOT EXISTS (SELECT 1 FROM lease
                WHERE lease.run = run.id AND lease.expires_at >= unixepoch() * 1000)
                THEN 'lost' ELSE run.state || coalesce(' (' || run.reason || ')', '') END AS state,
            strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch') AS started_at,
            round((CASE WHEN run.state = 'running' THEN unixepoch() * 1000 ELSE run.ended_at END
                - run.started_at) / 1000.0, 1) || ' s' AS took,
            run.uid AS uid
        FROM (
            SELECT id, class, rank() OVER (
                PARTITION BY sweep ORDER BY class, CASE WHEN class = 0 THEN objective * sign END) AS rank
            FROM (
                SELECT run.id AS id, run.sweep AS sweep, run.objective AS objective,
                    CASE sweep.goal WHEN 'maximize' THEN -1 ELSE 1 END AS sign,
                    CASE WHEN run.state = 'failed' AND run.reason = 'diverged' THEN 1
                        WHEN run.objective IS NULL THEN 2 ELSE 0 END AS class
                FROM run JOIN sweep ON sweep.id = run.sweep
                WHERE run.state <> 'queued' AND run.archived_at IS NULL
                    AND sweep.archived_at IS NULL AND sweep.metric IS NOT NULL)
            ) AS place
            JOIN run ON run.id = place.id
            JOIN sweep ON sweep.id = run.sweep
        ORDER BY sweep.id DESC, place.class, place.rank, run.number;

        CREATE VIEW results AS
        SELECT
            sweep.name AS sweep,
            run.number AS number,
            run.uid AS run,
            run.name AS name,
            CASE WHEN run.state = 'running' AND NOT EXISTS (SELECT 1 FROM lease
                WHERE lease.run = run.id AND lease.expires_at >= unixepoch() * 1000)
                THEN 'lost' ELSE run.state END AS state,
            run.reason AS reason,
            run.message AS message,
            run.seed AS seed,
            sweep.metric AS metric,
            run.objective AS objective,
            run.objective_step AS objective_step,
            strftime('%Y-%m-%dT%H:%M:%SZ', run.started_at / 1000, 'unixepoch') AS started_at,
            strftime('%Y-%m-%dT%H:%M:%SZ', run.ended_at / 1000, 'unixepoch') AS ended_at,
            (CASE WHEN run.state = 'running' THEN unixepoch() * 1000 ELSE run.ended_at END
                - run.started_at) / 1000.0 AS seconds,
            run.attempt AS attempts,
            run.configuration AS configuration,
            run.note AS note
        FROM run LEFT JOIN sweep ON sweep.id = run.sweep;

        CREATE VIEW curve AS
        SELECT
            sweep.name AS sweep,
            run.uid AS run,
            run.name AS name,
            metric.name AS metric,
            point.step AS step,
            point.value AS value,
            point.time / 1000.0 AS seconds
        FROM run
            CROSS JOIN metric
            CROSS JOIN point ON point.run = run.id AND point.metric = metric.id
            LEFT JOIN sweep ON sweep.id = run.sweep;
        """
}
