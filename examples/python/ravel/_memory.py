"""Memory of other people's objects: where it is, how it is laid out, and a ravel handle over it.

Two ways in: `__array_interface__` (NumPy and what follows it) and the buffer protocol (array.array, bytearray, bytes,
memoryview, mmap, ctypes arrays). Neither copies.
"""

import ctypes
import functools
import operator
import sys
import weakref

from ._dtypes import (
    BOOL, COMPLEX128, FLOAT64, INT64, SIZE_UNKNOWN, UINT64, WEAK, WRITEABLE, itemsize_of, native, parse,
)  # fmt: skip
from ._errors import DtypeError, LayoutError, out_of_range, wrong
from ._library import lib

MAX_NDIM = 64
_INT64_LISTS = [ctypes.c_int64 * n for n in range(MAX_NDIM + 1)]


def _index(value, called, argument, expected):
    try:
        return operator.index(value)
    except TypeError:
        raise wrong(called, argument, expected, value) from None


def number(value, called, argument, kind=ctypes.c_int64):
    """A number as an argument of that type: ctypes would cut what does not fit. called, argument: for messages."""
    if isinstance(value, bool):
        raise wrong(called, argument, "an integer", value)
    value = _index(value, called, argument, "an integer")
    if kind(value).value != value:
        raise out_of_range(called, argument, "an integer of %d bits" % (8 * ctypes.sizeof(kind)), value)
    return value


def flag(value, called, argument):
    """Whether an argument that says yes or no says yes."""
    if type(value) is bool:
        return value
    yes = value.item() if _is_numpys_number(value) else value
    if not isinstance(yes, int) or yes not in (0, 1):
        raise wrong(called, argument, "True or False", value)
    return bool(yes)


def _list(kind, values, called, argument):
    numbers = kind(*values)
    if tuple(numbers) != values:
        raise out_of_range(called, argument, "integers of %d bits" % (8 * ctypes.sizeof(kind._type_)), values)
    return numbers


def int64_list(values, called="", argument="each length"):
    values = several(values, called, argument)
    kind = _INT64_LISTS[len(values)] if len(values) <= MAX_NDIM else ctypes.c_int64 * len(values)
    return _list(kind, values, called, argument)


def int32_list(values, called="", argument="each axis"):
    values = several(values, called, argument)
    return _list(ctypes.c_int32 * len(values), values, called, argument)


# Shapes come again and again; ravel copies them. Only for tuples of int: (1.0,) would be found as (1,).
_known_list = functools.lru_cache(maxsize=512)(int64_list)


def several(value, called="", argument="each length"):
    """A tuple of what may be one integer or several. A name is a sequence, too, but not of these."""
    expected = "an integer or a tuple of integers"
    if isinstance(value, bool):
        raise wrong(called, argument, expected, value)
    if hasattr(value, "__index__"):
        return (_index(value, called, argument, expected),)
    if isinstance(value, (str, bytes)):
        raise wrong(called, argument, expected, value)
    try:
        return tuple(map(operator.index, value))
    except TypeError:
        raise wrong(called, argument, expected, value) from None


# ---- the buffer protocol -------------------------------------------------------------------------------------------


class _PyBuffer(ctypes.Structure):
    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
        ("strides", ctypes.POINTER(ctypes.c_ssize_t)),
        ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)),
        ("internal", ctypes.c_void_p),
    ]


_PLAIN, _STRIDED = 0, 0x1C  # PyBUF_SIMPLE, PyBUF_RECORDS_RO
_get_buffer = ctypes.pythonapi.PyObject_GetBuffer
_get_buffer.argtypes = [ctypes.py_object, ctypes.POINTER(_PyBuffer), ctypes.c_int]
_release_buffer = ctypes.pythonapi.PyBuffer_Release
_release_buffer.argtypes = [ctypes.POINTER(_PyBuffer)]
_release_buffer.restype = None


class Export:
    """What an object exports by the buffer protocol. As long as it is held, the object neither moves nor resizes its
    memory; release() ends that."""

    def __init__(self, owner, flags=_PLAIN):
        self.view = _PyBuffer()
        _get_buffer(owner, self.view, flags)

    def release(self):
        _release_buffer(self.view)

    def release_when_dropped(self):
        """Leaves the release to the last of those who hold this object."""
        weakref.finalize(self, _release_buffer, self.view)


