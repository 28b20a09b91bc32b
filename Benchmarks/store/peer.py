#!/usr/bin/env python3
"""Records scalars with a peer until they are stored, as its documentation says: peer.py PEER FOLDER POINTS PER_CALL.

Prints one line of JSON: points, seconds until the last one is stored, bytes on disk, what "stored" means.
"""
import json
import os
import pathlib
import sys
import time


def size(folder):
    return sum(file.stat().st_size for file in pathlib.Path(folder).rglob("*") if file.is_file())


def trackio(folder, calls, names):
    os.environ.update(TRACKIO_DIR=folder, HF_HUB_OFFLINE="1")
    import trackio

    trackio.init(project="bench", name="run", embed=False)
    start = time.perf_counter()
    for step in range(calls):
        trackio.log({name: 1 / (step + 1) for name in names})
    trackio.finish()
    return start, "rows in SQLite when finish() returns"


def wandb(folder, calls, names):
    os.environ.update(
        WANDB_MODE="offline", WANDB_DIR=folder, WANDB_SILENT="true", WANDB_CONSOLE="off", WANDB_CACHE_DIR=folder,
        WANDB_CONFIG_DIR=folder, WANDB_DATA_DIR=folder)
    import wandb

    run = wandb.init(project="bench", settings=wandb.Settings(x_disable_stats=True))
    start = time.perf_counter()
    for step in range(calls):
        run.log({name: 1 / (step + 1) for name in names})
    run.finish()
    return start, "a log file; nothing to query before a sync"


def aim(folder, calls, names):
    import aim

    run = aim.Run(repo=folder, experiment="bench", system_tracking_interval=None, log_system_params=False,
                  capture_terminal_logs=False)
    start = time.perf_counter()
    for step in range(calls):
        for name in names:
            run.track(1 / (step + 1), name=name, step=step)
    run.close()
    return start, "run.close()"


def mlflow(folder, calls, names):
    os.environ.update(MLFLOW_DISABLE_TELEMETRY="true", DO_NOT_TRACK="true")
    from mlflow.entities import Metric
    from mlflow.tracking import MlflowClient

    client = MlflowClient(tracking_uri=f"sqlite:///{folder}/mlflow.db")
    run = client.create_run(client.create_experiment("bench", artifact_location=folder)).info.run_id
    start, now = time.perf_counter(), int(time.time() * 1000)
    for step in range(calls):
        if len(names) == 1:
            client.log_metric(run, names[0], 1 / (step + 1), step=step)
        else:
            client.log_batch(run, metrics=[Metric(name, 1 / (step + 1), now, step) for name in names])
    return start, "committed"


def tensorboardX(folder, calls, names):
    import tensorboardX

    writer = tensorboardX.SummaryWriter(folder)
    start = time.perf_counter()
    for step in range(calls):
        for name in names:
            writer.add_scalar(name, 1 / (step + 1), step)
    writer.close()
    return start, "an event file, no database"


def main():
    peer, folder, points, per_call = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    calls = points // per_call
    start, what = globals()[peer](folder, calls, [f"metric{index}" for index in range(per_call)])
    seconds = time.perf_counter() - start
    print(json.dumps({"points": calls * per_call, "seconds": seconds, "bytes": size(folder), "stored": what}))


if __name__ == "__main__":
    main()
