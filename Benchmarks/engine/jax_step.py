"""Training steps of one MLP in JAX on one processor: jit of a scan over shuffled batches, its fastest form.

Started by Benchmarks/run; fashion.py describes the conversation.
"""
import os

# XLA sizes its pool of threads by the processors that it may use.
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import fashion
import jax
import jax.numpy as jnp
import numpy
from jax import lax

IMAGES, LABELS = fashion.load()
IMAGES, LABELS = jnp.asarray(IMAGES), jnp.asarray(LABELS.astype(numpy.int32))
RANDOM = numpy.random.default_rng(1)
TREE = jax.tree_util.tree_map
COMPILED = {}


def initial(width, depth):
    layers, inputs = [], 784
    for outputs in [width] * depth + [10]:
        weights = RANDOM.standard_normal((inputs, outputs)) * numpy.sqrt(2 / inputs)
        layers.append((jnp.asarray(weights.astype(numpy.float32)), jnp.zeros(outputs)))
        inputs = outputs
    return layers


def loss(layers, x, labels):
    for weights, bias in layers[:-1]:
        x = jax.nn.relu(x @ weights + bias)
    logits = x @ layers[-1][0] + layers[-1][1]
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1))


def sgd(layers, state, gradient):
    return TREE(lambda w, g: w - 0.02 * g, layers, gradient), state


def adam(layers, state, gradient):
    first, second, step = state
    step = step + 1
    first = TREE(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = TREE(lambda s, g: 0.999 * s + 0.001 * g * g, second, gradient)
    one, two = 1 - 0.9**step, 1 - 0.999**step
    layers = TREE(
        lambda w, m, s: w - 1e-4 * (m / one) / (jnp.sqrt(s / two) + 1e-8), layers, first, second)
    return layers, (first, second, step)


def prepare(width, depth, optimizer):
    update = {"sgd": sgd, "adam": adam}[optimizer]
    layers = initial(width, depth)
    state = (TREE(jnp.zeros_like, layers), TREE(jnp.zeros_like, layers), jnp.float32(0)) if optimizer == "adam" else ()

    def steps(layers, state, images, labels, batches):
        def step(carry, rows):
            layers, state = carry
            value, gradient = jax.value_and_grad(loss)(layers, images[rows], labels[rows])
            return update(layers, state, gradient), value

        (layers, state), losses = lax.scan(step, (layers, state), batches)
        return layers, state, losses

    count = 64 if width <= 256 else 16

    def batches():
        rows = RANDOM.permutation(fashion.ROWS)[: count * fashion.BATCH]
        return jnp.asarray(rows.reshape(count, fashion.BATCH).astype(numpy.int32))

    compiled = jax.jit(steps, donate_argnums=(0, 1)).lower(layers, state, IMAGES, LABELS, batches()).compile()
    return compiled, [layers, state], batches, count * fashion.BATCH


def measure(width, depth, optimizer, seconds):
    key = (width, depth, optimizer)
    if key not in COMPILED:
        COMPILED.clear()
        COMPILED[key] = prepare(*key)
    compiled, carry, batches, rows = COMPILED[key]
    order = batches()

    def work():
        carry[0], carry[1], losses = compiled(carry[0], carry[1], IMAGES, LABELS, order)
        losses.block_until_ready()

    work()
    return fashion.rate(work, rows, seconds)


fashion.converse(f"JAX {jax.__version__}", measure)
