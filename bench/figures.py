"""figures.py: a few figures that ravel is held to, each paired with NumPy in one process, one thread each.

    python3 bench/figures.py LIBRAVEL TIMING_LIBRARY

ravel is timed from C through prepared handles, NumPy with out=. Rounds alternate; the figures are medians."""
import ctypes
import statistics
import sys
import time

import numpy

ROUNDS = 15
TYPES = {"bool": 1, "int8": 2, "int32": 4, "int64": 5, "float16": 10, "float32": 12, "float64": 13, "complex128": 15}
WRITEABLE = 1


class Ravel:
    """The few calls that a benchmark needs; examples/python has the real binding."""

    def __init__(self, library, timing):
        self.library = ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
        self.timing = ctypes.CDLL(timing)
        for name in ("ravel_bench_apply", "ravel_bench_reduce", "ravel_bench_lookup"):
            getattr(self.timing, name).restype = ctypes.c_double
        self.context = ctypes.c_void_p()
        self.check(self.library.ravel_context_create(ctypes.byref(self.context)))

    def check(self, status):
        if status:
            raise RuntimeError(f"ravel status {status}")

    def array(self, array):
        base = array
        while isinstance(base.base, numpy.ndarray):
            base = base.base
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        strides = (ctypes.c_int64 * array.ndim)(*array.strides)
        handle = ctypes.c_void_p()
        offset = array.ctypes.data - base.ctypes.data
        self.check(self.library.ravel_array_create(
            self.context, ctypes.c_void_p(base.ctypes.data), ctypes.c_size_t(base.nbytes), ctypes.c_int64(offset),
            TYPES[array.dtype.name], array.ndim, shape, strides, ctypes.c_uint64(WRITEABLE), ctypes.byref(handle)))
        return handle

    def kernel(self, name):
        handle = ctypes.c_void_p()
        self.check(self.library.ravel_kernel_find(self.context, name.encode(), ctypes.byref(handle)))
        return handle

    def apply(self, name, inputs, out):
        kernel, target = self.kernel(name), self.array(out)
        handles = (ctypes.c_void_p * len(inputs))(*[self.array(x) for x in inputs])
        return lambda n: self.timing.ravel_bench_apply(self.context, kernel, len(inputs), handles, target,
                                                       ctypes.c_int64(n))

    def reduce(self, name, array, out):
        kernel, source, target = self.kernel(name), self.array(array), self.array(out)
        return lambda n: self.timing.ravel_bench_reduce(self.context, kernel, source, target, ctypes.c_int64(n))

    def lookup(self, array):
        handle = self.array(array)
        return lambda n: self.timing.ravel_bench_lookup(handle, ctypes.c_int64(n))


def time_python(call, n):
    start = time.perf_counter_ns()
    for _ in range(n):
        call()
    return (time.perf_counter_ns() - start) / n


def aligned(shape, dtype, offset=0):
    """An array at `offset` bytes past a multiple of 64."""
    nbytes = int(numpy.prod(shape)) * numpy.dtype(dtype).itemsize
    raw = numpy.zeros(nbytes + 128, numpy.uint8)
    start = -raw.ctypes.data % 64 + offset
    return raw[start:start + nbytes].view(dtype).reshape(shape)


def compare(title, ours, numpys, size):
    n = max(1, min(20000, 20_000_000 // max(size, 1) // 20))
    ours(1), numpys()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(ours(n))
        theirs.append(time_python(numpys, n))
    if min(mine) < 0:
        raise RuntimeError(f"{title}: ravel status {-min(mine)}")
    ratio = statistics.median(b / a for a, b in zip(mine, theirs))
    print(f"{title:44} ravel {statistics.median(mine):14.1f} ns   numpy {statistics.median(theirs):14.1f} ns"
          f"   ratio {ratio:6.2f}")


def main():
    ravel = Ravel(sys.argv[1], sys.argv[2])
    print(f"NumPy {numpy.__version__}; medians of {ROUNDS} paired rounds; ratio = NumPy's time / ravel's")
    print(f"{'look-up of a handle':44} ravel {statistics.median(ravel.lookup(numpy.zeros(8))(100000) for _ in range(9)):14.1f} ns")
    for n in (8, 1000, 100_000, 10_000_000):
        a, b, out = (aligned(n, "float64") for _ in range(3))
        a[:], b[:] = numpy.random.default_rng(1).random(n), 2.0
        compare(f"a + b, float64, n = {n}", ravel.apply("add", [a, b], out), lambda: numpy.add(a, b, out=out), n)
        total = numpy.zeros(())
        compare(f"sum(a), float64, n = {n}", ravel.reduce("sum", a, total), lambda: numpy.sum(a, out=total), n)
    for n in (1000, 100_000, 10_000_000):
        a, b, out = (aligned(n, "float64", 16) for _ in range(3))
        compare(f"a + b, float64, 16 mod 64, n = {n}", ravel.apply("add", [a, b], out),
                lambda: numpy.add(a, b, out=out), n)
    for side in (316, 1000, 4096):
        for dtype in ("float64", "float32", "int8"):
            a, out = aligned((side, side), dtype), aligned((side, side), dtype)
            compare(f"copy of a.T, {dtype}, {side} x {side}", ravel.apply("copy", [a.T], out),
                    lambda: numpy.copyto(out, a.T), side * side)
        a, b, out = (aligned((side, side), "float64") for _ in range(3))
        compare(f"a.T + b, float64, {side} x {side}", ravel.apply("add", [a.T, b], out),
                lambda: numpy.add(a.T, b, out=out), side * side)
    for n in (1000, 100_000, 3_000_000):
        a, b, out = aligned(3 * n, "float64"), aligned(n, "float64"), aligned(n, "float64")
        compare(f"a[::3] + b, float64, n = {n}", ravel.apply("add", [a[::3], b], out),
                lambda: numpy.add(a[::3], b, out=out), n)
        r, rows = numpy.arange(3.0), aligned((n, 3), "float64")
        out3 = aligned((n, 3), "float64")
        compare(f"(k,3) + (3,), float64, k = {n}", ravel.apply("add", [rows, r], out3),
                lambda: numpy.add(rows, r, out=out3), 3 * n)
        h, h2, hout = (aligned(n, "float16") for _ in range(3))
        compare(f"a + b, float16, n = {n}", ravel.apply("add", [h, h2], hout), lambda: numpy.add(h, h2, out=hout), n)
        x, y = aligned(n, "float64"), aligned(n, "float64")
        x[:] = numpy.random.default_rng(2).uniform(0.1, 10, n)
        for name in ("exp", "log", "sin", "cos"):
            compare(f"{name}, float64, n = {n}", ravel.apply(name, [x], y),
                    lambda: getattr(numpy, name)(x, out=y), n)
        flags = aligned(n, "bool")
        compare(f"a < b, float64, n = {n}", ravel.apply("less", [x, b], flags), lambda: numpy.less(x, b, out=flags), n)
        compare(f"maximum, float64, n = {n}", ravel.apply("maximum", [x, b], y), lambda: numpy.maximum(x, b, out=y), n)


if __name__ == "__main__":
    main()
