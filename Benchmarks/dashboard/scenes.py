"""One scene of `sweep dashboard` on a pseudo-terminal; prints its figures as a line of JSON.

usage: scenes.py SCENE PROGRAM DATABASE [ARGUMENT...]       (with Debian's pexpect and pyte)

What is timed is what a person sees: from `spawn`, or from the key, to the screen that shows the effect.
"""
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time

import pexpect
import pyte

ROWS, COLUMNS = 30, 100
POINTERS = "▶►"
LIMIT = 30


class Dashboard:
    """The program on a pseudo-terminal, with the screen that a person would see."""

    def __init__(self, program, database, *arguments, rows=ROWS, columns=COLUMNS):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.byte_count = 0
        # Whether bytes are taken in and forgotten: pyte is slower than any terminal, and a program waits for its.
        self.is_blind = False
        home = tempfile.mkdtemp(prefix="sweep-bench-")
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES", "SWEEP_DB")}
        kept.update(TERM="screen-256color", LC_ALL="C.UTF-8", HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        self.start = time.perf_counter()
        self.child = pexpect.spawn(program, ["dashboard", "--db", database, *arguments], dimensions=(rows, columns), env=kept)
        self.fd, self.pid = self.child.child_fd, self.child.pid

    def read(self, seconds):
        """Takes in what comes within some time; when it came, or None."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        came = time.perf_counter()
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            sys.exit(f"the dashboard ended by itself:\n{self.text}")
        self.byte_count += len(data)
        if not self.is_blind:
            self.stream.feed(data)
        return came

    def until(self, is_right, seconds=LIMIT):
        """Reads until the screen is right; when that was."""
        end = time.perf_counter() + seconds
        while True:
            came = self.read(max(0, end - time.perf_counter()))
            if came is None:
                sys.exit(f"the dashboard never showed what was waited for:\n{self.text}")
            if is_right(self):
                return came

    def quiet(self, seconds=1.5, limit=LIMIT):
        """Reads until nothing has come for some time; when something came last."""
        last, end = self.start, time.perf_counter() + limit
        while time.perf_counter() < end:
            came = self.read(seconds)
            if came is None:
                return last
            last = came
        return last

    def send(self, text):
        # Before the write, which may let the program answer at once and this one sleep.
        now = time.perf_counter()
        os.write(self.fd, text.encode())
        return now

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def pointed(self):
        """The line of the run that is pointed at."""
        return next((index for index, line in enumerate(self.screen.display) if any(p in line[:6] for p in POINTERS)), None)

    def pointed_name(self):
        """The name of the run that is pointed at, up to where it may be cut: a list that changes takes its pointer along."""
        index = self.pointed
        name = None if index is None else re.search(r"lr[0-9]+-", self.screen.display[index])
        return name and name.group()

    def has_curve(self):
        return any("\u2801" <= character <= "\u28ff" for line in self.screen.display for character in line[46:])

    def cpu(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_megabytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))

    def close(self):
        self.send("q")
        try:
            while True:
                if self.read(LIMIT) is None:
                    break
        except SystemExit:
            pass
        self.child.close(force=True)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def summary(values):
    return {"median": quantile(values, 0.5), "p95": quantile(values, 0.95), "p99": quantile(values, 0.99), "max": max(values)}


def first(program, database, name, count):
    """Goal 1: from spawn to the first picture with the best run."""
    times = []
    for _ in range(int(count)):
        board = Dashboard(program, database, "--read-only")
        times.append((board.until(lambda b: name in b.text) - board.start) * 1000)
        board.close()
    return summary(times)


def curve(program, database, count):
    """Goal 2: from spawn to the first point of the curve, and to the picture that stays."""
    begins, ends = [], []
    for _ in range(int(count)):
        board = Dashboard(program, database, "--read-only")
        begins.append((board.until(Dashboard.has_curve) - board.start) * 1000)
        ends.append((board.quiet() - board.start) * 1000)
        board.close()
    return {"begin": summary(begins), "end": summary(ends)}


def pressed(board, key, key_limit=5):
    """Presses a key that moves the pointer; milliseconds until the screen shows it."""
    before = board.pointed_name()
    sent = board.send(key)
    return (board.until(lambda b: b.pointed_name() not in (None, before), key_limit) - sent) * 1000


def keys(program, database, count, *live):
    """Goals 4 and 22: keys that move the pointer, down and up through the list; `live` is a writer beside it."""
    writer = subprocess.Popen(live, stdout=subprocess.DEVNULL) if live else None
    board = Dashboard(program, database, "--read-only")
    board.until(lambda b: b.pointed is not None)
    board.quiet(0.7, 5)
    times = []
    for index in range(int(count)):
        times.append(pressed(board, "j" if index % 40 < 20 else "k"))
        # A person's pace, and not in step with anything.
        while board.read(0.01 + index % 7 * 0.003) is not None and index % 5:
            pass
    board.close()
    if writer:
        writer.terminate()
        writer.wait()
    return summary(times)


def with_statistics(program, database, act, size=(ROWS, COLUMNS), is_blind=False):
    """What the program says of its own frames while `act` does something with it, and what `act` gave."""
    with tempfile.NamedTemporaryFile(suffix=".json") as stats:
        rows, columns = size
        board = Dashboard(program, database, "--read-only", "--stats", stats.name, rows=rows, columns=columns)
        board.until(lambda b: b.pointed is not None)
        board.is_blind = is_blind
        board.quiet(1, 60)
        result = act(board)
        board.close()
        return json.loads(open(stats.name).read()), result


def answered(board, keys, pause=0.3):
    """Sends keys one by one; milliseconds until something of each is on the screen."""
    times = []
    for key in keys:
        sent = board.send(key)
        came = board.read(5)
        times.append(((came or sent) - sent) * 1000)
        board.quiet(pause)
    return times


def scroll(program, database, count):
    """Goal 22: pages through the list."""
    own, pages = with_statistics(
        program, database,
        lambda board: [pressed(board, "\x04" if index % 100 < 50 else "\x15") for index in range(int(count))])
    return {"screen": summary(pages), "own": own["frames"]}


def answers(program, database, *keys):
    """Goal 22: what answers to keys cost inside the program, from the key to the bytes of the frame, and on the screen.

    A first key that opens a line of text is not counted: `/` before the letters of a filter.
    """
    own, times = with_statistics(program, database, lambda board: answered(board, keys), is_blind=True)
    return {"screen": summary(times), "own": own["keys"]}


def frames(program, database, rows, columns, count):
    """Goal 3: frames of the Charts screen while a cursor moves over its curves and the picture is zoomed."""
    def move(board):
        board.send("2")
        board.quiet(0.5)
        # A large chart, its cursor, and a zoom in and out every twenty steps.
        for key in ["\r", "l"]:
            board.send(key)
            board.quiet(0.3)
        for index in range(int(count)):
            board.send("+" if index % 20 == 9 else "-" if index % 20 == 19 else "lh"[index // 40 % 2])
            while board.read(0.02):
                pass

    own, _ = with_statistics(program, database, move, (int(rows), int(columns)), is_blind=True)
    return {"work": own["work"], "frames": own["frames"]}


def idle(program, database, seconds, *live):
    """Goals 5 and 6: processor time and bytes over some seconds; `live` is a writer beside it."""
    writer = subprocess.Popen(live, stdout=subprocess.DEVNULL) if live else None
    board = Dashboard(program, database, "--read-only")
    board.until(lambda b: b.pointed is not None)
    if live:
        board.quiet(1, 6)
        # The first eight are plotted by themselves where there are so few; otherwise here.
    else:
        board.quiet(3)
    before, count, start = board.cpu(), board.byte_count, time.perf_counter()
    end = start + float(seconds)
    while time.perf_counter() < end:
        board.read(end - time.perf_counter())
    share = (board.cpu() - before) / (time.perf_counter() - start)
    result = {"percent": share * 100, "bytes": board.byte_count - count}
    board.close()
    if writer:
        writer.terminate()
        writer.wait()
    return result


def fresh(program, database, count):
    """Goal 7: from the commit of a value to the screen that shows it."""
    import sqlite3

    writer = sqlite3.connect(database, isolation_level=None, timeout=10)
    run, metric = writer.execute(
        "SELECT run.id, metric.id FROM run JOIN sweep ON sweep.id = run.sweep JOIN metric ON metric.name = sweep.metric "
        "WHERE sweep.id = (SELECT max(id) FROM sweep) AND run.objective IS NOT NULL ORDER BY run.objective LIMIT 1").fetchone()
    board = Dashboard(program, database, "--read-only")
    board.until(lambda b: b.pointed is not None)
    board.quiet(1)
    times = []
    step = writer.execute("SELECT coalesce(max(step), 0) FROM point WHERE run = ?", (run,)).fetchone()[0]
    for index in range(int(count)):
        # Better than all others, so that the row is on the screen; digits that nothing else shows.
        value = -(1 + (index * 379 % 800 + 100) / 1000)
        step += 1
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO point VALUES (?, ?, ?, ?, ?)", (run, metric, step, value, 1))
        writer.execute("UPDATE summary SET last = ?, last_step = ?, minimum = ? WHERE run = ? AND metric = ?",
                       (value, step, value, run, metric))
        writer.execute("UPDATE run SET objective = ?, objective_step = ? WHERE id = ?", (value, step, run))
        writer.execute("COMMIT")
        committed = time.perf_counter()
        shown = f"{abs(value):.3f}"
        came = board.until(lambda b: shown in b.text.replace("−", "-"), 10)
        times.append((came - committed) * 1000)
        # At any moment of the reader's turn.
        while board.read(0.05 + index % 13 * 0.017) is not None:
            pass
    board.close()
    return summary(times)


def crowd(program, database, count, seconds_file):
    """Goal 8: so many dashboards on a file until another file appears; prints when all show it."""
    boards = [Dashboard(program, database, "--read-only") for _ in range(int(count))]
    for board in boards:
        board.until(lambda b: True)
    print("ready", flush=True)
    # It ends with a bench that was killed, too.
    parent = os.getppid()
    while not os.path.exists(seconds_file) and os.getppid() == parent:
        ready = select.select([board.fd for board in boards], [], [], 0.2)[0]
        for board in boards:
            if board.fd in ready:
                # Without pyte, which would take the writer's processor.
                board.byte_count += len(os.read(board.fd, 1 << 16))
    cpu = sum(board.cpu() for board in boards)
    for board in boards:
        board.child.close(force=True)
    return {"cpu_seconds": cpu}


def memory(program, database):
    """Goal 9: the peak with everything read."""
    board = Dashboard(program, database, "--read-only")
    board.until(lambda b: b.pointed is not None)
    board.quiet(2, 60)
    has_curve = board.has_curve()
    peak = board.peak_megabytes()
    board.close()
    return {"megabytes": peak, "has_curve": has_curve}


SCENES = {
    "first": first, "curve": curve, "keys": keys, "scroll": scroll, "answers": answers, "frames": frames, "idle": idle,
    "fresh": fresh, "crowd": crowd, "memory": memory,
}

if __name__ == "__main__":
    scene, program, database, *rest = sys.argv[1:]
    print(json.dumps(SCENES[scene](program, database, *rest)), flush=True)
