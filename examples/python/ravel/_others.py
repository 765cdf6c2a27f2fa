"""Functions of the library that are no kernels."""

import ctypes
import functools

from ._call import KEEP_DIMS, New, Operands, Told, options_of, refuse_both
from ._context import context
from ._dtypes import native
from ._errors import ArgumentError, ArgumentTypeError, out_of_range, wrong
from ._kernels import find
from ._library import lib
from ._memory import MAX_NDIM, flag, int32_list, is_number, number


class _Function:
    """What messages call, in the place of a kernel."""

    def __init__(self, name):
        self.name = name

    def called(self, verb):
        return "ravel." + self.name

    def check(self, here, status):
        if status:
            here.check(status, "ravel." + self.name)


_diff, _vecdot, _min_max, _mean_var, _bincount, _histogram = map(
    _Function, ("diff", "vecdot", "min_max", "mean_var", "bincount", "histogram")
)


@functools.lru_cache(maxsize=None)
def _handle_of(name):
    return find(name).handle


def _dtype_and_shape(function, here, handle):
    dtype, ndim, lengths = ctypes.c_int32(), ctypes.c_int32(), (ctypes.c_int64 * MAX_NDIM)()
    function.check(here, lib.array_dtype(handle, ctypes.byref(dtype)))
    function.check(here, lib.array_ndim(handle, ctypes.byref(ndim)))
    function.check(here, lib.array_shape(handle, MAX_NDIM, lengths))
    return dtype.value, lengths[: ndim.value]


def diff(x, /, *, axis=-1, n=1, out=None, casting=None):
    """The n-th differences along an axis: n times in a row x[i + 1] - x[i], of bools whether the two differ.

    axis: which axis; negative ones count from the end.
    n: how many times; the result is so much shorter.
    out: the array to write to, of the result's shape; None: NumPy allocates it.
    casting: "no", "safe", "same_kind" or "unsafe"; None: the context's.
    """
    here, options = context(), options_of(casting, "ravel.diff")
    axis, n = number(axis, "ravel.diff", "axis", ctypes.c_int32), number(n, "ravel.diff", "n")
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


def vecdot(x1, x2, /, axis=-1, *, keepdims=False, out=None, dtype=None, casting=None):
    """Sums of products, conj(x1) * x2, along axes of both; other axes broadcast.

    axis: which axes; negative ones count from the end; None: all.
    out: the array to write to; None: NumPy allocates it.
    dtype: of the output; None: that of a sum of what x1 and x2 promote to.
    casting: "no", "safe", "same_kind" or "unsafe"; None: the context's.
    """
    here, called = context(), "ravel.vecdot"
    options = options_of(casting, called) | (KEEP_DIMS if flag(keepdims, called, "keepdims") else 0)
    axes = None if axis is None else int32_list(axis, called, "axis")
    n_axes = 0 if axes is None else len(axes)
    refuse_both(dtype, out, called)
    operands, new = Operands(here, _vecdot, None), None
    try:
        inputs = operands.handle(x1, "input 0"), operands.handle(x2, "input 1")
        if out is None:
            told = Told()
            status = lib.vecdot_outputs(here.handle, *inputs, n_axes, axes, options, *told.arguments())
            _vecdot.check(here, status)
            new = New(told.dtypes[0] if dtype is None else native(dtype, called), told.shape)
            out = new.array
        _vecdot.check(here, lib.vecdot(here.handle, *inputs, n_axes, axes, options, operands.output(out, "output")))
    finally:
        operands.end()
    return out if new is None else new.result()


def _two(function, kernels, x, axis, keepdims, where, initial, out, casting, roles, call):
    """Two outputs, which are allocated as the two kernels with one output would be given theirs."""
    here, called = context(), function.called(None)
    options = options_of(casting, called) | (KEEP_DIMS if flag(keepdims, called, "keepdims") else 0)
    axes = None if axis is None else int32_list(axis, called, "axis")
    n_axes = 0 if axes is None else len(axes)
    if out is not None and (not isinstance(out, (tuple, list)) or len(out) != 2):
        raise wrong(called, "out", "a tuple of 2 outputs", out)
    operands, new = Operands(here, function, None), []
    try:
        handle, mask = operands.handle(x, "input"), operands.optional(where, "where")
        start = operands.optional(initial, "initial")
        if out is None:
            for name in kernels:
                told = Told()
                status = lib.reduce_outputs(
                    here.handle, _handle_of(name), handle, n_axes, axes, mask, start, options, *told.arguments()
                )
                function.check(here, status)
                new.append(New(told.dtypes[0], told.shape))
        arrays = out if out is not None else [each.array for each in new]
        outputs = [operands.output(array, role) for array, role in zip(arrays, roles)]
        function.check(here, call(here.handle, handle, n_axes, axes, mask, start, options, outputs))
    finally:
        operands.end()
    return tuple(each.result() for each in new) if out is None else tuple(out)


def min_max(x, /, axis=None, *, keepdims=False, where=None, initial=None, out=None, casting=None):
    """The smallest and the largest element, (minimum, maximum), in one pass.

    axis: which axes; negative ones count from the end; None: all.
    where: a mask that broadcasts to the shape; only elements where it is true count; it needs an initial value.
    initial: a value that is joined to both.
    out: the two arrays to write to, of one dtype; None: NumPy allocates them.
    casting: "no", "safe", "same_kind" or "unsafe"; None: the context's.
    """

    def call(here, handle, n_axes, axes, mask, start, options, outputs):
        return lib.min_max(here, handle, n_axes, axes, mask, start, options, *outputs)

    roles = ("minimum", "maximum")
    return _two(_min_max, ("min", "max"), x, axis, keepdims, where, initial, out, casting, roles, call)


