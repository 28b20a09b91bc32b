"""What the parts of the benchmark share: programs to talk to, interpreters of the peers, tables and records."""
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
SWEEP = TOP / ".build/release/sweep"
ENGINE = TOP / ".build/release/EngineBench"

PEERS = {
    "torch": ("SWEEP_TORCH_PYTHON", ["torch==2.13.0+cpu", "numpy"]),
    "jax": ("SWEEP_JAX_PYTHON", ["jax[cpu]==0.10.2"]),
    "trackio": ("SWEEP_TRACKIO_PYTHON", ["trackio==0.43.0"]),
    "wandb": ("SWEEP_WANDB_PYTHON", ["wandb==0.31.0"]),
    "aim": ("SWEEP_AIM_PYTHON", ["aim==3.29.1"]),
    "tensorboardX": ("SWEEP_TENSORBOARDX_PYTHON", ["tensorboardX==2.6.5"]),
    "mlflow": ("SWEEP_MLFLOW_PYTHON", ["mlflow==3.17.2"]),
    # With plotext 6, ltui draws nothing and terminalboard ends at once; tensorboardX writes what terminalboard reads.
    "ltui": ("SWEEP_LTUI_PYTHON", ["lightning-metrics-tui==0.2.0", "plotext==5.3.2"]),
    "terminalboard": ("SWEEP_TERMINALBOARD_PYTHON", ["terminalboard==0.5.3", "plotext==5.3.2", "tensorboardX==2.6.5"]),
    "trackio-view": ("SWEEP_TRACKIO_VIEW_PYTHON", ["trackio-view==0.1.2", "trackio==0.43.0"]),
}


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def interpreter(peer):
    """The Python that has the peer; makes a virtual environment in .build/peers for it when there is none."""
    variable, packages = PEERS[peer]
    named = os.environ.get(variable)
    if named:
        return named
    home = TOP / ".build/peers" / peer
    python = home / "bin/python"
    if not python.exists():
        say(f"installing {' and '.join(packages)} into {home.relative_to(TOP)} (once)")
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


class Program:
    """A program that answers each line with a line of JSON, after a first one about itself."""

    def __init__(self, command):
        self.name = pathlib.Path(command[-1]).name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.about = self.read()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: {self.name} ended early with status {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            sys.exit(f"bench: {self.name}: {answer['error']}")
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def timed(command, folder):
    """Runs a program to its end: seconds on the wall, seconds of processor time, standard output."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    seconds, after = time.perf_counter() - start, os.times()
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} failed:\n{done.stderr}")
    used = sum(after[2:4]) - sum(before[2:4])
    return seconds, used, done.stdout


def table(header, rows):
    """A Markdown table whose columns line up; the first column is text, the others are numbers."""
    cells = [header] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if i == 0 else ":") for i, width in enumerate(widths)) + "|"
    return [lines[0], rule] + lines[1:]


def reached(is_reached):
    return "reached" if is_reached else "**not reached**"


def record(name, title, lines, command="make bench"):
    """Writes docs/measured/DATE-NAME.md."""
    today = datetime.date.today().isoformat()
    target = TOP / f"docs/measured/{today}-{name}.md"
    release = platform.release().split("-")[0]
    target.write_text("\n".join([f"# {title}, {today}", "", f"`{command}` on {processor()}, Linux {release}.", ""] + lines) + "\n")
    say(f"wrote {target.relative_to(TOP)}")


def processor():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")
