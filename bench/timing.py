"""timing.py: times one case, by ravel from C and by NumPy from Python, in turn.

What runs on one thread is timed by the thread's own processor time, so that what other programs take is not counted."""

import ctypes
import statistics
import time
import timeit

import numpy
import ravel

SAMPLE = 400_000  # a sample takes at least so many ns, or one call
LONGEST = 400_000_000  # ns of all rounds of a case together, where the fewest do not take more
FEWEST, MOST = 3, 11


class Timing:
    """The library that times calls from C."""

    def __init__(self, path, contexts):
        self.library = ctypes.CDLL(path)
        self.contexts = contexts  # by numbers of threads
        for name in ("apply", "reduce", "accumulate", "vecdot", "min_max", "mean_var", "diff", "bincount", "histogram",
                     "histogram_edges", "lookup", "roofline"):  # fmt: skip
            getattr(self.library, "ravel_bench_" + name).restype = ctypes.c_double

    def ours(self, case, inputs, outputs, threads):
        """A function of a number of calls: ns of one call of ravel."""
        context = ctypes.c_void_p(self.contexts[threads].handle)
        kernel = () if case.function else (ctypes.c_void_p(case.kernel.handle),)
        handles = [[ravel.Array(each) for each in side] for side in (inputs, outputs)]
        ins, outs = ((ctypes.c_void_p * len(side))(*[each.handle for each in side]) for side in handles)
        axis, out = case.layout.axis, ctypes.c_void_p(outs[0])
        axes = 0 if axis is None else 1, None if axis is None else (ctypes.c_int32 * 1)(axis)
        function = getattr(self.library, "ravel_bench_" + (case.name if case.function else case.verb))
        if case.verb == "apply":
            arguments = len(ins), ins, len(outs), outs
        elif case.verb == "reduce":
            arguments = ctypes.c_void_p(ins[0]), *axes, out
        elif case.verb == "accumulate":
            arguments = ctypes.c_void_p(ins[0]), axis, out
        elif case.verb == "vecdot":
            arguments = ins, *axes, out
        elif case.verb == "pair":
            arguments = ins, *axes, outs
        elif case.verb == "diff":
            arguments = ins, axis, out
        else:
            arguments = ins, out

        def sample(n):
            assert handles  # alive as long as this function
            ns = function(threads, context, *kernel, *arguments, ctypes.c_int64(n))
            if ns < 0:
                raise RuntimeError("%s: ravel answers status %d" % (case.title, -ns))
            return ns

        return sample

    def lookup(self):
        """ns of one look-up of a handle."""
        array = ravel.Array(numpy.zeros(8))
        handle, n = ctypes.c_void_p(array.handle), ctypes.c_int64(100_000)
        return statistics.median(self.library.ravel_bench_lookup(handle, n) for _ in range(9))


def of_expression(text, names):
    """A function of a number of calls: ns of one evaluation, with nothing of Python around it but the loop."""
    timer = timeit.Timer(text, timer=time.thread_time, globals=names)

    def sample(n):
        return timer.timeit(n) * 1e9 / n

    return sample


def _calibrated(sample):
    """How many calls make a sample; the first one warms up, unless it is long."""
    n, took = 1, sample(1)
    if took >= 8 * SAMPLE:
        return 1
    while took < SAMPLE / 2 and n < 2**20:
        n = min(4 * n if took < SAMPLE / 16 else int(n * SAMPLE / took) + 1, 2**20)
        took = n * sample(n)
    return n


def in_turn(samples):
    """Times each of the functions round by round; a list of ns for each, all of one length."""
    calls = [_calibrated(each) for each in samples]
    times, spent = [[] for _ in samples], 0
    for done in range(1, MOST + 1):
        for each, n, list_of in zip(samples, calls, times):
            list_of.append(each(n))
            spent += n * list_of[-1]
        if done >= FEWEST and spent + spent / done > LONGEST:
            break
    return times


def quartiles(values):
    """The first and the third quartile."""
    if len(values) < 2:
        return [values[0], values[0]]
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return [first, third]
