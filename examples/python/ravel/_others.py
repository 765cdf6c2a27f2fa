"""Functions of the library that are no kernels."""

import ctypes

from ._call import New, Operands, options_of
from ._context import context
from ._library import lib
from ._memory import MAX_NDIM, number


class _Function:
    """What messages call, in the place of a kernel."""

    def __init__(self, name):
        self.name = name

    def called(self, verb):
        return "ravel." + self.name

    def check(self, here, status):
        if status:
            here.check(status, "ravel." + self.name)


_diff = _Function("diff")


def _dtype_and_shape(function, here, handle):
    dtype, ndim, lengths = ctypes.c_int32(), ctypes.c_int32(), (ctypes.c_int64 * MAX_NDIM)()
    function.check(here, lib.array_dtype(handle, ctypes.byref(dtype)))
    function.check(here, lib.array_ndim(handle, ctypes.byref(ndim)))
    function.check(here, lib.array_shape(handle, MAX_NDIM, lengths))
    return dtype.value, lengths[: ndim.value]


def diff(x, /, axis=-1, *, n=1, out=None, casting=None):
    """The n-th differences along an axis: n times in a row x[i + 1] - x[i], of bools whether the two differ.

    axis: which axis; negative ones count from the end.
    n: how many times; the result is so much shorter.
    out: the array to write to, of the result's shape; None: NumPy allocates it.
    casting: "no", "safe", "same_kind" or "unsafe"; None: the context's.
    """
    here, options = context(), options_of(casting)
    axis, n = number(axis, ctypes.c_int32), number(n)
    operands, new = Operands(here, _diff, None), None
    try:
        handle = operands.handle(x, "input")
        if out is None:
            dtype, shape = _dtype_and_shape(_diff, here, handle)
            if -len(shape) <= axis < len(shape) and n >= 0:
                shape[axis] = max(shape[axis] - n, 0)
            new = New(dtype, tuple(shape))
            out = new.array
        _diff.check(here, lib.diff(here.handle, handle, axis, n, options, operands.output(out, "output")))
    finally:
        operands.end()
    return out if new is None else new.result()


FUNCTIONS = {function.__name__: function for function in (diff,)}
for _each in FUNCTIONS.values():
    _each.__module__ = "ravel"
