"""The verbs: apply, reduce, accumulate. Arguments become handles, missing outputs are allocated, statuses raised."""

import ctypes
import re

from ._array import Array
from ._context import casting_number, context
from ._dtypes import holder_of, name_of, native, value_in
from ._errors import ArgumentTypeError, RavelError, as_own, say_where, wrong
from ._library import lib
from ._memory import (
    MAX_NDIM, flag, int32_list, is_number, memory_of, number, numpy_if_installed, scalar_handle,
)  # fmt: skip

KEEP_DIMS, _INCLUDE_INITIAL = 8, 32
# What the library says of a first value that is called otherwise here.
_GIVEN_AS = re.compile(r"\binitial(, the correction of \w+,)?(?= )")


class Operands:
    """The handles of one call: those of Arrays, and those made for it, which end with it."""

    __slots__ = ("context", "kernel", "verb", "made", "exports")

    def __init__(self, here, kernel, verb):
        self.context = here
        self.kernel = kernel
        self.verb = verb
        self.made = []
        self.exports = []

    def handle(self, value, role):
        """The handle of an operand; role: what messages call it."""
        if type(value) is Array:
            return value.handle
        try:
            handle = scalar_handle(self.context, value)
            if handle is None:
                memory = memory_of(value)
                handle = memory.create(self.context)
                if memory.export is not None:
                    self.exports.append(memory.export)
        except (TypeError, ValueError, OverflowError, BufferError) as error:
            where = "%s: %s" % (self.kernel.called(self.verb), role)
            if not isinstance(error, RavelError):
                raise as_own(error, where) from None
            say_where(error, where)
            raise
        self.made.append(handle)
        return handle

    def optional(self, value, role):
        return None if value is None else self.handle(value, role)

    def output(self, value, role):
        if is_number(value):
            raise wrong(self.kernel.called(self.verb), role, "an array to write to", value)
        return self.handle(value, role)

    def inputs(self, values):
        return (ctypes.c_void_p * len(values))(*[self.handle(x, "input %d" % i) for i, x in enumerate(values)])

    def outputs(self, values):
        return (ctypes.c_void_p * len(values))(*[self.output(x, "output %d" % i) for i, x in enumerate(values)])

    def end(self):
        for handle in self.made:
            lib.array_destroy(handle)
        for export in self.exports:
            export.release()


def options_of(casting, called):
    return 0 if casting is None else casting_number(casting, called)


def start_of(value, called, role):
    """A first value, or a correction: a number, or an array of one."""
    if value is not None and isinstance(value, (str, bytes, list, tuple, dict, set)):
        raise wrong(called, role, "a number", value)
    return value


def say_role(error, role):
    """The exception, in which what the library takes for initial has the name that it has here."""
    if role != "initial":
        error.args = (_GIVEN_AS.sub(role, str(error)),)
    return error


def refuse_both(dtype, out, called):
    if dtype is not None and out is not None:
        raise ArgumentTypeError("%s: dtype is the output's; with out it cannot be given" % called)


# ---- outputs -------------------------------------------------------------------------------------------------------


class New:
    """An output that the call allocates: by NumPy, or a single number without it."""

    __slots__ = ("array", "holder")

    def __init__(self, dtype, shape):
        self.holder = None
        numpy = numpy_if_installed()
        if numpy is not None:
            try:
                self.array = numpy.empty(shape, name_of(dtype))
            except TypeError as error:
                raise TypeError("NumPy has no %s to allocate; pass out=" % name_of(dtype)) from error
            return
        self.holder = None if shape else holder_of(dtype)
        if self.holder is None:
            raise TypeError(
                "out is needed: without NumPy nothing is allocated but single numbers; the result has dtype %s, shape "
                "%r; ravel.empty makes such an array" % (name_of(dtype), shape)
            )
        self.array = Array(self.holder, name_of(dtype), ())

    def result(self):
        if self.holder is not None:
            return value_in(self.holder)
        return self.array if self.array.ndim else self.array[()]


class Told:
    """Where dtype and shape of an output are told."""

    def __init__(self, n=1):
        self.dtypes = (ctypes.c_int32 * n)()
        self.ndim = ctypes.c_int32()
        self.lengths = (ctypes.c_int64 * MAX_NDIM)()

    def arguments(self):
        return self.dtypes, MAX_NDIM, ctypes.byref(self.ndim), self.lengths

    @property
    def shape(self):
        return tuple(self.lengths[: self.ndim.value])


# ---- verbs ---------------------------------------------------------------------------------------------------------


def _outputs_of(kernel, out):
    """The outputs as a list with None for each that is to be allocated."""
    if kernel.n_out == 1:
        return [out]
    if out is None:
        return [None] * kernel.n_out
    if not isinstance(out, (tuple, list)) or len(out) != kernel.n_out:
        raise wrong(kernel.called("apply"), "out", "a tuple of %d outputs" % kernel.n_out, out)
    return list(out)


