"""Opens a terminal dashboard, ours or a peer's, some times on a pseudo-terminal; prints its figures as a line of JSON.

usage: peers.py TOOL DATA ROUNDS IDLE_SECONDS COMMAND...       (with Debian's pexpect and pyte)

All are timed by the same code, each in a fresh home: from spawn to the first picture with a run or a curve, and to the
one that stays. The last round waits on, and tells what the tool takes of a processor then and how much memory it took.
"""
import json
import os
import pathlib
import re
import select
import shutil
import signal
import statistics
import sys
import tempfile
import time

import pexpect
import pyte

ROWS, COLUMNS = 30, 100
LIMIT = 120
# A picture is complete when nothing comes for so long, and stays when no other with whole curves comes for the second
# time: longer than the turns in which tools look for news; trackio-view, never quiet, repeats its picture.
PAUSE, HOLD = 0.03, 3
BRAILLE = "\u2801-\u28ff"
# What shows a run, what a curve consists of, what its end is marked by, and keys that select all runs.
TOOLS = {
    "ours": (r"lr\d+-w\d", BRAILLE, r"100k"),
    "leet": (r"offline-run-", BRAILLE, r"[89]\dk"),
    "ltui": (r"runs: version_", BRAILLE, r"100000"),
    "terminalboard": (r"run-\d", BRAILLE, r"100000"),
    "trackio-view": (r"Iteration: \d", "●○·", r"Iter 99999"),
}


class Screen(pyte.Screen):
    """With the tabulator backwards, which LEET uses."""

    def back_tab(self, count=None):
        for _ in range(count or 1):
            self.cursor.x = max((stop for stop in self.tabstops if stop < self.cursor.x), default=0)


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "`": "cursor_to_column", "Z": "back_tab"}
    events = pyte.ByteStream.events | {"back_tab"}


class Ended(Exception):
    pass


class Viewer:
    def __init__(self, tool, data, command):
        self.run, self.ink, self.end = TOOLS[tool]
        self.screen = Screen(COLUMNS, ROWS)
        self.stream = Stream(self.screen)
        self.byte_count = 0
        self.home = tempfile.mkdtemp(prefix="sweep-bench-")
        # trackio-view has no option for where its data are.
        cache = pathlib.Path(data).resolve() / ".cache"
        if cache.exists():
            os.symlink(cache, f"{self.home}/.cache")
        dropped = ("NO_COLOR", "COLUMNS", "LINES", "SWEEP_DB")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        kept.update(TERM="screen-256color", LC_ALL="C.UTF-8", HOME=self.home, XDG_STATE_HOME=self.home,
                    XDG_CONFIG_HOME=self.home, WANDB_CONFIG_DIR=self.home, WANDB_MODE="offline",
                    WANDB_ERROR_REPORTING="false")
        self.start = time.perf_counter()
        self.child = pexpect.spawn(command[0], command[1:], dimensions=(ROWS, COLUMNS), env=kept)

    def read(self, seconds):
        """Takes in what comes within some time; when it came, or None."""
        if not select.select([self.child.child_fd], [], [], max(0, seconds))[0]:
            return None
        came = time.perf_counter()
        try:
            data = os.read(self.child.child_fd, 1 << 16)
        except OSError:
            raise Ended(self.last_line() or "ended without a word") from None
        self.byte_count += len(data)
        self.stream.feed(data)
        return came

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def last_line(self):
        return next((line.strip() for line in reversed(self.text.split("\n")) if line.strip()), "")

    def has_curve(self):
        # A wheel that turns while data are read is of these characters, too.
        return len(re.findall(f"[{self.ink}]", self.text)) >= 10

    def picture(self):
        """All that is on the screen, with its colours."""
        cells = self.screen.buffer
        return [[(cells[y][x].data, cells[y][x].fg, cells[y][x].reverse) for x in range(COLUMNS)] for y in range(ROWS)]

    def watch(self):
        """Seconds to the first picture with a run or a curve, and to the one that stays."""
        first = latest = None
        shown, shown_at = None, self.start
        while time.perf_counter() < self.start + LIMIT:
            came = self.read(PAUSE)
            if came is not None:
                latest = came
                if first is None and (re.search(self.run, self.text) or self.has_curve()):
                    first = came
                continue
            if latest is not None and self.has_curve() and re.search(self.end, self.text):
                picture = self.picture()
                if picture != shown:
                    shown, shown_at = picture, latest
            latest = None
            if shown and time.perf_counter() > shown_at + HOLD:
                return first - self.start, shown_at - self.start
        raise Ended(f"no whole curve within {LIMIT} s")

    def tree(self):
        """The process and all below it."""
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    parents.setdefault(int(fields(entry)[1]), []).append(int(entry))
                except OSError:
                    pass
        found = [self.child.pid]
        for process in found:
            found += parents.get(process, [])
        return found

    def cpu(self):
        """Seconds of processor time of all its processes so far."""
        return sum(sum(map(int, fields(process)[11:13])) for process in self.tree()) / os.sysconf("SC_CLK_TCK")

    def peaks(self):
        """The peak of each of its processes, megabytes."""
        found = []
        for process in self.tree():
            with open(f"/proc/{process}/status") as file:
                found.append(next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM")))
        return found

    def idle(self, seconds):
        """Share of a processor and bytes written over some seconds."""
        cpu, count, start = self.cpu(), self.byte_count, time.perf_counter()
        while time.perf_counter() < start + seconds:
            self.read(start + seconds - time.perf_counter())
        return (self.cpu() - cpu) / (time.perf_counter() - start) * 100, self.byte_count - count

    def close(self):
        processes = self.tree()
        self.child.close(force=True)
        for process in processes[1:]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.home, ignore_errors=True)


def fields(process):
    """What /proc/PID/stat says after the name: the state, the parent and so on."""
    with open(f"/proc/{process}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def main():
    tool, data, rounds, seconds, *command = sys.argv[1:]
    firsts, wholes, result = [], [], {}
    for index in range(int(rounds)):
        viewer = Viewer(tool, data, command)
        try:
            first, whole = viewer.watch()
            firsts.append(first)
            wholes.append(whole)
            if index == int(rounds) - 1:
                percent, count = viewer.idle(float(seconds))
                result.update(percent=percent, bytes=count, peaks=viewer.peaks(), picture=viewer.text)
        except Ended as reason:
            print(json.dumps({"reason": str(reason), "picture": viewer.text}))
            return
        finally:
            viewer.close()
    result.update(first=statistics.median(firsts) * 1000, whole=statistics.median(wholes) * 1000)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