def mean_var(x, /, axis=None, *, correction=0.0, keepdims=False, where=None, out=None, casting=None):
    """The mean and the variance, (mean, variance), in one pass.

    axis: which axes; negative ones count from the end; None: all.
    correction: what the variance's divisor is less than the number of elements by.
    where: a mask that broadcasts to the shape; only elements where it is true count.
    out: the two arrays to write to; None: NumPy allocates them.
    casting: "no", "safe", "same_kind" or "unsafe"; None: the context's.
    """
    try:
        if isinstance(correction, (str, bytes)):
            raise TypeError
        correction = float(correction)
    except TypeError:
        raise wrong("ravel.mean_var", "correction", "a number", correction) from None
    except OverflowError:
        raise out_of_range("ravel.mean_var", "correction", "a float64", "an integer beyond it") from None

    def call(here, handle, n_axes, axes, mask, start, options, outputs):
        return lib.mean_var(here, handle, n_axes, axes, mask, correction, options, *outputs)

    return _two(_mean_var, ("mean", "var"), x, axis, keepdims, where, None, out, casting, ("mean", "variance"), call)


def _counts(function, operands, dtype, argument, length, out, at_least=0, at_most=2**59 - 1):
    """The output, which a length, the argument of that name, makes where there is none."""
    called = function.called(None)
    if (length is None) == (out is None):
        raise ArgumentTypeError(
            "%s: %s and out both say how many bins there are: one of them is needed, got %s"
            % (called, argument, "neither" if out is None else "both")
        )
    if length is not None:
        length = number(length, called, argument)
    if length is not None and not at_least <= length <= at_most:
        raise ArgumentError("%s: %s must be from %d to %d, got %r" % (called, argument, at_least, at_most, length))
    new = New(native(dtype), (length,)) if out is None else None
    return operands.output(out if new is None else new.array, "output"), new


def bincount(x, /, length=None, *, weights=None, where=None, out=None):
    """How many elements of x are 0, 1, ..., length - 1, or the sums of their weights. Any other number is an error.

    length: how many numbers there are; None: as many as out has elements.
    weights: numbers that broadcast to x, which are summed in C order as float64; None: elements are counted.
    where: a mask that broadcasts to x; only elements where it is true count.
    out: the array to write to, int64, or float64 with weights; None: NumPy allocates it.
    """
    here = context()
    operands = Operands(here, _bincount, None)
    try:
        handles = operands.handle(x, "input"), operands.optional(where, "where"), operands.optional(weights, "weights")
        output, new = _counts(_bincount, operands, "int64" if weights is None else "float64", "length", length, out)
        _bincount.check(here, lib.bincount(here.handle, *handles, 0, output))
    finally:
        operands.end()
    return out if new is None else new.array


def histogram(x, /, bins=None, range=None, *, where=None, out=None):
    """How many elements of x lie in each bin. The last bin is closed, the others are half open; NaN and what lies
    outside are not counted.

    bins: a number of equal bins, or an ascending array of their edges; None: as many equal ones as out has elements.
    range: (lower, upper), where the first of equal bins begins and the last one ends.
    where: a mask that broadcasts to x; only elements where it is true count.
    out: the array to write to, int64; None: NumPy allocates it.
    """
    here = context()
    operands = Operands(here, _histogram, None)
    try:
        handle, mask = operands.handle(x, "input"), operands.optional(where, "where")
        equal = bins is None or is_number(bins)
        if isinstance(bins, str):
            raise ArgumentTypeError("ravel.histogram: bins is a number of bins or their edges, not a name such as %r" % bins)
        if equal and range is None:
            raise ArgumentTypeError("ravel.histogram: a number of equal bins needs range=(lower, upper), got none")
        if not equal and range is not None:
            raise ArgumentTypeError("ravel.histogram: bins are edges, beside which range must be None, got %r" % (range,))
        if equal:
            if not isinstance(range, (tuple, list)) or len(range) != 2:
                raise ArgumentTypeError("ravel.histogram: range must be (lower, upper), got %r" % (range,))
            lower, upper = range
            bounds = operands.handle(lower, "lower"), operands.handle(upper, "upper")
            output, new = _counts(_histogram, operands, "int64", "bins", bins, out, 1, 2**31 - 2)
            status = lib.histogram(here.handle, handle, mask, *bounds, 0, output)
        else:
            edges = operands.handle(bins, "edges")
            _, shape = _dtype_and_shape(_histogram, here, edges)
            if len(shape) != 1 or shape[0] < 2:
                raise ArgumentError("ravel.histogram: edges must have one axis of 2 or more, got shape %r" % (tuple(shape),))
            length = None if out is not None else shape[0] - 1
            output, new = _counts(_histogram, operands, "int64", "bins", length, out)
            status = lib.histogram_edges(here.handle, handle, mask, edges, 0, output)
        _histogram.check(here, status)
    finally:
        operands.end()
    return out if new is None else new.array


FUNCTIONS = {function.__name__: function for function in (diff, vecdot, min_max, mean_var, bincount, histogram)}
for _each in FUNCTIONS.values():
    _each.__module__ = "ravel"
