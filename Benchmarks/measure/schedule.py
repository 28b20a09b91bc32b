"""Scheduling: runs that do nothing, claimed, recorded and completed a second, against the bare statements."""
import pathlib
import sqlite3
import statistics
import subprocess
import tempfile

from measure import common
from measure.store import BENCH, answer, fresh

RATE_BAR, FACTOR_BAR = 10_000, 3
RUNS = 20_000
# shared/peers, 2026-11-23, objective returns at once: what others schedule a second.
PEERS = [("Optuna 5.0, grid, SQLite", "15"), ("Optuna 5.0, random, SQLite", "60"),
         ("Optuna 5.0, random, memory only", "4,700"), ("Ray Tune 2.60", "1–12")]


def floor_program(folder):
    program = pathlib.Path(folder) / "schedule"
    source = common.TOP / "Benchmarks/store/schedule.c"
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", program, source, "-lsqlite3"], check=True)
    return program


def queued(template, path):
    """A database with the tables and indexes of ours, and the runs queued."""
    with sqlite3.connect(template) as source, sqlite3.connect(path) as target:
        # Without foreign keys and triggers: the bare loop.
        for text, in source.execute(
                "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL "
                "AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"):
            target.execute(text)
        rows = source.execute("SELECT * FROM run").fetchall()
        target.executemany(f"INSERT INTO run VALUES ({', '.join('?' * len(rows[0]))})", rows)
        target.execute(
            "UPDATE run SET state = 'queued', attempt = 0, worker = NULL, started_at = NULL, ended_at = NULL, "
            "objective = NULL, objective_step = NULL")
    return path


def run(options):
    """Measures everything and returns (lines of the report, whether all bars were reached)."""
    rows, shares, rates = [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        program = floor_program(folder)
        for lanes, sync in [(4, "normal"), (1, "normal"), (4, "full")]:
            ours, floor = [], []
            for _ in range(options.pairs):
                database = fresh(folder, "ours.db")
                ours.append(answer([BENCH, "schedule", database, RUNS, lanes, sync]))
                bare = queued(database, fresh(folder, "floor.db"))
                floor.append(answer([program, bare, RUNS, max(1, RUNS // ours[-1]["commits"])]))
            rate = statistics.median(RUNS / each["seconds"] for each in ours)
            limit = statistics.median(RUNS / each["seconds"] for each in floor)
            factor = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(ours, floor))
            rates[lanes, sync] = rate
            if sync == "normal":
                shares.append(factor)
            rows.append([f"sweep, groups of {lanes}, synchronous {sync}", f"{rate:,.0f}", f"{limit:,.0f}", f"{factor:.1f}"])
            common.say(f"groups of {lanes}, {sync}: {rate:,.0f} a second, limit {limit:,.0f}")
    rows += [[name, rate, "", ""] for name, rate in PEERS]
    is_fast = rates[4, "normal"] >= RATE_BAR
    lines = [
        f"{RUNS:,} runs that record one point and end, two workers in one process, durable SQLite; median of "
        f"{options.pairs} rounds. The bare loop makes the same changes in the same tables, as many runs a commit.", "",
        *common.table(["scheduler", "runs a second", "bare loop", "times the bare loop"], rows), "",
        f"runs a second in groups of 4: **{rates[4, 'normal']:,.0f}** (bar: {RATE_BAR:,}: {common.reached(is_fast)}); times "
        f"the bare loop: **{max(shares):.1f}** (bar: {FACTOR_BAR}: {common.reached(max(shares) <= FACTOR_BAR)})", "",
    ]
    return lines, is_fast and max(shares) <= FACTOR_BAR