def _is_contiguous(shape, strides, itemsize):
    step = itemsize
    for length, stride in zip(reversed(shape), reversed(strides)):
        if length != 1 and stride != step:
            return False
        step *= length
    return True


# ---- descriptions --------------------------------------------------------------------------------------------------


class Memory:
    """The arguments of ravel_array_create, and what has to be kept for as long as the handle lives."""

    __slots__ = ("start", "nbytes", "offset", "dtype", "shape", "strides", "flags", "owner", "export")

    def __init__(self, start, nbytes, offset, dtype, shape, strides, flags, owner, export=None):
        self.start = start
        self.nbytes = nbytes
        self.offset = offset
        self.dtype = dtype
        self.shape = shape
        self.strides = strides
        self.flags = flags
        self.owner = owner
        self.export = export

    def create(self, context):
        handle = ctypes.c_void_p()
        try:
            if self.strides is not None and len(self.strides) != len(self.shape):
                expected = "one number of bytes for each of the %d axes" % len(self.shape)
                raise wrong("ravel.Array", "strides", expected, self.strides)
            context.check(
                lib.array_create(
                    context.handle, self.start, self.nbytes, self.offset, self.dtype, len(self.shape),
                    _known_list(self.shape), None if self.strides is None else _known_list(self.strides), self.flags,
                    ctypes.byref(handle),
                )  # fmt: skip
            )
        except Exception:
            if self.export is not None:
                self.export.release()
            raise
        return handle.value


def numpy_if_loaded():
    """NumPy, if the program uses it; nothing here imports it for the sake of a check."""
    return sys.modules.get("numpy")


@functools.lru_cache(maxsize=None)
def numpy_if_installed():
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def _root_of(array, numpy):
    """(start, nbytes) of the buffer that a NumPy array is part of, None where that cannot be known."""
    root = array
    while getattr(root, "base", None) is not None:
        root = root.base
    if isinstance(root, numpy.ndarray):
        return (root.__array_interface__["data"][0], root.nbytes) if root.flags.forc else None
    try:
        export = Export(root)
    except (TypeError, BufferError, ValueError):
        return None
    view = export.view
    bounds = view.buf, view.len
    export.release()
    return bounds


def _without_dtype(error, value):
    """The error of elements that ravel has no dtype for, in NumPy's words."""
    dtype = getattr(value, "dtype", None)
    if dtype is None:
        return error
    if getattr(dtype, "names", None):
        text = "its elements have a structured dtype, %s; take a field, such as array[%r]" % (dtype, dtype.names[0])
    else:
        text = "its elements have dtype %s, which ravel has not" % dtype
    return DtypeError(text, error.status)


def _from_interface(value, interface):
    typestr = interface["typestr"]
    try:  # bfloat16 is bare bytes here; its NumPy dtype has the name
        number, flags = parse(getattr(value, "dtype", typestr) if typestr[1] == "V" else typestr)
    except DtypeError as error:
        raise _without_dtype(error, value) from None
    shape, strides, data = several(interface["shape"]), interface.get("strides"), interface.get("data")
    strides = None if strides is None else several(strides)
    if interface.get("mask") is not None or hasattr(value, "mask"):
        raise TypeError("a masked array is two arrays: pass its data, and where=~mask")
    if not isinstance(data, tuple):  # memory of another object, by the buffer protocol
        export = Export(value if data is None else data)
        view, offset = export.view, interface.get("offset", 0)
        flags |= 0 if view.readonly else WRITEABLE
        return Memory(view.buf, view.len, offset, number, shape, strides, flags, (value, interface), export)
    address, read_only = data
    if not read_only:
        flags |= WRITEABLE
    numpy = numpy_if_loaded()
    if numpy is None or not isinstance(value, numpy.ndarray):
        return Memory(address, 0, 0, number, shape, strides, flags | SIZE_UNKNOWN, (value, interface))
    if value.base is None:
        return Memory(address, value.nbytes, 0, number, shape, strides, flags, value)
    bounds = _root_of(value, numpy)
    if bounds is None:
        return Memory(address, 0, 0, number, shape, strides, flags | SIZE_UNKNOWN, value)
    return Memory(bounds[0], bounds[1], address - (bounds[0] or 0), number, shape, strides, flags, value)


