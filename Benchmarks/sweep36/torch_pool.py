"""The 36 runs of sweeps/fashion-mnist.yaml with PyTorch: two worker processes, one thread each.

The same work as ours: 54,000 training rows, batch 128 with the last partial batch kept, plain SGD, one
epoch, then the loss and accuracy on the 6,000 validation rows and the 10,000 test rows. Nothing is stored.
Prints one JSON line: wall seconds from process start, the best accuracies.

usage: torch_pool.py [DATA_DIRECTORY]
"""
import os
import sys
import time

START = time.perf_counter()
os.environ["OMP_NUM_THREADS"] = "1"

import gzip
import json
import multiprocessing

DATA = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist"
LEARNING_RATES, DEPTHS, WIDTHS = [0.3, 0.1, 0.03, 0.01], [1, 2, 4], [32, 64, 128]
# Longest first, as ours.
GRID = [(rate, depth, width) for width in WIDTHS[::-1] for depth in DEPTHS[::-1] for rate in LEARNING_RATES]


def read_idx(name, header):
    import numpy

    with gzip.open(os.path.join(DATA, name + ".gz")) as file:
        return numpy.frombuffer(file.read(), dtype=numpy.uint8, offset=header)


def load():
    import numpy
    import torch

    def part(name, count):
        images = read_idx(name + "-images-idx3-ubyte", 16).reshape(count, 784)
        labels = read_idx(name + "-labels-idx1-ubyte", 8)
        scaled = images.astype(numpy.float32) / numpy.float32(255)
        return torch.from_numpy(scaled), torch.from_numpy(labels.astype(numpy.int64))

    images, labels = part("train", 60000)
    order = torch.randperm(60000, generator=torch.Generator().manual_seed(0))
    train, validation = order[:54000], order[54000:]
    return (
        (images[train], labels[train]),
        (images[validation], labels[validation]),
        part("t10k", 10000),
    )


def train(data, rate, depth, width):
    import torch
    from torch.nn import functional

    (images, labels), validation, test = data
    layers, inputs = [], 784
    for _ in range(depth):
        layers += [torch.nn.Linear(inputs, width), torch.nn.ReLU()]
        inputs = width
    model = torch.nn.Sequential(*layers, torch.nn.Linear(inputs, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, fused=True)
    order = torch.randperm(len(images))
    for start in range(0, len(images), 128):
        rows = order[start : start + 128]
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(model(images[rows]), labels[rows])
        loss.backward()
        optimizer.step()
        loss.item()  # Ours looks at every loss too.
    scores = []
    with torch.no_grad():
        for part_images, part_labels in (validation, test):
            logits = model(part_images)
            functional.cross_entropy(logits, part_labels).item()
            scores.append((logits.argmax(1) == part_labels).float().mean().item())
    return scores


def work(tasks, results):
    import torch

    torch.set_num_threads(1)
    data = load()
    while (task := tasks.get()) is not None:
        results.put((task, train(data, *task)))


def main():
    context = multiprocessing.get_context("spawn")
    tasks, results = context.Queue(), context.Queue()
    for task in GRID + [None, None]:
        tasks.put(task)
    processes = [context.Process(target=work, args=(tasks, results)) for _ in range(2)]
    for process in processes:
        process.start()
    scores = [results.get()[1] for _ in GRID]
    for process in processes:
        process.join()
    print(
        json.dumps(
            {
                "program": "torch, 2 processes × 1 thread",
                "runs": len(scores),
                "wall_seconds": round(time.perf_counter() - START, 2),
                "best_validation_accuracy": round(max(score[0] for score in scores), 4),
                "best_test_accuracy": round(max(score[1] for score in scores), 4),
            }
        )
    )


if __name__ == "__main__":
    main()
