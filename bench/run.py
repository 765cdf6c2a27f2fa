"""run.py: ravel against NumPy, in one process, in turn: every kernel, dtype, layout and size.

    python3 bench/run.py LIBRAVEL TIMING_LIBRARY [options]        (./dev bench builds both and calls this)

ravel is timed from C through prepared handles, NumPy from Python with out=: each as its users call it."""

import argparse
import importlib.util
import json
import os
import re
import sys
import time

import machine

HERE = os.path.dirname(os.path.abspath(__file__))


def pattern(text):
    try:
        return re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError("%r is no regular expression: %s" % (text, error)) from None


def writable(path):
    """What takes long must not end in a file that cannot be written."""
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path) or not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise argparse.ArgumentTypeError("%s cannot be written" % path)
    return path


def options():
    parser = argparse.ArgumentParser(prog="./dev bench", description="ravel against NumPy, in one process, in turn")
    parser.add_argument("library", help=argparse.SUPPRESS)
    parser.add_argument("timing", help=argparse.SUPPRESS)
    parser.add_argument("--only-read-options", action="store_true", help=argparse.SUPPRESS)  # ./dev, before it builds
    parser.add_argument("--filter", default="", metavar="REGEX", type=pattern,
                        help='cases whose title it finds, such as "^(add|sum) float(32|64) a.T n=1000$"')
    parser.add_argument("--quick", action="store_true", help="float32, float64 and int32, up to 1e5 elements: minutes")
    parser.add_argument("--json", metavar="FILE", type=writable, help="writes the records")
    parser.add_argument("--plot", metavar="FILE.png", type=writable, help="draws the ratios (needs matplotlib)")
    parser.add_argument("--isa", choices=sorted(machine.CAPS), help="nothing better than this, on either side")
    chosen = parser.parse_args()
    if chosen.only_read_options:
        raise SystemExit(0)
    if chosen.plot and importlib.util.find_spec("matplotlib") is None:
        parser.error("--plot needs matplotlib, which %s has not" % sys.executable)
    return chosen


def progress(text, end="\n"):
    print(text, end=end, file=sys.stderr, flush=True)


def main():
    chosen = options()
    machine.cap(chosen.isa)
    for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[variable] = "1"  # of the BLAS that numpy.vecdot calls
    os.environ["RAVEL_LIBRARY"] = os.path.abspath(chosen.library)
    sys.path.insert(0, os.path.join(os.path.dirname(HERE), "examples", "python"))
    import bench  # NumPy and ravel are loaded from here on
    import report

    began = time.monotonic()
    warning = machine.busy()
    if warning:
        progress(warning)
    run = bench.Bench(os.path.abspath(chosen.timing), progress)
    records = run.measure(chosen.filter, chosen.quick)
    if not records:
        raise SystemExit("no case is called so")
    if chosen.json:
        with open(chosen.json, "w", encoding="utf-8") as file:
            file.write("[\n%s\n]\n" % ",\n".join(map(json.dumps, records)))  # a line each
    for line in report.lines(records, run.facts()):
        print(line)
    if chosen.plot:
        import plot

        plot.draw(records, run.facts()[0], chosen.plot)
    progress("%d records in %d s" % (len(records), time.monotonic() - began))


if __name__ == "__main__":
    main()
