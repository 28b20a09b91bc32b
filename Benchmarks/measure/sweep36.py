"""The 36 runs of sweeps/fashion-mnist.yaml, whole process, two workers, against the limit and PyTorch."""
import json
import os
import shutil
import statistics
import sys
import tempfile

from measure import common

LIMIT_BAR, TORCH_BAR = 1.8, 1.5
LEARNING_RATES, DEPTHS, WIDTHS, ROWS = 4, [1, 2, 4], [32, 64, 128], 60000


def operations():
    """Floating-point work of the products of all 36 runs, 60,000 rows counted."""
    total = 0
    for width in WIDTHS:
        for depth in DEPTHS:
            sizes = [784] + [width] * depth + [10]
            products = [2 * a * b for a, b in zip(sizes, sizes[1:])]
            total += LEARNING_RATES * ROWS * (3 * sum(products) - products[0])
    return total


def ours(folder):
    database = os.path.join(folder, "bench.db")
    seconds, used, _ = common.timed(
        [str(common.SWEEP), "launch", str(common.TOP / "sweeps/fashion-mnist.yaml"), "--db", database, "--workers", "2"],
        folder)
    _, _, out = common.timed(
        [str(common.SWEEP), "sql", "--db", database, "--json",
         "SELECT count(*) AS runs, max(validation_accuracy) AS validation, max(test_accuracy) AS test, "
         "(SELECT count(*) FROM point) AS points FROM fashion_mnist WHERE state = 'completed'"],
        folder)
    os.remove(database)
    return seconds, used, json.loads(out)[0]


def torch(folder):
    seconds, used, out = common.timed(
        [common.interpreter("torch"), str(common.TOP / "Benchmarks/sweep36/torch_pool.py")], folder)
    return seconds, used, json.loads(out.strip().split("\n")[-1])


def peak(engines):
    """Floating-point operations a second of SGEMM on two processors at once."""
    for engine in engines:
        engine.process.stdin.write("sgemm 1\n")
        engine.process.stdin.flush()
    return sum(engine.read()["sgemm_gigaflops"] * 1e9 for engine in engines)


def run(options):
    """Measures the pairs and returns (lines of the report, whether all bars were reached)."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 2 << 30:
        sys.exit(f"bench: only {free >> 20} MiB are free in {tempfile.gettempdir()}; 2 GiB are needed")
    has_torch = "torch" in options.peers
    engines = [common.Program([str(common.ENGINE)]) for _ in range(2)]
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        ours(folder)  # Warms the page cache.
        before = peak(engines)
        for index in range(options.pairs):
            seconds, used, what = ours(folder)
            after = peak(engines)
            limit = operations() / ((before + after) / 2)
            before = after
            theirs, _, their_what = torch(folder) if has_torch else (float("nan"), 0, {})
            rounds.append((seconds, limit, theirs, used))
            common.say(f"pair {index + 1}: limit {limit:.2f} s, ours {seconds:.2f} s, torch {theirs:.2f} s")
    for engine in engines:
        engine.__exit__()
    over_limit = statistics.median(seconds / limit for seconds, limit, _, _ in rounds)
    over_torch = statistics.median(seconds / theirs for seconds, _, theirs, _ in rounds)
    rows = [
        ["limit: SGEMM at 1024³ on both processors", spread(r[1] for r in rounds), "", "", ""],
        ["sweep launch --workers 2", spread(r[0] for r in rounds), f"{what['validation']:.4f}", f"{what['test']:.4f}",
         what["points"]],
    ]
    if has_torch:
        rows.append(["torch, 2 processes × 1 thread", spread(r[2] for r in rounds),
                     f"{their_what['best_validation_accuracy']:.4f}", f"{their_what['best_test_accuracy']:.4f}", 0])
    lines = [
        f"36 runs of sweeps/fashion-mnist.yaml, whole process, {os.cpu_count()} cores, median of {len(rounds)} rounds in "
        f"which the programs take turns; {operations() / 1e9:.0f} GFLOP of products in training, 60,000 rows counted.",
        "",
        *common.table(["program", "seconds (min, median, max)", "best validation", "best test", "stored points"], rows),
        "",
        f"ours / limit, round by round, median: **{over_limit:.2f}** (bar: at most {LIMIT_BAR}: "
        f"{common.reached(over_limit <= LIMIT_BAR)}); processor time of ours: {spread(r[3] for r in rounds)} s",
    ]
    if has_torch:
        lines.append(
            f"ours / torch, round by round, median: **{over_torch:.2f}** (bar: at most {TORCH_BAR}: "
            f"{common.reached(over_torch <= TORCH_BAR)})")
    return lines, over_limit <= LIMIT_BAR and not over_torch > TORCH_BAR


def spread(seconds):
    seconds = list(seconds)
    return f"{min(seconds):.2f}, {statistics.median(seconds):.2f}, {max(seconds):.2f}"
