"""Reads experiments.db as other programs do, without sweep: readers.py DATABASE SCHEMA.md.

Every documented view is read with Python's sqlite3 and pandas, and with the sqlite3 shell; what it holds is compared
with the documentation's types and with what the tables say. Prints a line for everything that is wrong.
"""
import csv
import io
import math
import re
import sqlite3
import subprocess
import sys

import pandas

PATH, DOCUMENTATION = sys.argv[1:]
KINDS = {"TEXT": str, "INTEGER": int, "REAL": float, "ANY": (int, float, str)}


def documented():
    """View name -> [(column, type)]."""
    views, current, in_views = {}, None, False
    for line in open(DOCUMENTATION, encoding="utf-8"):
        if line.startswith("## "):
            in_views = line.strip() == "## Views"
        elif line.startswith("### "):
            current = line[4:].strip()
        elif in_views and (cells := re.match(r"\| `(\w+)` \| (\w+) \|", line)):
            views.setdefault(current, []).append(cells.groups())
    return views


def check(is_right, text):
    if not is_right:
        print(text)


def main():
    database = sqlite3.connect(f"file:{PATH}?mode=ro", uri=True)
    views = documented()
    check(len(views) >= 5, f"only {len(views)} views are documented")
    for view, columns in views.items():
        cursor = database.execute(f"SELECT * FROM {view}")
        check([c[0] for c in cursor.description] == [c[0] for c in columns], f"{view}: other columns")
        rows = cursor.fetchall()
        check(rows, f"{view} is empty")
        for index, (name, kind) in enumerate(columns):
            wrong = next((row[index] for row in rows if row[index] is not None
                          and not isinstance(row[index], KINDS[kind])), None)
            check(wrong is None, f"{view}.{name} holds {wrong!r}, not {kind}")
        frame = pandas.read_sql(f"SELECT * FROM {view}", database)
        check(len(frame) == len(rows), f"{view}: pandas reads {len(frame)} of {len(rows)} rows")
        for name, kind in columns:
            if kind == "REAL" and frame[name].notna().any():
                check(pandas.api.types.is_float_dtype(frame[name]), f"{view}.{name} is {frame[name].dtype} in pandas")
        shell = subprocess.run(["sqlite3", "-readonly", "-csv", "-header", PATH, f"SELECT * FROM {view}"],
                               capture_output=True, text=True, check=True)
        lines = list(csv.reader(io.StringIO(shell.stdout)))
        check(lines[0] == [c[0] for c in columns] and len(lines) == len(rows) + 1, f"{view}: the shell reads otherwise")
    sweeps(database)
    statistics(database)


def sweeps(database):
    """Each sweep's own view: a typed column per parameter, and the objective value under the metric's name."""
    for sweep, view, metric in database.execute(
            "SELECT sweep.id, sweep_view.name, metric FROM sweep JOIN sweep_view ON sweep_view.sweep = sweep.id").fetchall():
        frame = pandas.read_sql(f"SELECT * FROM {view}", database)
        for name in ["learning_rate", metric.replace("/", "_")]:
            check(pandas.api.types.is_float_dtype(frame[name]), f"{view}.{name} is {frame[name].dtype}")
        for name in ["width", "depth", "seed"]:
            check(pandas.api.types.is_integer_dtype(frame[name]), f"{view}.{name} is {frame[name].dtype}")
        best = database.execute("SELECT max(objective) FROM run WHERE sweep = ?", (sweep,)).fetchone()[0]
        check(frame[metric.replace("/", "_")].max() == best, f"{view}: another best value")


def statistics(database):
    """The views' statistics are pandas's."""
    runs = pandas.read_sql("SELECT * FROM fashion_mnist", database)
    groups = runs.groupby("width")["validation_accuracy"]
    rows = database.execute(
        "SELECT value, median, percentile_25, mean, standard_error, runs FROM by_parameter "
        "WHERE sweep = 'fashion-mnist' AND parameter = 'width'").fetchall()
    check(len(rows) == len(groups), f"{len(rows)} widths")
    for width, *ours in rows:
        group = groups.get_group(width)
        theirs = [group.median(), group.quantile(0.25), group.mean(), group.sem(), len(group)]
        check(all(math.isclose(a, b, rel_tol=1e-12) for a, b in zip(ours, theirs)), f"width {width}: {ours}, {theirs}")


main()
