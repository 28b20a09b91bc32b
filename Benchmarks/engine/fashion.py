"""What the peers' training loops share: the data, and the conversation with Benchmarks/run."""
import gzip
import json
import os
import statistics
import sys
import time

DATA = os.environ.get("SWEEP_DATA", "/usr/share/datasets/fashion-mnist")
BATCH, ROWS = 128, 60000


def load():
    """The training images as float32 in 0..1 and their labels as int64."""
    import numpy

    def read(name, header):
        with gzip.open(os.path.join(DATA, name + ".gz")) as file:
            return numpy.frombuffer(file.read(), dtype=numpy.uint8, offset=header)

    images = read("train-images-idx3-ubyte", 16).reshape(ROWS, 784)
    return images.astype(numpy.float32) / numpy.float32(255), read("train-labels-idx1-ubyte", 8).astype(numpy.int64)


def rate(work, rows, seconds):
    """Rows a second of processor time: the median of calls of `work` that fill `seconds`, at least three.

    Processor time, as in our own measurement, so that other programs on the machine do not count. On one processor
    it is never more than the time on the wall.
    """
    rates, end = [], time.process_time() + seconds
    while len(rates) < 3 or time.process_time() < end:
        start = time.process_time()
        work()
        rates.append(rows / (time.process_time() - start))
    return statistics.median(rates)


def converse(version, measure):
    """Answers each line `WIDTH DEPTH OPTIMIZER SECONDS` with a line of JSON."""
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        width, depth, optimizer, seconds = line.split()
        speed = measure(int(width), int(depth), optimizer, float(seconds))
        print(json.dumps({"samples_per_second": speed}), flush=True)
