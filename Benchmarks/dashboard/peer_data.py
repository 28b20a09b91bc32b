#!/usr/bin/env python3
"""Writes the same curves for one terminal dashboard in its own format: peer_data.py TOOL FOLDER RUNS POINTS.

Runs under the interpreter that has the tool. `wandb` and `trackio-view` get the records and rows that their libraries
write when a step is a call, but not by these calls: that would take minutes (wandb: 50 s a run).
"""
import json
import os
import pathlib
import sqlite3
import struct
import sys
import time
import zlib


def value(run, step, points):
    """A loss that falls, with noise; each run a bit above the one before."""
    return 0.1 + run * 0.02 + 2.4 / (1 + step * 40.0 / points) + (step * 7919 % 1009) / 20000.0


def ours(folder, runs, points):
    """Fills `ours.db`, a sweep of so many queued runs, as if they had completed."""
    with sqlite3.connect(folder / "ours.db", isolation_level=None) as file:
        file.executescript("PRAGMA synchronous = OFF; BEGIN; INSERT INTO metric (name) VALUES ('train/loss')")
        metric = file.execute("SELECT id FROM metric WHERE name = 'train/loss'").fetchone()[0]
        file.execute("INSERT INTO sweep_metric VALUES (1, ?, 1)", (metric,))
        for run in range(runs):
            curve = [value(run, step, points) for step in range(1, points + 1)]
            rows = ((run + 1, metric, step, y, step) for step, y in enumerate(curve, 1))
            file.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?)", rows)
            low, high = min(curve), max(curve)
            least, most = curve.index(low) + 1, curve.index(high) + 1
            file.execute(
                "INSERT INTO summary VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?)",
                (run + 1, metric, points, curve[0], curve[-1], points, low, least, high, most))
            file.execute(
                "UPDATE run SET state = 'completed', objective = ?, objective_step = ?, attempt = 1, "
                "started_at = created_at, ended_at = created_at + 60000 WHERE id = ?", (low, least, run + 1))
        file.execute("COMMIT")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def ltui(folder, runs, points):
    """Folders of `metrics.csv`, as Lightning's CSVLogger writes them."""
    for run in range(runs):
        home = folder / f"version_{run}"
        home.mkdir()
        with open(home / "metrics.csv", "w") as file:
            file.write("step,train_loss\n")
            file.writelines(f"{step},{value(run, step, points)}\n" for step in range(1, points + 1))


def terminalboard(folder, runs, points):
    import tensorboardX

    for run in range(runs):
        writer = tensorboardX.SummaryWriter(str(folder / f"run-{run + 1}"))
        for step in range(1, points + 1):
            writer.add_scalar("train/loss", value(run, step, points), step)
        writer.close()


def trackio_view(folder, runs, points):
    """The database where trackio-view looks for it, below a home; it plots nothing but `train_loss`."""
    home = folder / ".cache/huggingface/trackio"
    home.mkdir(parents=True)
    os.environ.update(TRACKIO_DIR=str(home), HF_HUB_OFFLINE="1")
    import trackio

    for run in range(runs):
        trackio.init(project="bench", name=f"run-{run + 1}", embed=False)
        trackio.log({"train_loss": value(run, 1, points)})
        trackio.finish()
    with sqlite3.connect(home / "bench.db") as file:
        first = file.execute("SELECT run_id, timestamp, run_name FROM metrics ORDER BY id").fetchall()
        for run, (identity, when, name) in enumerate(first):
            file.executemany(
                "INSERT INTO metrics (run_id, timestamp, run_name, step, metrics, log_id) VALUES (?, ?, ?, ?, ?, ?)",
                ((identity, when, name, step - 1, json.dumps({"train_loss": value(run, step, points)}),
                  f"{run:08x}{step:024x}") for step in range(2, points + 1)))
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


BLOCK = 1 << 15


class Log:
    """A `.wandb` file: LevelDB's log of records, its checksums by zlib's CRC-32."""

    def __init__(self, path):
        self.file, self.place = open(path, "wb"), 0
        self.write(b":W&B\xe1\xbe\x00")

    def append(self, record):
        begins = True
        while True:
            room = BLOCK - self.place % BLOCK
            if room < 7:
                self.write(bytes(room))
                continue
            part, record = record[:room - 7], record[room - 7:]
            kind = (2 if record else 1) if begins else (3 if record else 4)
            check = zlib.crc32(part, zlib.crc32(bytes([kind])))
            self.write(struct.pack("<IHB", check, len(part), kind) + part)
            if not record:
                return
            begins = False

    def write(self, data):
        self.file.write(data)
        self.place += len(data)


def wandb(folder, runs, points):
    """Offline runs; a step is what wandb 0.31.0 writes for one `log`: two summaries and a row of the history."""
    from wandb.proto import wandb_internal_pb2 as proto

    runtime, summary, history = proto.Record(), proto.Record(), proto.Record()
    runtime.summary.update.add(nested_key=["_wandb", "runtime"], value_json="0")
    runtime.summary.update.add(key="_runtime", value_json="0")
    fields = [(summary.summary.update.add(nested_key=[name]), history.history.item.add(nested_key=[name]))
              for name in ["train/loss", "_timestamp", "_runtime", "_step"]]
    for run in range(runs):
        identity, now = f"bench00{run + 1}", time.time()
        home = folder / "wandb" / time.strftime(f"offline-run-%Y%m%d_%H%M0{run}-{identity}")
        home.mkdir(parents=True)
        log = Log(home / f"run-{identity}.wandb")
        first, about, end = proto.Record(), proto.Record(), proto.Record()
        first.header.version_info.producer, first.header.version_info.min_consumer = "0.31.0", "0.70.0"
        about.run.run_id, about.run.project, about.run.display_name = identity, "bench", f"run-{run + 1}"
        about.run.start_time.FromSeconds(int(now))
        end.exit.exit_code = 0
        for record in (first, about):
            log.append(record.SerializeToString())
        for step in range(points):
            texts = [repr(value(run, step + 1, points)), repr(now + step / 100), repr(step / 100), str(step)]
            for pair, text in zip(fields, texts):
                pair[0].value_json = pair[1].value_json = text
            history.history.step.num = step
            for record in (runtime, summary, history):
                log.append(record.SerializeToString())
        log.append(end.SerializeToString())
        log.file.close()


if __name__ == "__main__":
    tool, folder, runs, points = sys.argv[1:]
    globals()[tool.replace("-", "_")](pathlib.Path(folder), int(runs), int(points))
