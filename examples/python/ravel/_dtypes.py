"""Element types: ravel's numbers, the names and objects that stand for them, and what holds one in Python."""

import ctypes
import sys

from ._context import casting_number, context
from ._errors import ArgumentError, RavelError, say_where, wrong
from ._library import lib

BOOL, INT64, UINT64, FLOAT64, COMPLEX128 = 1, 5, 9, 13, 15
WRITEABLE, SWAPPED, SIZE_UNKNOWN, WEAK = 1, 2, 4, 8

# What ctypes has for one element; what it has nothing for (half and complex) is None.
CTYPES = {
    "bool": ctypes.c_bool, "int8": ctypes.c_int8, "int16": ctypes.c_int16, "int32": ctypes.c_int32,
    "int64": ctypes.c_int64, "uint8": ctypes.c_uint8, "uint16": ctypes.c_uint16, "uint32": ctypes.c_uint32,
    "uint64": ctypes.c_uint64, "float32": ctypes.c_float, "float64": ctypes.c_double,
}  # fmt: skip
_PARTS = {"complex64": ctypes.c_float, "complex128": ctypes.c_double}
# One letter of Python's struct module for one element, where it has one.
FORMATS = {
    "bool": "?", "int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I",
    "uint64": "Q", "float32": "f", "float64": "d",
}  # fmt: skip
_PYTHON_TYPES = {bool: "bool", int: "int64", float: "float64", complex: "complex128"}

_parsed = {}


def parse(dtype):
    """(number, flags) of a dtype: a name ("float64", "int", "<i4", "long long"), a NumPy dtype or type, or bool, int,
    float or complex; flags is SWAPPED or 0."""
    try:
        return _parsed[dtype]
    except (KeyError, TypeError):
        pass
    text = dtype if isinstance(dtype, str) else _text_of(dtype)
    number, swapped = ctypes.c_int32(), ctypes.c_int32()
    here = context()
    here.check(lib.dtype_parse(here.handle, text.encode(), ctypes.byref(number), ctypes.byref(swapped)))
    result = number.value, SWAPPED if swapped.value else 0
    if isinstance(dtype, str):
        _parsed[dtype] = result
    return result


def _text_of(dtype):
    if isinstance(dtype, type) and dtype in _PYTHON_TYPES:
        return _PYTHON_TYPES[dtype]
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(dtype, type) and issubclass(dtype, numpy.generic):
        dtype = numpy.dtype(dtype)
    if hasattr(dtype, "str") and hasattr(dtype, "name"):  # np.dtype; extensions such as bfloat16 are bare bytes there
        return dtype.name if dtype.str[1:2] == "V" else dtype.str
    raise wrong("", "a dtype", "a name or a NumPy dtype", dtype)


def native(dtype, called=""):
    """The number of a dtype in native byte order; called: for messages."""
    try:
        number, swapped = parse(dtype)
    except RavelError as error:
        if called:
            say_where(error, called + ": dtype")
        raise
    if swapped:
        text = "dtype %r is in the byte order that this machine has not" % (dtype,)
        raise ArgumentError("%s: %s" % (called, text) if called else text)
    return number


def name_of(number):
    return lib.dtype_name(number).decode()


def itemsize_of(number):
    size = ctypes.c_size_t()
    context().check(lib.dtype_itemsize(number, ctypes.byref(size)))
    return size.value


def itemsize(dtype):
    """The bytes of one element: itemsize("int") is 4 on most machines."""
    return itemsize_of(parse(dtype)[0])


def typestr_of(number, swapped):
    """NumPy's text for a dtype, such as "<i4"; bfloat16, which it has not, is two bytes."""
    name, size = name_of(number), itemsize_of(number)
    kind = "V" if name == "bfloat16" else "b" if name == "bool" else name[0]
    little = (memoryview(b"\1\0").cast("H")[0] == 1) != bool(swapped)
    return ("|" if size == 1 or kind == "V" else "<" if little else ">") + kind + str(size)


def result_type(*dtypes):
    """The name of the dtype in which operands of these dtypes meet."""
    numbers = [native(dtype, "ravel.result_type") for dtype in dtypes]
    result, here = ctypes.c_int32(), context()
    list_of = (ctypes.c_int32 * len(numbers))(*numbers)
    here.check(lib.result_type(here.handle, len(numbers), list_of, None, ctypes.byref(result)))
    return name_of(result.value)


def can_cast(from_, to, casting="safe"):
    """Whether a casting rule lets values of one dtype become another."""
    yes = ctypes.c_int32()
    context().check(lib.can_cast(parse(from_)[0], parse(to)[0], casting_number(casting, "ravel.can_cast"), ctypes.byref(yes)))
    return bool(yes.value)


def holder_of(number):
    """A ctypes object for one element, None where there is no such."""
    name = name_of(number)
    if name in _PARTS:
        return (_PARTS[name] * 2)()
    return CTYPES[name]() if name in CTYPES else None


def value_in(holder):
    """The Python number in a holder."""
    return complex(*holder) if isinstance(holder, ctypes.Array) else holder.value
