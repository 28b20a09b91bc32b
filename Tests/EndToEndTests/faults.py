#!/usr/bin/env python3
"""Sweeps on a file system that fails: short writes, full disks, I/O errors, failed fsync, kills at the n-th write.

Launches a sweep again and again with faults.c preloaded, until enough faults have struck. After every launch: a clear message
or success, the file whole, and nothing lost that could be read before. At the end, without faults, the sweep is completed
and must equal an undisturbed one to the last bit. Prints what is wrong, and with --record the counts.

    faults.py PROGRAM [--faults 300] [--kills 20] [--seed 1] [--record]
"""
import argparse
import collections
import datetime
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FILE = """\
name: faults
method: grid
metric: {name: validation/accuracy, goal: maximize}
train: {dataset: digits, epochs: 6, batch_size: 32}
parameters:
  learning_rate: {values: [0.1, 0.05, 0.03, 0.02, 0.01, 0.003]}
  depth: {values: [1, 2]}
  width: {values: [8, 16, 32]}
"""
NAMES = {"S": "short writes", "N": "ENOSPC on writes", "E": "EIO on writes", "F": "failed fsync", "T": "ENOSPC on truncation",
         "A": "ENOSPC on allocation"}
# What SQLite and we say when a disk fails; anything else is not a clear error.
CLEAR = re.compile(r"disk|I/O|full|space|read-only|cannot be (opened|written)|locking|malformed", re.I)
complaints = []


def check(condition, text):
    if not condition and len(complaints) < 20:
        complaints.append(text)


def curves(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return {
            row[:3]: row[3]
            for row in database.execute(
                """SELECT run.configuration, metric.name, step, value FROM point JOIN run ON run.id = point.run
                   JOIN metric ON metric.id = metric WHERE metric.name NOT LIKE 'throughput/%' AND run.state = 'completed'""")
        }


def check_file(path, before, what):
    """The file is whole, and every series of a completed run is still there as it was."""
    if not path.exists():
        check(not before, f"{what}: the file is gone")
        return before
    with sqlite3.connect(path) as database:
        answer = database.execute("PRAGMA integrity_check").fetchone()[0]
        check(answer == "ok", f"{what}: integrity {answer}")
        if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'run'").fetchone():
            check(not before, f"{what}: the tables are gone")
            return before
    after = curves(path)
    lost = sum(1 for key, value in before.items() if after.get(key) != value)
    check(lost == 0, f"{what}: {lost} of {len(before)} points were lost or changed")
    return after


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="sweep-faults-") as folder:
        os.chdir(folder)
        pathlib.Path("faults.yaml").write_text(FILE)
        compiler = shutil.which("cc") or shutil.which("clang") or str(
            pathlib.Path(shutil.which("swift") or "/usr/bin/swift").resolve().parent / "clang")
        subprocess.run([compiler, "-O1", "-fPIC", "-shared", "-o", "faults.so", str(HERE / "faults.c"), "-ldl", "-lpthread"],
                       check=True)
        launch = [program, "launch", "faults.yaml", "--progress", "none", "--workers", "2"]
        subprocess.run([*launch, "--db", "whole.sqlite"], check=True, stderr=subprocess.DEVNULL)
        expected = curves("whole.sqlite")

        counts, ends, launches, sweeps, kills = collections.Counter(), collections.Counter(), 0, 0, 0
        path, before = pathlib.Path("a.db"), {}
        while sum(counts.values()) < options.faults or kills < options.kills:
            log = pathlib.Path("faults.log")
            log.unlink(missing_ok=True)
            environment = dict(os.environ, LD_PRELOAD=str(pathlib.Path("faults.so").resolve()), FAULT_LOG=str(log.resolve()),
                               FAULT_SEED=str(draw.getrandbits(60)))
            # A launch writes some hundred times.
            is_kill = kills < options.kills and draw.random() < 0.3
            environment["FAULT_KILL" if is_kill else "FAULT_EVERY"] = str(
                draw.randint(1, 300) if is_kill else draw.choice([5, 30, 100, 300, 1000]))
            sync = draw.choice(["normal", "full"])
            result = subprocess.run([*launch, "--db", str(path), "--sync", sync], env=environment, text=True,
                                    stderr=subprocess.PIPE)
            launches += 1
            counts.update(log.read_text() if log.exists() else "")
            what = f"launch {launches} (exit {result.returncode})"
            ends[result.returncode] += 1
            if result.returncode == -signal.SIGKILL:
                kills += 1
            else:
                check(result.returncode in (0, 1), f"{what}: {result.stderr[-400:]}")
            if result.returncode == 1:
                lines = result.stderr.strip().splitlines()
                check(0 < len(lines) <= 3 and CLEAR.search(lines[0]) is not None, f"{what}: {lines}")
            before = check_file(path, before, what)
            if result.returncode == 0:
                # Done in spite of all: compare, and begin anew.
                check(before == expected, f"{what}: not what an undisturbed sweep has")
                for name in path.parent.glob("a.db*"):
                    name.unlink()
                before = {}
                sweeps += 1
            if len(complaints) >= 20:
                break
        # With room again the sweep is completed.
        result = subprocess.run([*launch, "--db", str(path)], text=True, stderr=subprocess.PIPE)
        check(result.returncode == 0, f"the last launch: {result.stderr}")
        check(check_file(path, before, "the last launch") == expected, "the last launch: not what an undisturbed sweep has")
    for line in complaints:
        print(line)
    if options.record:
        print(f"# A file system that fails, {datetime.date.today()}\n")
        print(f"`faults.py --faults {options.faults} --kills {options.kills} --seed {options.seed}`: {launches} launches, "
              f"{sweeps + 1} sweeps completed, {kills} kills at the n-th write, {sum(counts.values()):,} faults.\n")
        for letter, name in NAMES.items():
            print(f"- {name}: {counts[letter]:,}")
        print(f"\nExit codes: {dict(sorted(ends.items()))}. " + ("Nothing lost, nothing corrupt." if not complaints else "WRONG."))
    sys.exit(1 if complaints else 0)


main()
