"""Plays one scene of `sweep dashboard` on a pseudo-terminal and prints what is wrong.

usage: dashboard.py SCENE PROGRAM [--seconds N] [--seed N]        (in a folder with long.yaml)
"""
import hashlib
import os
import random
import re
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import termios
import time

import pexpect
import pyte

SCENE, PROGRAM = sys.argv[1:3]
OPTIONS = dict(zip(sys.argv[3::2], sys.argv[4::2]))
LIMIT = 120
CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VARIABLES = {
    **{name: value for name, value in os.environ.items()
       if name not in ("NO_COLOR", "COLUMNS", "LINES", "SWEEP_DB", "LANG", "LC_CTYPE", "TMUX")},
    "TERM": "screen-256color", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": os.path.abspath("state"),
    "XDG_CONFIG_HOME": os.path.abspath("config"),
}
# What is switched on and has to be switched off: the screen, the mouse, focus and paste reports, and off and on: the cursor.
PAIRS = [("[?1049h", "[?1049l"), ("[?1000h", "[?1000l"), ("[?1002h", "[?1002l"), ("[?1006h", "[?1006l"),
         ("[?1004h", "[?1004l"), ("[?2004h", "[?2004l"), ("[?25l", "[?25h"), ("[?1h", "[?1l")]
COLOR = re.compile(rb"\x1b\[[0-9;]*?(?<![0-9])(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")


def check(is_right, complaint):
    if not is_right:
        print(f"{SCENE}: {complaint}")
    return is_right


class Terminal:
    """A program on a pseudo-terminal, with the screen that a person would see."""

    def __init__(self, *arguments, columns=100, rows=30, environment=None, program=PROGRAM):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        variables = {**VARIABLES, **(environment or {})}
        variables = {name: value for name, value in variables.items() if value is not None}
        self.child = pexpect.spawn(
            program, list(arguments), dimensions=(rows, columns), env=variables, timeout=LIMIT)
        self.file = self.child.child_fd
        self.modes = termios.tcgetattr(self.file)

    def read(self, seconds=LIMIT):
        """Takes in what comes next; false at the end, and when nothing comes."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    def until(self, condition, seconds=LIMIT):
        """Reads until a text is on the screen, or a condition holds."""
        holds = condition if callable(condition) else lambda: any(condition in line for line in self.lines)
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            if not self.read(0.2) and not self.child.isalive():
                return holds()
        return True

    def begin(self):
        """Waits for the first frame that shows the sweep."""
        return check(self.until("Runs"), f"no dashboard: {self.raw[-600:]!r}")

    def send(self, text):
        self.child.send(text)

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def finish(self):
        """The exit code, 128 more than a signal's number; modes are compared before the terminal is closed."""
        end = time.monotonic() + LIMIT
        while self.child.isalive() and time.monotonic() < end:
            self.read(0.2)
        while self.read(0.1):
            pass
        self.modes_after = termios.tcgetattr(self.file)
        if self.child.isalive():
            check(False, "it does not end")
            self.child.kill(signal.SIGKILL)
        self.child.close()
        return self.child.exitstatus if self.child.signalstatus is None else 128 + self.child.signalstatus

    def check_clean(self, how):
        for on, off in PAIRS:
            on, off = b"\x1b" + on.encode(), b"\x1b" + off.encode()
            if on in self.raw:
                check(self.raw.rfind(off) > self.raw.rfind(on), f"{how}: {on!r} is not undone")
        check(self.modes == self.modes_after, f"{how}: the terminal's modes are changed")

    def after(self):
        """What was written after the screen was left, without sequences."""
        text = self.raw[self.raw.rfind(b"\x1b[?1049l"):]
        return re.sub(rb"\x1b\[[?0-9;]*[a-zA-Z]|\x1b[=>]|\r|\x1b\(B|\x0f", b"", text)

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]


def sample(name="experiments.db"):
    shutil.copy(os.path.join(CHECKOUT, "experiments.db"), name)
    return name


def query(text, name="experiments.db"):
    for _ in range(LIMIT * 10):
        try:
            connection = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=10)
            try:
                return connection.execute(text).fetchall()
            finally:
                connection.close()
        except sqlite3.OperationalError:
            # Not there yet, or somebody opens it just now.
            signal.sigtimedwait([], 0.1)
    return []


def wait_for(holds, complaint, seconds=LIMIT):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return check(False, complaint)
        signal.sigtimedwait([], 0.05)
    return True


