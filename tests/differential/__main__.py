"""Random calls of ravel through its Python binding against NumPy.

    python tests/differential [--cases N] [--seed SEED] [--processes N]

The environment says the same: RAVEL_DIFFERENTIAL_CASES, RAVEL_DIFFERENTIAL_SEED. Case i has the seed SEED + i, so that
`--seed S --cases 1` makes one case again, a call of a kernel and one of a function that is none (others.py). A failing
call of a kernel is shrunk and printed as a program. ravel must give NumPy's own answer to the same call, unless a row
of departures.py says otherwise; the rows and docs/numpy.md agree."""

import argparse
import collections
import concurrent.futures
import mmap
import multiprocessing
import os
import struct
import sys
import time

import numpy as np

import functions
import ravel
from calls import CONTEXTS
from case import random_case
from departures import DEPARTURES, table
from judge import Wrong, judge, result_dtype
from others import judge_other
from show import program
from shrink import shrink, wrong_with

CHUNK = 1000
MOST_FAILURES = 5
EVERY_ROW = 300000  # so many cases must have met each row of the table
_under_way = None  # the seed of the case that each chunk is at, shared with the processes


def run_chunk(chunk, seed, n):
    """(departures that decided, how often), refusals, failing seeds and what is wrong, of the cases of a chunk."""
    decided, refused, failing = collections.Counter(), 0, []
    for i in range(n):
        struct.pack_into("q", _under_way, 8 * chunk, seed + i)
        case = random_case(seed + i, result_dtype, len(CONTEXTS))
        try:
            judge_other(seed + i)
        except Wrong as wrong:
            failing.append((seed + i, str(wrong), False))
        try:
            departures, was_refused = judge(case)
        except Wrong as wrong:
            failing.append((seed + i, str(wrong), True))
            continue
        refused += was_refused
        decided["NumPy's own answer" if not departures else "a departure"] += 1
        decided.update(departures)
    struct.pack_into("q", _under_way, 8 * chunk, 0)
    return decided, refused, failing


def tell(seed, wrong, shrinks):
    """Prints a failing case, shrunk where it can be."""
    if not shrinks:
        print("\nFAILED: --seed %d --cases 1: %s" % (seed, wrong))
        return
    case = random_case(seed, result_dtype, len(CONTEXTS))
    print("\nFAILED: --seed %d --cases 1: %s %s: %s" % (seed, case.verb, case.name, wrong))
    if not wrong_with(case):
        print("by itself it is right: what went before matters; make more cases, up to this one")
    small = shrink(case)
    print("shrunk: %s\n\n%s\n" % (wrong_with(small), program(small)))


def run(cases, seed, processes):
    """(departures, refusals, failing seeds) of all cases."""
    global _under_way
    starts = list(range(0, cases, CHUNK))
    _under_way = mmap.mmap(-1, 8 * len(starts))
    decided, refused, failing = collections.Counter(), 0, []
    fork = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(processes, fork) as pool:
        futures = [pool.submit(run_chunk, i, seed + start, min(CHUNK, cases - start)) for i, start in enumerate(starts)]
        try:
            for future in concurrent.futures.as_completed(futures):
                part = future.result()
                decided += part[0]
                refused += part[1]
                failing += part[2]
                if len(failing) >= MOST_FAILURES:
                    pool.shutdown(cancel_futures=True)
                    break
        except concurrent.futures.process.BrokenProcessPool:
            at = [struct.unpack_from("q", _under_way, 8 * i)[0] for i in range(len(starts))]
            print("A process died at one of the cases", [each for each in at if each])
            sys.exit(1)
    return decided, refused, sorted(failing)


def docs_differ():
    """Whether docs/numpy.md has another table than departures.py."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "numpy.md")
    with open(path, encoding="utf-8") as file:
        return table() not in file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    environment = os.environ.get
    parser.add_argument("--cases", type=int, default=int(environment("RAVEL_DIFFERENTIAL_CASES", 20000)))
    parser.add_argument(
        "--seed", type=int, default=int(environment("RAVEL_DIFFERENTIAL_SEED", time.time_ns() // 1000 % 10**12))
    )
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--table", action="store_true", help="print the table of docs/numpy.md")
    arguments = parser.parse_args()
    if arguments.table:
        print(table(), end="")
        return 0
    print(
        "differential: ravel %s, NumPy %s, %d cases, --seed %d"
        % (ravel.__version__, np.__version__, arguments.cases, arguments.seed)
    )
    sys.stdout.flush()
    for i in range(min(20, 1 + arguments.cases // CHUNK)):
        functions.compare(arguments.seed + i)
    began = time.monotonic()
    decided, refused, failing = run(arguments.cases, arguments.seed, arguments.processes)
    for failure in failing[:MOST_FAILURES]:
        tell(*failure)
    seconds = time.monotonic() - began
    print(
        "What decided: NumPy's own answer %d, a departure %d:"
        % (decided.pop("NumPy's own answer", 0), decided.pop("a departure", 0))
    )
    for row in sorted(DEPARTURES, key=lambda row: -decided[row]):
        print("  %8d  %s" % (decided[row], row))
    print("differential: %d calls refused, %d failures, %.0f s, %.0f cases/s, --seed %d"
          % (refused, len(failing), seconds, arguments.cases / seconds, arguments.seed))  # fmt: skip
    bad = bool(failing)
    if set(decided) - set(DEPARTURES):
        print("no row of the table:", sorted(set(decided) - set(DEPARTURES)))
        bad = True
    if arguments.cases >= EVERY_ROW and not all(decided[row] for row in DEPARTURES):
        print("rows of the table that no case met:", [row for row in DEPARTURES if not decided[row]])
        bad = True
    if docs_differ():
        print("docs/numpy.md has not the table of departures.py; `--table` prints it")
        bad = True
    return bad


sys.exit(main())