def _from_buffer(value):
    try:
        export = Export(value, _STRIDED)
    except TypeError:
        raise TypeError(
            "expected an array (NumPy, array.array, bytearray, memoryview, ravel.Array) or a number, got %s"
            % type(value).__name__
        ) from None
    view = export.view
    try:
        number, flags = parse(view.format.decode() if view.format else "B")
        if itemsize_of(number) != view.itemsize:
            raise TypeError("elements of format %r have %d bytes here" % (view.format, view.itemsize))
    except Exception:
        export.release()
        raise
    shape = tuple(view.shape[: view.ndim]) if view.ndim else ()
    strides = tuple(view.strides[: view.ndim]) if view.ndim and view.strides else None  # None: C order, as in ravel
    if not view.readonly:
        flags |= WRITEABLE
    if strides is None or _is_contiguous(shape, strides, view.itemsize):
        return Memory(view.buf, view.len, 0, number, shape, strides, flags, value, export)
    return Memory(view.buf, 0, 0, number, shape, strides, flags | SIZE_UNKNOWN, value, export)


def memory_of(value):
    """Describes an array as its owner does."""
    interface = getattr(value, "__array_interface__", None)
    return _from_buffer(value) if interface is None else _from_interface(value, interface)


def claimed_memory(buffer, dtype, shape, strides, offset, writeable):
    """Describes a buffer as the caller claims it to be: ravel proves that every element lies inside."""
    dtype_number, flags = parse(dtype)
    shape, offset = several(shape, "ravel.Array", "shape"), number(offset, "ravel.Array", "offset")
    strides = None if strides is None else several(strides, "ravel.Array", "strides")
    try:
        export = Export(buffer)
    except TypeError:
        raise wrong("ravel.Array", "the buffer", "an object with the buffer protocol", buffer) from None
    view = export.view
    if writeable is None:
        writeable = not view.readonly
    elif writeable and view.readonly:
        export.release()
        raise LayoutError("ravel.Array: the buffer of %s is read-only, and it shall be writeable" % type(buffer).__name__)
    flags |= WRITEABLE if writeable else 0
    return Memory(view.buf, view.len, offset, dtype_number, shape, strides, flags, buffer, export)


# ---- numbers -------------------------------------------------------------------------------------------------------

_LARGEST_INT64 = 2**63 - 1


def _literal(value):
    """dtype and holder of a Python number."""
    if isinstance(value, bool):
        return BOOL, ctypes.c_bool(value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            text = str(value) if value.bit_length() < 128 else "an integer of %d bits" % value.bit_length()
            raise OverflowError("%s fits neither int64 nor uint64" % text)
        return (INT64, ctypes.c_int64(value)) if value <= _LARGEST_INT64 else (UINT64, ctypes.c_uint64(value))
    if isinstance(value, float):
        return FLOAT64, ctypes.c_double(value)
    return COMPLEX128, (ctypes.c_double * 2)(value.real, value.imag)


def _is_numpys_number(value):
    numpy = numpy_if_loaded()
    return numpy is not None and isinstance(value, numpy.generic)


def is_number(value):
    return isinstance(value, (bool, int, float, complex)) or _is_numpys_number(value)


def scalar_handle(context, value):
    """A handle for a number: of NumPy's with its dtype, of Python's as a literal. None if the value is no number."""
    if _is_numpys_number(value):
        try:
            dtype, holder, flags = native(value.dtype), value.tobytes(), 0
        except DtypeError as error:
            raise _without_dtype(error, value) from None
    elif isinstance(value, (bool, int, float, complex)):
        dtype, holder = _literal(value)
        flags = WEAK
        holder = ctypes.byref(holder)
    else:
        return None
    handle = ctypes.c_void_p()
    context.check(lib.array_create_scalar(context.handle, dtype, holder, flags, ctypes.byref(handle)))
    return handle.value
