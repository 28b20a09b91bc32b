"""Plays one scene of `sweep launch long.yaml`, or of `sweep sql`, on a pseudo-terminal and prints what is wrong.

usage: terminal.py SCENE PROGRAM        (in a folder with long.yaml)
"""
import os
import shutil
import signal
import sqlite3
import subprocess
import sys

import pexpect
import pyte

SCENE, PROGRAM = sys.argv[1:3]
LIMIT = 120
# A second or so is enough for a scene that is watched to its end.
LAUNCH = ("launch", "long.yaml")
SHORT = LAUNCH + ("--set", "epochs=3")


def check(is_right, complaint):
    if not is_right:
        print(f"{SCENE}: {complaint}")


class Terminal:
    """The program on a pseudo-terminal, with the screen that a person would see."""

    def __init__(self, columns=80, rows=24, environment=None, arguments=SHORT):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        variables = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "SWEEP_DB")}
        variables.update({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}, **(environment or {}))
        self.child = pexpect.spawn(PROGRAM, list(arguments), dimensions=(rows, columns), env=variables, timeout=LIMIT)

    def read(self):
        """Takes in what comes next; false at the end."""
        try:
            data = self.child.read_nonblocking(65536, timeout=LIMIT)
        except pexpect.EOF:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    def until(self, text):
        while not any(text in line for line in self.lines):
            if not self.read():
                return False
        return True

    def finish(self):
        while self.read():
            pass
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else 128 + self.child.signalstatus

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]


def states():
    with sqlite3.connect("experiments.db") as database:
        return dict(database.execute("SELECT state, count(*) FROM run GROUP BY state"))


def live(columns=80):
    terminal = Terminal(columns=columns)
    check(terminal.until("worker 1"), "no line for worker 1 was ever drawn")
    check(terminal.until("best"), "no best run was ever drawn")
    frame = [line for line in terminal.lines if line]
    check(frame[0].startswith("long  ["), f"the first line is {frame[0]!r}")
    check(sum("worker 1" in line for line in frame) == 1, f"torn: {frame}")
    check(terminal.finish() == 0, "the exit code is not 0")
    after = [line for line in terminal.lines if line]
    check(after[0].startswith("long: 24 of 24 runs done in"), f"the last line is {after}")
    check("worker 1" not in "".join(after), f"the live region is left behind: {after}")


def plain(environment):
    terminal = Terminal(environment=environment)
    check(terminal.finish() == 0, "the exit code is not 0")
    check(b"\x1b" not in terminal.raw, "an escape sequence was sent")


def no_color():
    terminal = Terminal(environment={"NO_COLOR": "1"})
    terminal.finish()
    board = Terminal(environment={"NO_COLOR": "1"}, arguments=("leaderboard",))
    board.finish()
    check(b"[1m" not in board.raw and b"[3" not in board.raw, "colour or bold in spite of NO_COLOR")
    coloured = Terminal(arguments=("leaderboard",))
    coloured.finish()
    check(b"[1m" in coloured.raw, "no bold header on a terminal that has it")


def ctrl_c():
    terminal = Terminal(arguments=LAUNCH)
    terminal.until("best")
    terminal.child.sendintr()
    check(terminal.finish() == 130, "the exit code is not 130")
    text = " ".join(terminal.lines)
    check("stopped:" in text and "go on with:" in text, f"it does not say how to go on: {text}")
    check(set(states()) <= {"completed", "queued"}, f"states {states()}")


def hang_up():
    terminal = Terminal(arguments=LAUNCH)
    terminal.until("best")
    # Not `close`: that sends signals of its own, and a second one ends a sweep at once.
    os.close(terminal.child.child_fd)
    terminal.child.ptyproc.closed = terminal.child.closed = True
    # The terminal is gone, so nobody waits for the child but init: ask its lock file, the database.
    pid = terminal.child.pid
    for _ in range(LIMIT * 10):
        try:
            os.kill(pid, 0)
            os.waitpid(pid, os.WNOHANG)
        except (ProcessLookupError, ChildProcessError):
            break
        signal.sigtimedwait([], 0.1)
    check(set(states()) <= {"completed", "queued"}, f"states {states()}")


def deaf():
    """Standard error that takes nothing must not end a sweep."""
    with open("/dev/full", "w") as full:
        code = subprocess.run([PROGRAM, *SHORT], stderr=full, stdin=subprocess.DEVNULL).returncode
    check(code == 0, f"the exit code is {code}")
    check(states() == {"completed": 24}, f"states {states()}")


def sample(name):
    checkout = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    shutil.copy(os.path.join(checkout, "experiments.db"), name)
    return name


def shell():
    """`sweep sql` alone becomes the sqlite3 shell, whatever the file is called."""
    for name in ("-cmd my runs.db", "it's.db", os.path.abspath("plain.db")):
        terminal = Terminal(arguments=("sql", "--db=" + sample(name)))
        check(terminal.until("sqlite>"), f"no prompt for {name!r}: {terminal.lines}")
        terminal.child.send("SELECT 40 + count(*) AS total FROM sweep;\r")
        check(terminal.until("42"), f"no answer for {name!r}: {terminal.lines}")
        check(any(line.startswith("total") for line in terminal.lines), "no header")
        terminal.child.send("DELETE FROM run;\r")
        check(terminal.until("readonly"), f"{name!r} was written to: {terminal.lines}")
        terminal.child.send(".quit\r")
        check(terminal.finish() in (0, 1), "the shell did not end by itself")
        check(set(os.listdir(".")) <= {"long.yaml", "said.txt", os.path.basename(name)}, os.listdir("."))
        os.remove(name)


def no_shell():
    terminal = Terminal(arguments=("sql", "--db", sample("x.db")), environment={"PATH": "/nowhere"})
    check(terminal.finish() == 1, "the exit code is not 1")
    text = " ".join(terminal.lines)
    check("apt-get install sqlite3" in text, f"it does not say how to get it: {text}")
    missing = Terminal(arguments=("sql", "--db", "none.db"))
    check(missing.finish() == 1, "the exit code is not 1")
    check("there is no database" in missing.lines[0], f"{missing.lines[0]}")


def caret():
    """An error fits the terminal, and Ctrl-C ends a function of ours."""
    terminal = Terminal(columns=40, arguments=("sql", "--db", sample("x.db"), "SELECT " + "1, " * 60 + "nmae FROM run"))
    check(terminal.finish() == 1, "the exit code is not 1")
    place = next(number for number, line in enumerate(terminal.lines) if line.endswith("^"))
    column = terminal.lines[place].index("^")
    check(terminal.lines[place - 1][column:].startswith("nmae"), f"{terminal.lines}")
    query = "SELECT printf('%.*c', 100000000, 'a') REGEXP '(a|b)*c$'"
    terminal = Terminal(arguments=("sql", "--db", "x.db", query))
    # No output says that it has begun: its processor time does.
    with open(f"/proc/{terminal.child.pid}/stat") as file:
        while int(file.read().rsplit(")", 1)[1].split()[11]) < 40:
            file.seek(0)
    terminal.child.sendintr()
    check(terminal.finish() == 130, "the exit code is not 130")
    check(any("interrupted" in line for line in terminal.lines), f"{terminal.lines}")


{
    "live": live,
    "shell": shell,
    "no-shell": no_shell,
    "caret": caret,
    "narrow": lambda: live(columns=40),
    "dumb": lambda: plain({"TERM": "dumb"}),
    "no-color": no_color,
    "ctrl-c": ctrl_c,
    "hang-up": hang_up,
    "deaf": deaf,
}[SCENE]()
