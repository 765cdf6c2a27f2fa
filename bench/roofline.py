"""roofline.py: the bandwidth of this machine's memory, one thread, measured in the same run; and how much of it a case
needs."""

import ctypes
import math

import numpy

from machine import second_level_cache
from operands import memory

READ, WRITE, COPY, TRIAD = range(4)
NAMES = ("read", "write", "copy", "triad")
_ARRAYS = (1, 1, 2, 3)
SIZES = (2**22, 2**24, 2**26, 2**28)  # bytes of all arrays of a pass together
_ROUNDS = 7


class Roofline:
    """Bytes per ns (GB/s) by what is done, how it is stored and how large it is; reads and writes both count."""

    def __init__(self, timing):
        self._function = timing.library.ravel_bench_roofline
        self.bandwidths = {}
        arrays = [memory(SIZES[-1] // 2) for _ in range(3)]
        for size in SIZES:
            for what in (READ, WRITE, COPY, TRIAD):
                for streaming in (0, 1):
                    self._measure(size, what, streaming, arrays)

    def _measure(self, size, what, streaming, arrays):
        n = size // _ARRAYS[what] // 128 * 16  # doubles of an array, whole lines
        if n * 8 > arrays[0].nbytes:
            n = arrays[0].nbytes // 8
        pointers = [ctypes.c_void_p(each.ctypes.data) for each in arrays]
        passes = max(1, 2**24 // size)
        times = [self._function(what, streaming, ctypes.c_size_t(n), *pointers, ctypes.c_int64(passes))
                 for _ in range(_ROUNDS)]  # fmt: skip
        if times[0] >= 0:
            self.bandwidths[what, streaming, size] = 8 * n * _ARRAYS[what] / min(times)  # a roof

    def best(self, what, nbytes):
        """The bandwidth at the size nearest to nbytes, with the better stores."""
        size = min(SIZES, key=lambda each: abs(math.log(each / nbytes)))
        return max(self.bandwidths.get((what, streaming, size), 0) for streaming in (0, 1))

    def table(self):
        """Lines of text."""
        yield "%-28s" % "Roofline, GB/s" + "".join("%9d MiB" % (size >> 20) for size in SIZES)
        for what, name in enumerate(NAMES):
            for streaming, stores in enumerate(("", ", streaming stores")):
                if (what, streaming, SIZES[0]) in self.bandwidths:
                    figures = (self.bandwidths[what, streaming, size] for size in SIZES)
                    yield "%-28s" % (name + stores) + "".join("%13.1f" % each for each in figures)

    def share(self, inputs, outputs, ns):
        """Which part of the time of a call memory alone would take: None for what may stay in a core's own cache."""
        ins, outs = [_touched(each) for each in inputs], [_touched(each) for each in outputs]
        total = sum(ins) + sum(outs)
        if total < 2 * second_level_cache():
            return None
        n_in, n_out = (sum(nbytes > total / 32 for nbytes in side) for side in (ins, outs))
        what = READ if n_out == 0 else (WRITE, COPY, TRIAD)[min(n_in, 2)]
        return total / self.best(what, total) / ns


def _touched(array):
    """The bytes of memory that an operand's elements make the machine move: of a strided one, those in between too."""
    if array.ndim == 0:
        return 0
    step = min(abs(stride) for stride in array.strides)
    return array.size * max(array.itemsize, min(64, step))