def leave():
    """Every way out leaves the terminal as it was."""
    sample()
    crashes = [signal.SIGSEGV, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGQUIT]
    ways = [("q", 0), ("\x03", 0), (signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
    ways += [(number, 128 + number) for number in crashes]
    for way, code in ways:
        how = repr(way)
        terminal = Terminal("dashboard")
        if not terminal.begin():
            continue
        began = time.monotonic()
        if isinstance(way, str):
            terminal.send(way)
        else:
            terminal.child.kill(way)
        found = terminal.finish()
        check(found == code, f"{how}: the exit code is {found}, not {code}")
        terminal.check_clean(how)
        if code < 128 or way in (signal.SIGTERM, signal.SIGHUP):
            check(terminal.after().strip() == b"", f"{how}: it says {terminal.after()!r}")
        # Swift's handler of crashes waits 30 s for a key where it can.
        check(time.monotonic() - began < 25, f"{how}: it took {time.monotonic() - began:.0f} s")


def suspend():
    """^Z gives the terminal back to the shell, fg brings the picture back."""
    sample()
    shell = Terminal("--norc", "--noprofile", "-i", program="/bin/bash", environment={"PS1": "ready> ", "HISTFILE": "/dev/null"})
    shell.until("ready>")
    shell.send("stty -a > before.txt\n")
    wait_for(lambda: os.path.exists("before.txt"), "no shell")
    shell.send(f"{PROGRAM} dashboard\n")
    shell.begin()
    for round in range(2):
        start = len(shell.raw)
        shell.send("\x1a")
        shell.until(lambda: b"Stopped" in shell.raw[start:])
        text = shell.raw[start:]
        for on, off in PAIRS:
            check(off.encode() in text, f"^Z: {off} is not sent")
        shell.send(f"stty -a > stopped{round}.txt; echo writ''ten\n")
        shell.until(lambda: b"written" in shell.raw[start:])
        check(open("before.txt").read() == open(f"stopped{round}.txt").read(), "^Z: other modes than before")
        shell.screen.reset()
        start = len(shell.raw)
        if round == 0:
            shell.send("fg\n")
        else:
            # A size that changes while it sleeps.
            shell.resize(24, 80)
            shell.send("fg\n")
        check(shell.until(lambda: "[1 Runs]" in shell.lines[0] and b"[?1004h" in shell.raw[start:]),
              f"fg: no picture: {shell.lines}")
        check(b"[?1049h" in shell.raw[start:], "fg: not on the screen of its own")
    shell.send("2")
    check(shell.until("[2 Charts]"), "fg: it does not listen")
    # Stopped by somebody else, without a chance to do anything about it.
    pid = int(subprocess.run(["pgrep", "-P", str(shell.child.pid)], capture_output=True, text=True).stdout.split()[0])
    start = len(shell.raw)
    os.kill(pid, signal.SIGSTOP)
    shell.until(lambda: b"Stopped" in shell.raw[start:])
    shell.send("fg\n")
    check(shell.until(lambda: "[2 Charts]" in shell.lines[0]), f"after SIGSTOP: no picture: {shell.lines}")
    shell.send("q")
    shell.send("stty -a > after.txt; exit\n")
    shell.finish()
    sizes = r"rows \d+; columns \d+"
    before, after = (re.sub(sizes, "", open(name).read()) for name in ("before.txt", "after.txt"))
    check(before == after, "other modes than before")


def hang_up():
    """A terminal that goes away ends the dashboard."""
    sample()
    terminal = Terminal("dashboard")
    terminal.begin()
    pid = terminal.child.pid
    os.close(terminal.file)
    terminal.child.ptyproc.closed = terminal.child.closed = True
    status = []

    def has_ended():
        done, code = os.waitpid(pid, os.WNOHANG)
        if done:
            status.append(os.waitstatus_to_exitcode(code))
        return done != 0

    wait_for(has_ended, "it goes on without a terminal")
    check(status == [129], f"the exit code is {status}")


def settings():
    """The configuration file is obeyed, an option counts more, and what is wrong in it is said before the screen."""
    sample()
    os.makedirs("config/sweep")

    def configure(text):
        with open("config/sweep/dashboard.yaml", "w") as file:
            file.write(text)

    configure("glyphs: ascii\nmouse: false\nkeys: {quit: f7, show-charts: x, x-axis: []}\n")
    terminal = Terminal("dashboard", environment={"NO_COLOR": "1"})
    terminal.begin()
    terminal.send("x")
    check(terminal.until("[2 Charts]"), "a key of the configuration means nothing")
    terminal.send("q")
    terminal.read(1)
    check(terminal.child.isalive(), "q leaves, though F7 does")
    check(b"[?1000h" not in terminal.raw, "the mouse is taken")
    check(not [byte for byte in terminal.raw if byte > 126], "glyphs: ascii is not obeyed")
    terminal.send("\x1b[18~")
    check(terminal.finish() == 0, "F7 does not leave")
    option = Terminal("dashboard", "--glyphs", "braille")
    option.begin()
    option.read(0.5)
    option.send("\x03")
    check(option.finish() == 0 and [byte for byte in option.raw if byte > 126], "--glyphs counts less than the file")
    for text, line in [("theme: lihgt\n", 1), ("smoothing: 0.6\nkeys:\n  sort: q\n", 3), ("keys: {nonsense: x}\n", 1)]:
        configure(text)
        wrong = Terminal("dashboard")
        code = wrong.finish()
        check(code == 64, f"{text!r}: the exit code is {code}")
        check(f"dashboard.yaml:{line}:".encode() in wrong.raw and b"\x1b" not in wrong.raw, f"{text!r}: it says {wrong.raw!r}")


def stuck():
    """A terminal that takes nothing any more: the second signal ends the dashboard all the same."""
    sample()
    terminal = Terminal("dashboard")
    terminal.begin()
    for size in range(400):
        # Nobody reads; every size is a whole picture, and the pipe to the terminal is full after some of them.
        terminal.child.setwinsize(60 + size % 2, 200)
        signal.sigtimedwait([], 0.01)
    terminal.child.kill(signal.SIGTERM)
    signal.sigtimedwait([], 0.2)
    terminal.child.kill(signal.SIGTERM)
    code = terminal.finish()
    check(code == 143, f"the exit code is {code}")
    check(terminal.modes == terminal.modes_after, "the terminal's modes are changed")


def mono():
    """Without colours nothing but bold, dim, reverse and underline, and letters tell the runs apart."""
    sample()
    cases = [
        ({"NO_COLOR": "1"}, ()), ({"NO_COLOR": "1", "TERM": "linux"}, ()), ({"NO_COLOR": "1", "TERM": "xterm-256color"}, ()),
        ({"TERM": "vt100"}, ()), ({"TERM": "xterm-mono"}, ()), ({}, ("--color", "never")), ({}, ("--theme", "mono")),
        ({"LC_ALL": "C", "NO_COLOR": "1"}, ()),
    ]
    for environment, options in cases:
        how = f"{environment} {options}"
        terminal = Terminal("dashboard", *options, environment=environment)
        if not terminal.begin():
            continue
        for key in "234?":
            terminal.send(key)
            terminal.read(0.5)
        terminal.send("\x1b")
        terminal.read(0.5)
        terminal.send("q")
        check(terminal.finish() == 0, f"{how}: the exit code is not 0")
        found = COLOR.search(terminal.raw)
        check(found is None, f"{how}: a colour: {found and found.group()!r}")
        terminal.check_clean(how)
    # NO_COLOR that is empty says nothing, and the command line says more.
    for environment, options in [({"NO_COLOR": ""}, ()), ({"NO_COLOR": "1"}, ("--color", "always")), ({"TERM": "xterm"}, ()),
                                 ({"TERM": "linux"}, ())]:
        terminal = Terminal("dashboard", *options, environment=environment)
        terminal.begin()
        terminal.send("q")
        check(terminal.finish() == 0, f"{environment} {options}: the exit code is not 0")
        check(COLOR.search(terminal.raw), f"{environment} {options}: no colour")
        wide = re.search(rb"\x1b\[[0-9;]*[34]8;5", terminal.raw)
        check(not wide or environment.get("TERM") is None, f"{environment}: a colour that the terminal has not: {wide and wide.group()!r}")


def ascii():
    """In the C locale everything is ASCII."""
    sample()
    for environment in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "TERM": "vt100"}):
        terminal = Terminal("dashboard", environment=environment)
        terminal.begin()
        for key in "12341":
            terminal.send(key)
            terminal.read(0.5)
        terminal.send("q")
        check(terminal.finish() == 0, f"{environment}: the exit code is not 0")
        other = [byte for byte in terminal.raw if byte > 126]
        check(not other, f"{environment}: bytes {other[:10]}")


