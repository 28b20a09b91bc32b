"""The dashboard beside the peers' terminal dashboards: the same curves, opened by the same code in one run."""
import json
import pathlib
import shutil
import subprocess
import sys

from measure import common
from measure.store import BENCH, fresh

SCENES = ["/usr/bin/python3", "-B", str(common.TOP / "Benchmarks/dashboard/peers.py")]
DATA = common.TOP / "Benchmarks/dashboard/peer_data.py"
RUNS, POINTS = 8, 100_000
# The scene, its name in the table, the peer that installs it, the command behind the interpreter's folder and what is
# to be known of the figures. `{}` is the folder with its data.
PEERS = [
    ("leet", "W&B LEET", "wandb", ["wandb", "leet", "{}/wandb"], "reads and plots the newest run"),
    ("ltui", "ltui", "ltui", ["ltui", "{}"], "plots one run, rereads all every 1.5 s"),
    ("terminalboard", "terminalboard", "terminalboard", ["terminalboard", "{}"], "plots all, 400 points of each"),
    ("trackio-view", "trackio-view", "trackio-view", ["trackio-view", "--project", "bench"],
     "one curve of all runs, rereads all every 0.1 s"),
]


def ours(folder):
    home = folder / "ours"
    home.mkdir()
    path = fresh(home, "ours.db")
    subprocess.run([str(BENCH), "sweep", str(path), "bench", str(RUNS)], check=True)
    subprocess.run([sys.executable, "-B", str(DATA), "ours", str(home), str(RUNS), str(POINTS)], check=True)
    return home, [str(common.SWEEP), "dashboard", "--read-only", "--db", str(path)]


class Unavailable(Exception):
    """Why a peer cannot be measured here."""


def last_words(done):
    return done.stderr.strip().split("\n")[-1] or f"status {done.returncode}"


def prepared(folder, peer, command):
    """Installs a peer and writes its data; the folder with them and the command that opens them."""
    try:
        python = common.interpreter(peer)
    except subprocess.CalledProcessError as error:
        # Half an environment would pass for a whole one the next time.
        shutil.rmtree(common.TOP / ".build/peers" / peer, ignore_errors=True)
        raise Unavailable(f"does not install here: pip ended with status {error.returncode}") from None
    home = folder / peer
    home.mkdir()
    words = [python, "-B", str(DATA), peer, str(home), str(RUNS), str(POINTS)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unavailable(f"its data cannot be written here: {last_words(done)}")
    program = pathlib.Path(python).parent / command[0]
    if not program.exists():
        raise Unavailable(f"does not start here: no {command[0]} beside its interpreter")
    return home, [str(program), *(word.replace("{}", str(home)) for word in command[1:])]


def rounds(options):
    """How often a tool is opened, and for how many seconds it idles."""
    return (2, 5) if options.quick else (5, 15)


def scene(tool, home, command, options):
    words = [*SCENES, tool, str(home), *map(str, rounds(options)), *command]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unavailable(f"the scene failed: {last_words(done)}")
    figures = json.loads(done.stdout.strip().split("\n")[-1])
    picture = figures.pop("picture")
    common.say(f"{tool}: {figures}")
    if "reason" in figures:
        common.say(f"its last picture:\n{picture}")
        raise Unavailable(f"does not work here: {figures['reason'].replace(str(home), '…')[:80]}")
    figures["memory"] = sum(figures["peaks"])
    return figures


def row(name, figures, note):
    memory = f"{figures['memory']:.0f}"
    if len(figures["peaks"]) > 1:
        memory += f" ({' + '.join(f'{part:.0f}' for part in figures['peaks'])})"
    return [name, f"{figures['first']:.0f}", f"{figures['whole']:.0f}", f"{figures['percent']:.1f}",
            f"{figures['bytes']:,}", memory, note]


def ratio(ours, peer):
    """Ours : peer; below 1 is better."""
    if peer == 0:
        return "-"
    share = ours / peer
    return f"{share:.2f}" if share >= 0.1 else f"{share:.3f}"


def lines(folder, options):
    """The report's lines: every peer of `options.peers` has a row, with the reason if it could not be measured."""
    folder = pathlib.Path(folder) / "peers"
    folder.mkdir()
    wanted = [each for each in PEERS if each[2] in options.peers]
    if not wanted:
        return []
    try:
        own = scene("ours", *ours(folder), options)
    except Unavailable as reason:
        sys.exit(f"bench: the dashboard beside its peers: {reason}")
    rows, ratios = [row("sweep dashboard", own, "plots all")], []
    for tool, name, peer, command, note in wanted:
        title = f"{name} {common.PEERS[peer][1][0].split('==')[-1]}"
        try:
            figures = scene(tool, *prepared(folder, peer, command), options)
        except Unavailable as reason:
            common.say(f"{name}: {reason}")
            rows.append([title, "-", "-", "-", "-", "-", str(reason)])
            continue
        finally:
            shutil.rmtree(folder / peer, ignore_errors=True)
        rows.append(row(title, figures, note))
        ratios.append([title, *(ratio(own[key], figures[key]) for key in ["first", "whole", "percent", "memory"])])
    shutil.rmtree(folder)
    against = common.table(["ours : peer", "first picture", "picture stays", "idle", "memory"], ratios) if ratios else []
    count, seconds = rounds(options)
    return [
        f"Beside the peers' terminal dashboards, all of 100 × 30 and without a key pressed: {RUNS} runs of {POINTS:,} "
        "points of one metric, the same curves in each tool's own format, just written; times from the spawn, medians "
        f"of {count}; idling over {seconds} s; memory is the peak, summed over the tool's processes.", "",
        *common.table(["tool", "first picture, ms", "picture stays, ms", "idle, % of a core", "idle, bytes",
                       "memory, MB", ""], rows), "",
        *against, "",
    ]
