"""ravel.Partial: a reduction in parts, whose state can be pickled, sent and merged."""

import ctypes

from ._call import New, Operands, options_of, say_role, start_of
from ._context import context
from ._dtypes import native
from ._errors import ArgumentError, ArgumentTypeError, RavelError, wrong
from ._kernels import CORRECTION, Kernel, find
from ._library import lib
from ._memory import number
from ._user import UserKernel


def _kernel_of(value):
    kernel = getattr(value, "kernel", value)
    if isinstance(kernel, Kernel):
        return kernel
    if isinstance(kernel, str):
        return find(kernel)
    raise wrong("ravel.Partial", "kernel", "the name of a reduction, its function, or a kernel of one's own", value)


class Partial:
    """What a reduction has seen so far: of one long axis, in the order in which elements are added.

        left = ravel.Partial("sum", "float64", first=0)      # another process: first=1000
        left.update(x[:1000])
        left.merge(right)                                    # right begins where left ends
        left.result()                                        # the bits of ravel.sum(x), whatever the parts

    kernel: the name of a reduction, its function (ravel.sum), or a reorderable kernel of one's own.
    dtype: of the elements.
    first: the number of the first element on the axis; None: without an order, to be merged with any.

    bytes(partial) is its state, the same on every machine, and Partial.from_bytes(kernel, state) goes on from it. Two
    threads must not change the same Partial.
    """

    __slots__ = ("kernel", "_state")

    def __init__(self, kernel, dtype, *, first=None):
        here, nbytes, dtype = context(), ctypes.c_size_t(), native(dtype, "ravel.Partial")
        if first is None:
            first = -1  # what C calls no order
        elif number(first, "ravel.Partial", "first") < 0:
            raise ArgumentError("ravel.Partial: first is %d, expected the number of an element, or None" % first)
        self.kernel = _kernel_of(kernel)
        self.check(here, lib.partial_nbytes(here.handle, self.kernel.handle, dtype, ctypes.byref(nbytes)))
        self._state = ctypes.create_string_buffer(nbytes.value)
        self.check(here, lib.partial_init(here.handle, self.kernel.handle, dtype, first, *self._memory()))

    @classmethod
    def from_bytes(cls, kernel, state):
        """Goes on from bytes(partial), which are checked."""
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise wrong("ravel.Partial.from_bytes", "state", "bytes", state)
        state, made = bytes(state), cls.__new__(cls)
        made.kernel = _kernel_of(kernel)
        made._state = ctypes.create_string_buffer(state, len(state))
        made.count  # noqa: B018 - raises where the bytes are no state of this kernel
        here, nbytes = context(), ctypes.c_size_t()
        made.check(here, lib.partial_nbytes(here.handle, made.kernel.handle, state[80], ctypes.byref(nbytes)))
        if len(state) != nbytes.value:
            raise ArgumentError("%s: %d bytes, of which its state has %d" % (made.called(None), len(state), nbytes.value))
        return made

    def __copy__(self):
        return Partial.from_bytes(self.kernel, bytes(self))

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __bytes__(self):
        return self._state.raw

    def __reduce__(self):
        if isinstance(self.kernel, UserKernel):
            raise TypeError(
                "%s has a kernel of one's own, which cannot be pickled: send bytes(partial), and let "
                "Partial.from_bytes take it with the kernel" % self.called(None)
            )
        return Partial.from_bytes, (self.kernel.name, bytes(self))

    def __repr__(self):
        return "<ravel.Partial %s of %d elements>" % (self.kernel.name, self.count)

    def _memory(self):
        return self._state, len(self._state)

    def called(self, verb):
        return "ravel.Partial(%s)" % self.kernel.name

    def check(self, here, status):
        """Raises the exception of a call with this kernel."""
        if status:
            self.kernel.raise_own()
            here.check(status, self.called(None))

    @property
    def count(self):
        """How many elements have been counted; not those that a mask left out."""
        here, count = context(), ctypes.c_int64()
        self.check(here, lib.partial_count(here.handle, self.kernel.handle, *self._memory(), ctypes.byref(count)))
        return count.value

    def update(self, x, where=None):
        """Adds the elements of an array, in C order; where: a mask of those that count. Gives itself."""
        here, operands = context(), Operands(context(), self, None)
        try:
            handle, mask = operands.handle(x, "x"), operands.optional(where, "where")
            self.check(here, lib.partial_update(here.handle, self.kernel.handle, handle, mask, *self._memory()))
        finally:
            operands.end()
        return self

    def merge(self, right):
        """Adds what another has seen, which stays as it is. Gives itself."""
        here = context()
        if not isinstance(right, Partial):
            raise wrong(self.called(None) + ".merge", "right", "a Partial", right)
        self.check(here, lib.partial_merge(here.handle, self.kernel.handle, *right._memory(), *self._memory()))
        return self

    def result(self, initial=None, out=None, casting=None, correction=None):
        """The result so far; initial, out (a 0-d array to write it to), casting and, of variances, correction: as in the
        reductions."""
        here, called = context(), self.called(None)
        options, role = options_of(casting, called), "initial"
        if correction is not None:
            if not self.kernel.takes & CORRECTION or initial is not None:
                text = "%s: correction is for variances, in the place of initial" % called
                raise ArgumentTypeError(text)
            initial, role = correction, "correction"
        operands, new = Operands(here, self, None), None
        try:
            if out is None:
                new = New(self._result_dtype(), ())
                out = new.array
            start = operands.optional(start_of(initial, called, role), role)
            handle = operands.output(out, "out")
            status = lib.partial_finish(here.handle, self.kernel.handle, *self._memory(), start, options, handle)
            self.check(here, status)
        except RavelError as error:
            raise say_role(error, role)
        finally:
            operands.end()
        return out if new is None else new.result()

    def _result_dtype(self):
        """What ravel.reduce gives for an array of the elements' dtype, whose number is byte 80 of the state."""
        here, told, ndim = context(), ctypes.c_int32(), ctypes.c_int32()
        handle, shape, byref = ctypes.c_void_p(), (ctypes.c_int64 * 1)(1), ctypes.byref
        element = ctypes.create_string_buffer(16)
        dtype = self._state.raw[80]
        self.check(here, lib.array_create(here.handle, element, 16, 0, dtype, 1, shape, None, 0, byref(handle)))
        status = lib.reduce_outputs(
            here.handle, self.kernel.handle, handle, 0, None, None, None, 0, byref(told), 1, byref(ndim), shape
        )
        lib.array_destroy(handle)
        self.check(here, status)
        return told.value