def unfamiliar():
    """What is no terminal, or one that nobody knows."""
    sample()
    plain = subprocess.run([PROGRAM, "dashboard"], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=VARIABLES)
    check(plain.returncode == 2, f"not a terminal: the exit code is {plain.returncode}")
    check(plain.stderr.count("\n") == 1 and "sweep leaderboard" in plain.stderr and "--snapshot" in plain.stderr,
          f"not a terminal: it says {plain.stderr!r}")
    check(plain.stdout == "", f"not a terminal: it prints {plain.stdout!r}")
    for name in ("xterm-kitty-of-tomorrow", "", None):
        terminal = Terminal("dashboard", environment={"TERM": name})
        if terminal.begin():
            terminal.send("q")
            check(terminal.finish() == 0, f"TERM={name}: the exit code is not 0")
            terminal.check_clean(f"TERM={name}")
    dumb = Terminal("dashboard", environment={"TERM": "dumb"})
    check(dumb.finish() == 2, "TERM=dumb: the exit code is not 2")
    check(b"TERM=dumb" in dumb.raw and b"\x1b" not in dumb.raw, f"TERM=dumb: it says {dumb.raw!r}")
    dumb.check_clean("TERM=dumb")
    missing = Terminal("dashboard", "--db", "none.db")
    check(missing.finish() == 1, "no database: the exit code is not 1")
    check(b"\x1b" not in missing.raw and b"none.db" in missing.raw, f"no database: it says {missing.raw!r}")
    stranger = Terminal("dashboard", "nobody")
    check(stranger.finish() == 1 and b"nobody" in stranger.raw, f"no such sweep: it says {stranger.raw!r}")


