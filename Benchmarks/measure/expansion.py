"""Expansion: a grid of a million runs, stored; how long others wait for the write lock; killed in the middle and continued."""
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from measure import common

TIME_BAR, SIZE_BAR, LOCK_BAR = 15, 500, 250
RATES = 10_000
FILE = """\
name: million
method: grid
metric: {{name: validation/loss, goal: minimize}}
train: {{dataset: digits, model: mlp, epochs: 1, batch_size: 32, optimizer: sgd}}
parameters:
  learning_rate: {{values: [{rates}]}}
  depth: {{values: [1, 2]}}
  width: {{min: 1, max: 50}}
"""


class Lock(threading.Thread):
    """Asks for the write lock all the time, and keeps the longest time for which it was refused without a pause."""

    def __init__(self, database):
        super().__init__(daemon=True)
        self.database, self.longest, self.tries, self.is_over = database, 0, 0, False

    def run(self):
        connection = sqlite3.connect(self.database, timeout=0, isolation_level=None)
        while not self.is_over:
            asked = time.perf_counter()
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    break
                except sqlite3.OperationalError:
                    time.sleep(0.0005)
            self.longest = max(self.longest, time.perf_counter() - asked)
            self.tries += 1
            connection.execute("ROLLBACK")
            time.sleep(0.002)
        connection.close()


class Launch:
    """`sweep launch` until all runs are stored; no run is wanted, so it is ended then."""

    def __init__(self, folder):
        self.database = folder / "million.db"
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            [common.SWEEP, "launch", folder / "million.yaml", "--db", self.database, "--workers", "1", "--progress", "none"],
            stderr=subprocess.DEVNULL)
        self.peak = 0

    def proc(self, name):
        return pathlib.Path(f"/proc/{self.process.pid}/{name}").read_text()

    def look(self, query):
        """The first value, once there is one. Reading holds up nobody who writes."""
        try:
            self.peak = int(self.proc("status").split("VmHWM:")[1].split()[0]) * 1024
            with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
                row = connection.execute(query).fetchone()
            connection.close()
            return row and row[0]
        except (sqlite3.OperationalError, IndexError):
            return None

    def wait(self, query):
        while not self.look(query):
            if self.process.poll() is not None:
                sys.exit(f"bench: sweep launch ended early with status {self.process.returncode}")
            time.sleep(0.02)
        return time.perf_counter() - self.start

    def used(self):
        return sum(map(int, self.proc("stat").rsplit(")", 1)[1].split()[11:13])) / 100

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait()


EXPANDED = "SELECT state = 'active' FROM sweep"


def size(database):
    """Of a file without a log: whatever the launch left in it is copied first."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return database.stat().st_size


def measure(folder, has_lock):
    database = folder / "million.db"
    for path in folder.glob("million.db*"):
        path.unlink()
    launch = Launch(folder)
    lock = Lock(database)
    if has_lock:
        launch.wait("SELECT 1 FROM sweep")
        lock.start()
    seconds = launch.wait(EXPANDED)
    used, peak = launch.used(), launch.peak
    lock.is_over = True
    if has_lock:
        lock.join()
    launch.end(signal.SIGKILL)
    return {"seconds": seconds, "used": used, "peak": peak, "size": size(database), "longest": lock.longest, "tries": lock.tries}


def killed(folder, runs):
    """Killed in the middle and continued: what is there at the end, and after which run it was killed."""
    database = folder / "million.db"
    for path in folder.glob("million.db*"):
        path.unlink()
    launch = Launch(folder)
    launch.wait(f"SELECT max(number) > {runs // 2} FROM run")
    launch.end(signal.SIGKILL)
    with sqlite3.connect(database) as connection:
        cut, = connection.execute("SELECT count(*) FROM run").fetchone()
        state, = connection.execute("SELECT state FROM sweep").fetchone()
    connection.close()
    again = Launch(folder)
    again.wait(EXPANDED)
    again.end(signal.SIGKILL)
    connection = sqlite3.connect(database)
    total, numbers, last, whole = connection.execute(
        "SELECT count(*), count(DISTINCT number), max(number), (SELECT * FROM pragma_integrity_check) FROM run").fetchone()
    different, = connection.execute("SELECT count(*) FROM (SELECT DISTINCT configuration, seed FROM run)").fetchone()
    connection.close()
    is_exact = total == numbers == last == different == runs and whole == "ok" and state == "expanding"
    return cut, different, is_exact


def run(options):
    """Measures everything and returns (lines of the report, whether all bars were reached)."""
    rates = RATES
    while rates > 100 and shutil.disk_usage(tempfile.gettempdir()).free < 4_000 * rates * 100:
        rates //= 10
    runs = rates * 100
    if rates < RATES:
        common.say(f"the disk is small: {runs:,} runs in place of {RATES * 100:,}")
    rows, rounds = [], []
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        values = ", ".join(f"{0.0001 * (place + 1):.4f}" for place in range(rates))
        (folder / "million.yaml").write_text(FILE.format(rates=values))
        # The first round is for time, without anybody who asks for the lock; the others are for the lock.
        for place in range(2):
            figures = measure(folder, has_lock=place > 0)
            rounds.append(figures)
            rows.append([
                "others ask for the lock" if place else "alone", f"{figures['seconds']:.1f}", f"{figures['used']:.1f}",
                f"{figures['peak'] / 1e6:,.0f}", f"{figures['size'] / 1e6:,.0f}",
                f"{figures['longest'] * 1e3:,.0f}" if place else "", f"{figures['tries']:,}" if place else ""])
            common.say(", ".join(rows[-1]))
        cut, different, is_exact = killed(folder, runs)
    alone, watched = rounds
    peak, file = max(each["peak"] for each in rounds) / 1e6, max(each["size"] for each in rounds) / 1e6
    # Times of a machine that does other work are worth little; processor seconds, memory and size are.
    others = f" Load before the first round: {load:.1f} on {os.cpu_count()} cores."
    bars = [
        ("seconds", f"{alone['seconds']:.1f}", TIME_BAR, alone["seconds"] <= TIME_BAR),
        ("MB of memory", f"{peak:,.0f}", SIZE_BAR, peak <= SIZE_BAR),
        ("MB of file", f"{file:,.0f}", SIZE_BAR, file <= SIZE_BAR),
        ("longest wait for the lock, ms", f"{watched['longest'] * 1e3:,.0f}", LOCK_BAR, watched["longest"] * 1e3 <= LOCK_BAR),
    ]
    lines = [
        f"`sweep launch` of {rates:,} learning rates × 2 depths × 50 widths, {runs:,} runs, from its start until the sweep is "
        "active. The lock is asked for by a thread of another process, again 2 ms after it was got; a wait is the time until it "
        "is got, tried every half millisecond." + others, "",
        *common.table(
            ["expansion", "seconds", "processor s", "memory MB", "file MB", "longest wait ms", "times got"], rows), "",
        *[f"- {name}: **{value}** (bar: {bar}: {common.reached(is_reached)})" for name, value, bar, is_reached in bars],
        f"- killed (SIGKILL) after run {cut:,} and launched again: {different:,} different configurations of {runs:,}, every number "
        f"once, the file whole: **{'yes' if is_exact else 'NO'}**", "",
    ]
    return lines, is_exact and all(bar[-1] for bar in bars)
