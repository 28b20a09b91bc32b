"""Training steps of one MLP in PyTorch, eager with a fused optimizer, one thread.

Started by Benchmarks/run; fashion.py describes the conversation.
"""
import os

os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import fashion
import torch
from torch.nn import functional

torch.set_num_threads(1)
IMAGES, LABELS = (torch.from_numpy(part) for part in fashion.load())
MODELS = {}


def prepare(width, depth, optimizer):
    layers, inputs = [], 784
    for _ in range(depth):
        layers += [torch.nn.Linear(inputs, width), torch.nn.ReLU()]
        inputs = width
    model = torch.nn.Sequential(*layers, torch.nn.Linear(inputs, 10))
    if optimizer == "adam":
        return model, torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)
    return model, torch.optim.SGD(model.parameters(), lr=0.02, fused=True)


def measure(width, depth, optimizer, seconds):
    key = (width, depth, optimizer)
    if key not in MODELS:
        MODELS.clear()
        MODELS[key] = prepare(*key)
    model, rule = MODELS[key]
    count = 32 if width <= 256 else 8
    order = torch.randperm(fashion.ROWS)[: count * fashion.BATCH].view(count, fashion.BATCH)

    def work():
        for rows in order:
            rule.zero_grad(set_to_none=True)
            functional.cross_entropy(model(IMAGES[rows]), LABELS[rows]).backward()
            rule.step()

    work()
    return fashion.rate(work, count * fashion.BATCH, seconds)


fashion.converse(f"PyTorch {torch.__version__}", measure)
