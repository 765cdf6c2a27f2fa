"""Statistics of an array that is never whole in memory, by Dask: tasks make chunks and fold them, states are merged in pairs.

    python3 statistics.py ELEMENTS CHUNK

Prints what statistics.c prints: the same digest for any chunks, and from any number of MPI's ranks.
"""

import sys
from copy import copy

import dask
import numpy as np

import ravel

NAMES = ("exact_sum", "sum", "mean", "var", "min", "max", "count_nonzero")
BINS = 16  # of what lies between -32768 and 32768


def elements(first, n):
    """Elements [first, first + n) of the array: numbers that follow from their places alone."""
    z = (np.arange(first, first + n, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return (z.view(np.int64) >> 11) * 2.0**-52 * (1 << (z & np.uint64(15)).astype(np.int64))


@dask.delayed
def fold(first, n):
    x = elements(first, n)
    states = [ravel.Partial(name, "float64", first=first).update(x) for name in NAMES]
    return states, ravel.histogram(x, BINS, (-32768.0, 32768.0))


@dask.delayed
def merge(left, right):
    return [copy(a).merge(b) for a, b in zip(left[0], right[0])], ravel.add(left[1], right[1])


def statistics(n, chunk):
    tasks = [fold(first, min(chunk, n - first)) for first in range(0, n, chunk)]
    while len(tasks) > 1:
        rest = tasks[len(tasks) // 2 * 2 :]
        tasks = [merge(a, b) for a, b in zip(tasks[::2], tasks[1::2])] + rest
    return dask.compute(tasks[0], scheduler="threads")[0]


def digest(values):
    """FNV-1a over the values' bytes, little-endian."""
    state = 0xCBF29CE484222325
    for byte in b"".join(value.tobytes() for value in values):
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state


def main(n, chunk):
    states, histogram = statistics(n, chunk)
    results = [np.int64(states[0].count)] + [state.result() for state in states]
    for name, value in zip(("count", *NAMES), results):
        print("%-14s %s" % (name, "%d" % value if value.dtype == np.int64 else "%.17g" % value))
    print("%-14s %s" % ("histogram", " ".join(map(str, histogram))))
    print("%-14s %016x" % ("digest", digest(results + list(histogram))))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
