"""What the tests share: NumPy where it is there, layouts of an array, and the numbers to fill one with."""

import os
import unittest

try:
    import numpy as np
except ImportError:
    if os.environ.get("RAVEL_REQUIRE_ALL") == "1":
        raise
    np = None

needs_numpy = unittest.skipIf(np is None, "NumPy is not installed")

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
FLOATS = ("float16", "float32", "float64")
COMPLEX = ("complex64", "complex128")
DTYPES = ("bool",) + INTEGERS + FLOATS + COMPLEX  # those that NumPy has, too


def numbers(generator, dtype, shape, positive=False):
    """Random elements: integers over their whole range, floats of mixed magnitude."""
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return generator.integers(0, 2, shape).astype(bool)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return generator.integers(1 if positive else limits.min, limits.max, shape, dtype, endpoint=True)
    values = generator.normal(size=shape) * 2.0 ** generator.integers(-4, 5, shape)
    if dtype.kind == "c":
        values = values + 1j * generator.normal(size=shape)
    return (abs(values) + 0.125 if positive else values).astype(dtype)


def _unaligned(array):
    room = np.empty(array.nbytes + 1, "uint8")
    other = room[1:].view(array.dtype).reshape(array.shape)
    other[...] = array
    return other


def _spread(array):
    room = np.zeros(tuple(2 * length + 1 for length in array.shape), array.dtype)
    other = room[(...,) + tuple(slice(1, None, 2) for _ in array.shape)]
    other[...] = array
    return other


def _backwards(array):
    everything = tuple(slice(None, None, -1) for _ in array.shape)
    return np.ascontiguousarray(array[everything])[everything] if array.ndim else array.copy()


def layouts(array):
    """(name, array) with the same values, each laid out in another way; all can be written to."""
    yield "C order", np.array(array, order="C")
    yield "F order", np.array(array, order="F")
    yield "spread", _spread(array)
    yield "backwards", _backwards(array)
    yield "swapped", array.astype(array.dtype.newbyteorder(), order="C")
    if array.ndim and array.size:
        yield "unaligned", _unaligned(array)
        yield "swapped and backwards", _backwards(array.astype(array.dtype.newbyteorder()))


def read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array
