/// The second schema: the statistics of `docs/schema.md` as views, for SQLite shells and notebooks that have
/// no such functions. Frozen.
///
/// Median and quartiles are linear interpolations between the neighbours, numpy's default; the standard error
/// is the sample's deviation divided by the root of n, NULL for n < 2, summed around the mean. The sweep's name
/// is part of every group, so that a condition on it is carried out before anything is ranked.
enum Schema2 {
    static let sql = names + byParameter + byConfiguration

    /// Quantile `q` of column `value` of the numbered rows `ordered` (`position` from 1, of `n`) as an
    /// aggregate over the group.
    private static func quantile(_ q: String) -> String {
        """
        sum(value * max(0, 1 - abs(position - 1 - (n - 1) * \(q))))
        """
    }

    // A sweep that has the name gives it up; `Migrations` then finds it another.
    private static let names = """
        DROP VIEW IF EXISTS by_parameter;
        DROP VIEW IF EXISTS by_configuration;
        DELETE FROM sweep_view WHERE name IN ('by_parameter', 'by_configuration');

        """

    // Runs without an objective value, and archived ones, count nowhere here.
    private static let listed = """
        run.objective IS NOT NULL AND run.archived_at IS NULL AND sweep.archived_at IS NULL
        AND NOT (run.state = 'failed' AND run.reason IS 'diverged')
        """

    private static let byParameter = """
        CREATE VIEW by_parameter AS
        WITH ranked AS (
            SELECT sweep.id AS sweep_id, sweep.name AS sweep, varied.id AS place,
                varied.value AS parameter,
                (SELECT value FROM json_each(run.configuration)
                    WHERE json_each.key = varied.value) AS setting,
                run.objective AS value, run.uid AS run, run.number AS number, sweep.goal AS goal
            FROM sweep JOIN run ON run.sweep = sweep.id
                CROSS JOIN json_each(sweep.varied) AS varied
            WHERE \(listed)
        ), ordered AS (
            SELECT *, row_number() OVER (
                    PARTITION BY sweep_id, sweep, parameter, setting ORDER BY value, number) AS position,
                row_number() OVER (PARTITION BY sweep_id, sweep, parameter, setting
                    ORDER BY CASE goal WHEN 'maximize' THEN -value ELSE value END, number) AS place_of_run,
                count(*) OVER (PARTITION BY sweep_id, sweep, parameter, setting) AS n,
                avg(value) OVER (PARTITION BY sweep_id, sweep, parameter, setting) AS center
            FROM ranked
        )
        SELECT sweep, parameter, setting AS value, n AS runs,
            max(CASE WHEN place_of_run = 1 THEN value END) AS best,
            max(CASE WHEN place_of_run = 1 THEN run END) AS best_run,
            \(quantile("0.5")) AS median,
            \(quantile("0.25")) AS percentile_25,
            \(quantile("0.75")) AS percentile_75,
            center AS mean,
            CASE WHEN n > 1 THEN
                sqrt(sum((value - center) * (value - center)) / (n - 1.0) / n) END AS standard_error
        FROM ordered
        GROUP BY sweep_id, sweep, parameter, setting
        ORDER BY sweep_id DESC, place, setting;

        """

    private static let byConfiguration = """
        CREATE VIEW by_configuration AS
        WITH ordered AS (
            SELECT sweep.id AS sweep_id, sweep.name AS sweep, run.configuration AS configuration,
                coalesce((SELECT group_concat(varied.value || '='
                    || (SELECT value FROM json_each(run.configuration)
                        WHERE json_each.key = varied.value), ', ')
                    FROM json_each(sweep.varied) AS varied), '') AS parameters,
                run.objective AS value, run.uid AS run, sweep.goal AS goal,
                row_number() OVER (PARTITION BY sweep.id, sweep.name, run.configuration
                    ORDER BY run.objective, run.number) AS position,
                row_number() OVER (PARTITION BY sweep.id, sweep.name, run.configuration ORDER BY CASE sweep.goal
                    WHEN 'maximize' THEN -run.objective ELSE run.objective END, run.number)
                    AS place_of_run,
                count(*) OVER (PARTITION BY sweep.id, sweep.name, run.configuration) AS n,
                avg(run.objective) OVER (PARTITION BY sweep.id, sweep.name, run.configuration) AS center,
                min(run.number) OVER (PARTITION BY sweep.id, sweep.name, run.configuration) AS number
            FROM sweep JOIN run ON run.sweep = sweep.id
            WHERE \(listed)
        )
        SELECT sweep, parameters, n AS runs, center AS mean,
            CASE WHEN n > 1 THEN
                sqrt(sum((value - center) * (value - center)) / (n - 1.0) / n) END AS standard_error,
            \(quantile("0.5")) AS median,
            max(CASE WHEN place_of_run = 1 THEN value END) AS best,
            max(CASE WHEN place_of_run = 1 THEN run END) AS best_run,
            configuration
        FROM ordered
        GROUP BY sweep_id, sweep, configuration
        ORDER BY sweep_id DESC, number;
        """
}
