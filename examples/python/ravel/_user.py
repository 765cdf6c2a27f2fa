"""Kernels of the user's: a Python function over blocks, or a compiled loop, as a function of whole arrays."""

import ctypes
import threading
import weakref

from ._context import context
from ._dtypes import FORMATS, itemsize_of, name_of, native
from ._errors import ArgumentError, ArgumentTypeError, DtypeError, wrong
from ._kernels import Kernel, function_of
from ._library import lib
from ._memory import numpy_if_installed, scalar_handle

_REORDERABLE, _THREAD_SAFE, _IN_PLACE = 1, 2, 4

LOOP = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p
)
LOOP.__doc__ = "The type of a compiled loop: int32_t (size_t n, const void *const *in, void *const *out, void *user)."


class _Boxes(threading.local):
    """The exceptions that left loops on this thread, on their way around the C frames."""

    def __init__(self):
        self.raised = []


_boxes = _Boxes()


class UserKernel(Kernel):
    """A kernel that ends with its Python object."""

    def __init__(self, handle, keep):
        super().__init__(handle)
        self._finalizer = weakref.finalize(self, _end, handle, keep)

    _module = ""

    def __reduce__(self):
        raise TypeError("the kernel %s is one's own, and cannot be pickled: make it again where it is needed" % self.name)

    def raise_own(self):
        if _boxes.raised:
            raise _boxes.raised.pop()


def _end(handle, keep):
    lib.kernel_destroy(handle)
    keep.clear()  # the machine code of the callbacks goes after the kernel that calls it


def _read_signatures(signatures):
    """The rows of dtypes, and the number of inputs, of texts such as "float64, float64 -> float64"."""
    rows, arities = [], set()
    if not signatures:
        raise ArgumentTypeError('ravel.kernel: a signature such as "float64, float64 -> float64" is needed, got none')
    for signature in signatures:
        if not isinstance(signature, str) or signature.count("->") != 1:
            raise wrong("ravel.kernel", "a signature", 'text such as "float64, float64 -> float64"', signature)
        ins, outs = ([part.strip() for part in side.split(",")] for side in signature.split("->"))
        arities.add((len(ins), len(outs)))
        rows.append([native(part, "ravel.kernel") for part in ins + outs])
    if len(arities) != 1:
        raise ArgumentError("ravel.kernel: the signatures of a kernel must have the same number of inputs and of outputs")
    return rows, arities.pop()


def _numpy_block(dtype, read_only):
    numpy = numpy_if_installed()
    dtype = numpy.dtype(name_of(dtype))

    def block(address, n):
        array = numpy.frombuffer((ctypes.c_char * (n * dtype.itemsize)).from_address(address), dtype)
        if read_only:
            array.flags.writeable = False
        return array

    return block


def _plain_block(dtype, read_only):
    name, itemsize = name_of(dtype), itemsize_of(dtype)
    if name not in FORMATS:
        raise DtypeError("ravel.kernel: without NumPy a Python kernel cannot have elements of %s" % name)

    def block(address, n):
        view = memoryview((ctypes.c_char * (n * itemsize)).from_address(address)).cast("B").cast(FORMATS[name])
        return view.toreadonly() if read_only else view

    return block


def _loop_of(function, row, n_in):
    """The C function that gives blocks of these dtypes to a Python function.

    Outputs are zeroed first, but where they are an input: what the function does not fill is not what lay there."""
    maker = _plain_block if numpy_if_installed() is None else _numpy_block
    ins = [maker(dtype, True) for dtype in row[:n_in]]
    outs = [maker(dtype, False) for dtype in row[n_in:]]

    sizes = [itemsize_of(dtype) for dtype in row[n_in:]]

    def loop(n, in_, out, user):
        try:
            taken = {in_[i] for i in range(n_in)}
            for i, size in enumerate(sizes):
                if out[i] not in taken:
                    ctypes.memset(out[i], 0, n * size)
            to_fill = [block(out[i], n) for i, block in enumerate(outs)]
            result = function(*(block(in_[i], n) for i, block in enumerate(ins)), *to_fill)
            if result is not None and all(result is not block for block in to_fill):
                raise TypeError(
                    "the function of a kernel must fill its output (out[:] = ...), but it returned %s"
                    % type(result).__name__
                )
        except BaseException as error:  # KeyboardInterrupt, too: none may go through C
            _boxes.raised.append(error)
            return 1
        return 0

    return LOOP(loop)


def _create(name, loops, rows, arity, flags, identity):
    here, handle, start = context(), ctypes.c_void_p(), None
    n_in, n_out = arity
    dtypes = (ctypes.c_int32 * (len(rows) * (n_in + n_out)))(*(dtype for row in rows for dtype in row))
    try:
        if identity is not None:
            start = scalar_handle(here, identity)
            if start is None:
                raise wrong("ravel.kernel", "identity", "a number", identity)
        here.check(
            lib.kernel_create(
                here.handle, name.encode(), n_in, n_out, len(rows), dtypes, (LOOP * len(loops))(*loops), None, None,
                flags, start, ctypes.byref(handle),
            )  # fmt: skip
        )
    finally:
        if start is not None:
            lib.array_destroy(start)
    return UserKernel(handle.value, list(loops))


def kernel(*signatures, name=None, reorderable=False, identity=None, in_place=False, thread_safe=False):
    """Makes a function of whole arrays from a loop over blocks.

        @ravel.kernel("float64, float64 -> float64", reorderable=True, identity=0.0)
        def add_squares(x, y, out):
            out[:] = x + y * y

    The result is called as ravel's own functions are: arrays of any layout, broadcasting, out, where, casting; a kernel
    of two inputs and one output of one dtype has .reduce and .accumulate, too. The loop gets one block after the other:
    inputs (read-only), then outputs (zeros, to be filled in place): NumPy arrays, or memoryviews without NumPy. It is a
    TypeError to return the result instead. An exception in the loop stops the call, and comes out of it; the outputs
    are unspecified then. Blocks must not be kept.

    signatures: dtypes of inputs -> dtypes of outputs; of several the first that the inputs cast to safely is taken.
    reorderable: reduce may join elements in any grouping, and uses ravel's fixed tree. identity: what a reduction
    starts with. in_place: out may be the memory of an input. Instead of a Python function, one loop of type ravel.LOOP
    for each signature may be given (compiled by any tool), and then thread_safe, too.
    """
    rows, arity = _read_signatures(signatures)
    flags = _REORDERABLE * bool(reorderable) | _IN_PLACE * bool(in_place) | _THREAD_SAFE * bool(thread_safe)

    def decorate(*functions):
        compiled = isinstance(functions[0], LOOP)
        if compiled and len(functions) != len(rows):
            raise ArgumentError("ravel.kernel: %d loops for %d signatures" % (len(functions), len(rows)))
        if thread_safe and not compiled:
            raise ArgumentError("ravel.kernel: a Python function runs on one thread at a time; thread_safe is for compiled loops")
        called = name or getattr(functions[0], "__name__", type(functions[0]).__name__)
        loops = functions if compiled else [_loop_of(functions[0], row, arity[0]) for row in rows]
        made = function_of(_create(called, loops, rows, arity, flags, identity))
        if not compiled:
            made.__doc__ = (functions[0].__doc__ or called + ".") + "\n\n" + made.__doc__.lstrip()
            made.__wrapped__ = functions[0]
            made.__module__ = functions[0].__module__
        return made

    return decorate