def hostile():
    """Names from a database cannot drive the terminal."""
    name = sample()
    evil = "a\x1b]0;owned\x07\x1b[31mred\x9b2J\x00\u202e\u2066b"
    with sqlite3.connect(name) as database:
        # The views of sweeps use functions of sweep's own.
        database.execute("UPDATE run SET name = ? || id, note = ?", (evil, evil))
        database.execute("UPDATE sweep SET name = ? || id, note = ?", (evil, evil))
        database.execute("UPDATE metric SET name = ? || id", (evil,))
        database.execute("UPDATE event SET message = ?", (evil,))
    database.close()
    for locale in ("C.UTF-8", "C"):
        terminal = Terminal("dashboard", environment={"LC_ALL": locale, "NO_COLOR": "1"})
        terminal.begin()
        for key in ["j", " ", "\r", "?", "\x1b", "\x1b", "2", "3", "4", "W", "\x1b", "m", "\x1b", "1", "c", "\x1b", "Y"]:
            terminal.send(key)
            terminal.read(0.3)
        terminal.send("\x03")
        check(terminal.finish() == 0, "the exit code is not 0")
        for bytes in (b"\x1b]0;", b"\x1b[31m", b"\xc2\x9b", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\x00"):
            check(bytes not in terminal.raw, f"{locale}: {bytes!r} reached the terminal")


def read_only():
    """Nothing is changed, whatever is pressed."""
    name = sample()

    def state():
        with open(name, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest(), sorted(os.listdir("."))

    before = None
    terminal = Terminal("dashboard", "--read-only")
    terminal.begin()
    before = state()
    for key in "PKDRtN":
        for answer in ("y", "\r"):
            terminal.send(key)
            terminal.read(0.2)
            terminal.send(answer)
            terminal.read(0.2)
            terminal.send("\x1b\x1b")
            terminal.read(0.2)
    check(state()[0] == before[0], "the database has changed")
    terminal.send("\x03")
    check(terminal.finish() == 0, "the exit code is not 0")
    check(not os.path.exists(name + "-wal"), "the database was opened for writing")


def launch(*options):
    """A launch in the background; returns its process once it trains."""
    process = subprocess.Popen([PROGRAM, "launch", "long.yaml", "--progress", "none", *options], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=VARIABLES, start_new_session=True)
    wait_for(lambda: os.path.exists("experiments.db") and query("SELECT 1 FROM run WHERE state = 'running'"), "no run begins")
    return process


def pause():
    """P pauses a sweep that is running, and lets it go on."""
    process = launch("--set", "epochs=4000")
    terminal = Terminal("dashboard")
    terminal.begin()
    terminal.send("3")
    check(terminal.until("[3 Sweep]") and terminal.until("live"), f"no sweep: {terminal.lines[:3]}")
    for key, state, word in [("P", "paused", "paused"), ("P", "active", "resumed"), ("D", "stopping", "stopping")]:
        # Without a running run a sweep that is stopped has ended.
        wait_for(lambda: state == "active" or query("SELECT 1 FROM run WHERE state = 'running'"), f"{key}: no run begins")
        terminal.send(key)
        check(terminal.until(" Yes ", seconds=30) or terminal.until("Yes", seconds=1), f"{key}: no question: {terminal.lines}")
        check(query("SELECT state FROM sweep") != [(state,)], f"{key}: nobody was asked")
        terminal.send("y")
        wait_for(lambda: query("SELECT state FROM sweep") in ([(state,)], [(state.replace("ping", "ped"),)]),
                 f"{key}: the sweep is not {state}", seconds=30)
        check(terminal.until(word, seconds=30), f"{key}: it does not say {word}: {terminal.lines[-2]!r}")
    terminal.send("\x03")
    check(terminal.finish() == 0, "the exit code is not 0")
    check(process.poll() is None, "the launch has ended with the dashboard")
    process.terminate()
    process.wait(LIMIT)


def killed():
    """What a killed launch leaves is called lost at once, with the command that goes on; a worker makes it live again."""
    process = launch("--set", "epochs=4000")
    terminal = Terminal("dashboard")
    terminal.begin()
    check(terminal.until("live"), f"nothing runs: {terminal.lines[0]!r}")
    process.kill()
    process.wait(LIMIT)
    expires = query("SELECT min(expires_at) FROM lease")[0][0]
    check(terminal.until("worker lost"), f"it does not notice: {terminal.lines[0]!r}")
    check(time.time() * 1000 < expires, "it waited for the lease")
    check(terminal.until("go on with: sweep worker --sweep long"), f"it does not say what to do: {terminal.lines[-2]!r}")
    terminal.send("4")
    check(terminal.until("gone") and terminal.until("0 live"), f"the workers look alive: {terminal.lines}")
    worker = subprocess.Popen([PROGRAM, "worker", "--sweep", "long"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, env=VARIABLES)
    check(terminal.until(lambda: "live" in terminal.lines[0] and "lost" not in terminal.lines[0]), f"it is not live again: {terminal.lines[0]!r}")
    check(not any("go on with" in line for line in terminal.lines), f"it says still what to do: {terminal.lines[-2]!r}")
    terminal.send("q")
    check(terminal.finish() == 0, "the exit code is not 0")
    worker.terminate()
    worker.wait(LIMIT)


def fuzz():
    """Random keys and sizes while a sweep is running: it never crashes, and draws only inside."""
    seconds, seed = float(OPTIONS.get("--seconds", 6)), int(OPTIONS.get("--seed", random.randrange(1 << 30)))
    chance = random.Random(seed)
    process = launch("--set", "epochs=100000")
    terminal = Terminal("dashboard", "--stats", "stats.json")
    terminal.begin()
    special = ["\x1bOA", "\x1bOB", "\x1bOC", "\x1bOD", "\x1b[A", "\x1b[1;5C", "\x1b[5~", "\x1b[6~", "\x1b[Z", "\x1bOP", "\x1b[99;99~", "\x1b[I", "\x1b[O",
               "\x1b[200~q\x01dd\x1b[201~", "\x1b", "\x1b\x1b", "\t", "\r", "\x7f", "\x0c", "\x12", "\xe9", "日", "\x00", "\xff\xfe", "\x1b[<", "\x1b[<0;", "\x1bO"]
    letters = [chr(code) for code in range(32, 127) if chr(code) not in "qPKDRtNw"]
    end = time.monotonic() + seconds
    sent = []
    while time.monotonic() < end and terminal.child.isalive():
        kind = chance.random()
        if kind < 0.55:
            keys = "".join(chance.choice(letters) for _ in range(chance.randrange(1, 8)))
        elif kind < 0.8:
            keys = chance.choice(special)
        elif kind < 0.9:
            keys = f"\x1b[<{chance.choice([0, 0, 0, 32, 64, 65, 2, 35])};{chance.randrange(0, 320)};{chance.randrange(0, 110)}{chance.choice('Mm')}"
        else:
            rows, columns = chance.choice([(1, 1), (100, 300), (24, 80), (chance.randrange(1, 101), chance.randrange(1, 301))])
            terminal.child.setwinsize(rows, columns)
            keys = ""
        sent.append(keys)
        # Bytes as they are, so that wrong ones are among them.
        os.write(terminal.file, keys.encode("latin-1", "ignore"))
        while select.select([terminal.file], [], [], 0.01)[0]:
            try:
                terminal.raw = terminal.raw[-200_000:] + os.read(terminal.file, 65536)
            except OSError:
                break
    if not check(terminal.child.isalive(), f"seed {seed}: it ended after {sent[-20:]!r}: {terminal.raw[-1500:]!r}"):
        terminal.finish()
    else:
        # A picture of a known size, from where it is.
        terminal.child.setwinsize(24, 80)
        terminal.screen = pyte.Screen(80, 24)
        terminal.stream = pyte.ByteStream(terminal.screen)
        os.write(terminal.file, b"\x1b[201~")
        for _ in range(12):
            os.write(terminal.file, b"\x1b")
            terminal.read(0.1)
        os.write(terminal.file, b"1\x0c")
        check(terminal.until("1 Runs", seconds=30), f"seed {seed}: no picture at the end: {terminal.lines}")
        terminal.send("q")
        code = terminal.finish()
        check(code == 0, f"seed {seed}: the exit code is {code}")
        check(b"Fatal error" not in terminal.raw, f"seed {seed}: {terminal.raw[-2000:]!r}")
        if "--seconds" in OPTIONS:
            print(open("stats.json").read(), f"seed {seed}, {len(sent)} inputs", file=sys.stderr)
    process.terminate()
    process.wait(LIMIT)


def launched():
    """launch --dashboard: the sweep outlives the dashboard, and what fails at once is said without a screen."""
    terminal = Terminal("launch", "long.yaml", "--dashboard", "--set", "epochs=3")
    terminal.begin()
    check(terminal.until("long"), f"another sweep: {terminal.lines[0]!r}")
    terminal.send("q")
    check(terminal.finish() == 0, "the exit code is not 0")
    terminal.check_clean("q")
    said = terminal.after().decode()
    check("sweep dashboard long" in said and "sweep stop long" in said or "sweep leaderboard long" in said, f"it says {said!r}")
    wait_for(lambda: query("SELECT state FROM sweep") == [("completed",)], "the sweep does not go on")
    count = query("SELECT count(*) FROM run WHERE state = 'completed'")
    check(count == [(24,)], f"{count} runs are done")
    again = Terminal("launch", "long.yaml", "--dashboard", "--set", "epochs=3")
    check(again.finish() == 0 and b"nothing left to do" in again.raw, f"again: it says {again.raw!r}")
    check(b"\x1b" not in again.raw, "again: a screen")
    # A terminal that goes away.
    lost = Terminal("launch", "long.yaml", "--dashboard", "--name", "other")
    lost.begin()
    os.close(lost.file)
    lost.child.ptyproc.closed = lost.child.closed = True
    wait_for(lambda: query("SELECT state FROM sweep WHERE name = 'other'") == [("completed",)], "it does not survive its terminal")
    for arguments, code in [(("none.yaml",), 64), (("long.yaml", "--set", "widht=3"), 64), (("long.yaml", "--db", "/nowhere/x.db"), 1)]:
        refused = Terminal("launch", *arguments, "--dashboard")
        found = refused.finish()
        check(found == code, f"{arguments}: the exit code is {found}")
        check(refused.raw.count(b"\n") == 1 and b"\x1b" not in refused.raw, f"{arguments}: it says {refused.raw!r}")
    # What the launch itself finds out: the sweep is paused.
    subprocess.run([PROGRAM, "launch", "long.yaml", "--name", "third", "--set", "epochs=2", "--max-time", "0.1s"], env=VARIABLES, capture_output=True)
    subprocess.run([PROGRAM, "pause", "third"], env=VARIABLES, capture_output=True)
    paused = Terminal("launch", "long.yaml", "--set", "epochs=2", "--dashboard")
    code = paused.finish()
    check(code == 1 and b"sweep resume" in paused.raw and b"\x1b" not in paused.raw, f"paused: {code}, it says {paused.raw!r}")


{
    "leave": leave,
    "suspend": suspend,
    "hang-up": hang_up,
    "stuck": stuck,
    "settings": settings,
    "mono": mono,
    "ascii": ascii,
    "unfamiliar": unfamiliar,
    "hostile": hostile,
    "read-only": read_only,
    "pause": pause,
    "killed": killed,
    "fuzz": fuzz,
    "launched": launched,
}[SCENE]()
