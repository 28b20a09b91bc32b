"""The engine's speed on Fashion-MNIST, batch 128, one thread, against SGEMM, JAX and PyTorch."""
import statistics

from measure import common

SHARE_BARS = {32: 0.60, 64: 0.68, 128: 0.76, 256: 0.76, 512: 0.80, 1024: 0.80}
ADAM_BAR, ADAM_UP_TO = 0.85, 128
METHOD = """\
Four lanes: the floating-point work of the matrix products (forward, weights' gradient, input's gradient except in the
first layer) a second as a share of SGEMM at 1024³ in the same thread. Slices of 0.12 s of training and 0.04 s of SGEMM
take turns; a rate is compared with the mean of SGEMM before and after it, and the median of {rounds} × 5 slices counts.
One lane and the peers take turns in {rounds} rounds; each ratio is made within a round, and the median counts. All
times are the processor time of the program, which is what the wall shows on an idle machine."""


def median(values):
    return statistics.median(values)


def measure_shape(width, depth, rounds, ours, peers):
    """The answers of every program about one shape, `rounds` of each, taken in turn."""
    answers = {name: [] for name in ("sgd", "adam", "alone", *peers)}
    for _ in range(rounds):
        answers["sgd"].append(ours.ask(f"train {width} {depth} sgd 4 5"))
        answers["adam"].append(ours.ask(f"train {width} {depth} adam 4 5"))
        answers["alone"].append(ours.ask(f"train {width} {depth} sgd 1 5"))
        for name, peer in peers.items():
            answers[name].append(peer.ask(f"{width} {depth} sgd 0.6"))
    return answers


def values(answers, key):
    return [answer[key] for answer in answers]


def ratio(above, below, key):
    return median([a / b for a, b in zip(values(above, key), values(below, key))])


def lanes_row(width, depth, answers):
    share, bar = median(values(answers["sgd"], "share")), SHARE_BARS.get(width)
    adam = ratio(answers["adam"], answers["sgd"], "share")
    has_adam_bar = width <= ADAM_UP_TO
    is_reached = (bar is None or share >= bar, not has_adam_bar or adam >= ADAM_BAR)
    return all(is_reached), [
        f"{width} × {depth}",
        f"{median(values(answers['sgd'], 'samples_per_second')):,.0f}",
        f"{median(values(answers['sgd'], 'gigaflops')):.1f}",
        f"{median(values(answers['sgd'], 'sgemm_gigaflops')):.1f}",
        f"{share:.3f}",
        "" if bar is None else f"{bar:.2f}",
        "" if bar is None else common.reached(is_reached[0]),
        f"{median(values(answers['adam'], 'samples_per_second')):,.0f}",
        f"{adam:.3f}",
        common.reached(is_reached[1]) if has_adam_bar else "",
    ]


def alone_row(width, depth, answers, peers):
    key = "samples_per_second"
    row = [f"{width} × {depth}", f"{median(values(answers['alone'], key)):,.0f}"]
    is_reached = True
    for name in peers:
        quotient = ratio(answers["alone"], answers[name], key)
        row += [f"{median(values(answers[name], key)):,.0f}", f"{quotient:.2f}"]
        if name == "jax":
            is_reached = quotient >= 1
            row.append(common.reached(is_reached))
    return is_reached, row


def run(options):
    """Measures all shapes and returns (lines of the report, whether all bars were reached)."""
    ours = common.Program([str(common.ENGINE)])
    peers = {
        name: common.Program([common.interpreter(name), str(common.TOP / f"Benchmarks/engine/{name}_step.py")])
        for name in options.peers
    }
    lanes, alone = [], []
    for width in options.widths:
        for depth in options.depths:
            answers = measure_shape(width, depth, options.rounds, ours, peers)
            lanes.append(lanes_row(width, depth, answers))
            alone.append(alone_row(width, depth, answers, peers))
            common.say(" ".join(lanes[-1][1][:6]) + f", Adam/SGD {lanes[-1][1][8]}, alone {' '.join(alone[-1][1][1:])}")
    for program in [ours, *peers.values()]:
        program.__exit__()
    header = ["width × depth, 1 lane", "ours"]
    for name, peer in peers.items():
        header += [peer.about["version"], f"ours / {name}"] + ["bar: 1.00"] * (name == "jax")
    lines = METHOD.format(rounds=options.rounds).split("\n")
    lines += ["", f"BLAS: {ours.about['blas']}. Rates are samples a second, of all lanes together.", ""]
    lines += common.table(
        ["width × depth, 4 lanes", "SGD", "GFLOP/s", "SGEMM", "share", "bar", "", "Adam", "Adam / SGD", "bar: 0.85"],
        [row for _, row in lanes])
    lines += [""] + common.table(header, [row for _, row in alone])
    return lines, all(is_reached for is_reached, _ in lanes + alone)