def _apply_ready(here, kernel, inputs, options, out):
    """A call whose handles are all there."""
    n_in, handle = len(inputs), ctypes.c_void_p(out.handle)
    ins = (ctypes.c_void_p * n_in)(*[x.handle for x in inputs])
    status = lib.apply(here.handle, kernel.handle, n_in, ins, None, options, 1, ctypes.byref(handle))
    if status:
        kernel.check(here, status, "apply")
    return out


def apply(kernel, inputs, out=None, where=None, casting=None):
    """out[i] = kernel(inputs[0][i], …) for every index of the broadcast shape, where where[i] is true."""
    here, options = context(), options_of(casting, kernel.called("apply"))
    if type(out) is Array and where is None and kernel.n_out == 1 and all(type(x) is Array for x in inputs):
        return _apply_ready(here, kernel, inputs, options, out)
    outs, new = _outputs_of(kernel, out), {}
    operands = Operands(here, kernel, "apply")
    try:
        n_in, ins = len(inputs), operands.inputs(inputs)
        missing = [i for i, value in enumerate(outs) if value is None]
        if missing:
            if where is not None:
                text = "%s: where= needs out=: what the mask leaves out would be undefined"
                raise ArgumentTypeError(text % kernel.called("apply"))
            told = Told(kernel.n_out)
            status = lib.apply_outputs(
                here.handle, kernel.handle, n_in, ins, None, options, kernel.n_out, *told.arguments()
            )
            kernel.check(here, status, "apply")
            for i in missing:
                new[i] = New(told.dtypes[i], told.shape)
                outs[i] = new[i].array
        mask = operands.optional(where, "where")
        status = lib.apply(
            here.handle, kernel.handle, n_in, ins, mask, options, kernel.n_out, operands.outputs(outs)
        )
        if status:
            kernel.check(here, status, "apply")
    finally:
        operands.end()
    for i in new:
        outs[i] = new[i].result()
    return outs[0] if kernel.n_out == 1 else tuple(outs)


def reduce(
    kernel, x, axis=None, keepdims=False, where=None, initial=None, out=None, dtype=None, casting=None, role="initial"
):
    """The elements of x along the axes, joined by the kernel; role: what the caller calls `initial`."""
    here, called = context(), kernel.called("reduce")
    options = options_of(casting, called) | (KEEP_DIMS if flag(keepdims, called, "keepdims") else 0)
    axes = None if axis is None else int32_list(axis, called, "axis")
    n_axes = 0 if axes is None else len(axes)
    refuse_both(dtype, out, called)
    operands, new = Operands(here, kernel, "reduce"), None
    try:
        handle, mask = operands.handle(x, "input"), operands.optional(where, "where")
        start = operands.optional(start_of(initial, called, role), role)
        if out is None:
            told = Told()
            status = lib.reduce_outputs(
                here.handle, kernel.handle, handle, n_axes, axes, mask, start, options, *told.arguments()
            )
            kernel.check(here, status, "reduce")
            new = New(told.dtypes[0] if dtype is None else native(dtype, called), told.shape)
            out = new.array
        status = lib.reduce(
            here.handle, kernel.handle, handle, n_axes, axes, mask, start, options, operands.output(out, "output")
        )
        if status:
            kernel.check(here, status, "reduce")
    except RavelError as error:
        raise say_role(error, role)
    finally:
        operands.end()
    return out if new is None else new.result()


def accumulate(kernel, x, axis=None, include_initial=False, out=None, dtype=None, casting=None):
    """out[i] = kernel(out[i - 1], x[i]) along one axis, which only a 1-d array may leave out."""
    here, called = context(), kernel.called("accumulate")
    first = _INCLUDE_INITIAL if flag(include_initial, called, "include_initial") else 0
    options = options_of(casting, called) | first
    refuse_both(dtype, out, called)
    operands, new = Operands(here, kernel, "accumulate"), None
    try:
        handle = operands.handle(x, "input")
        if axis is None:
            ndim = ctypes.c_int32()
            here.check(lib.array_ndim(handle, ctypes.byref(ndim)))
            if ndim.value > 1:
                text = "%s: axis is needed: the array has %d dimensions"
                raise ArgumentTypeError(text % (called, ndim.value))
            axis = 0
        axis = number(axis, called, "axis", ctypes.c_int32)
        if out is None:
            told = Told()
            status = lib.accumulate_outputs(here.handle, kernel.handle, handle, axis, options, *told.arguments())
            kernel.check(here, status, "accumulate")
            new = New(told.dtypes[0] if dtype is None else native(dtype, called), told.shape)
            out = new.array
        status = lib.accumulate(here.handle, kernel.handle, handle, axis, options, operands.output(out, "output"))
        if status:
            kernel.check(here, status, "accumulate")
    finally:
        operands.end()
    return out if new is None else new.result()
