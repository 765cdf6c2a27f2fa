"""The operands of a case: where each lies in memory. Plain data, so that a case can be shrunk and printed."""

import numpy as np

from dtypes import ITEMSIZE, STORED, SWAPPED, VALUES


class Memory:
    """An array in one of the case's buffers."""

    __slots__ = ("dtype", "swapped", "shape", "strides", "offset", "buffer", "read_only")

    def __init__(self, dtype, swapped, shape, strides, offset, buffer, read_only=False):
        self.dtype = dtype
        self.swapped = swapped
        self.shape = shape
        self.strides = strides
        self.offset = offset
        self.buffer = buffer
        self.read_only = read_only

    def changed(self, **parts):
        """A copy with other parts."""
        return Memory(*[parts.get(name, getattr(self, name)) for name in Memory.__slots__])

    @property
    def stored(self):
        return (SWAPPED if self.swapped else STORED)[self.dtype]

    def view(self, buffers):
        """The bits of the elements, as NumPy sees them (bfloat16: uint16)."""
        view = np.ndarray(self.shape, self.stored, buffers[self.buffer], self.offset, self.strides)
        if self.read_only:
            view.flags.writeable = False
        return view

    def reach(self):
        """The lowest and the highest byte, relative to the first element's: [low, high)."""
        low = high = 0
        for length, stride in zip(self.shape, self.strides):
            if length == 0:
                return 0, 0
            if stride < 0:
                low += stride * (length - 1)
            else:
                high += stride * (length - 1)
        return low, high + ITEMSIZE[self.dtype]

    def overlaps_itself(self):
        if 0 in self.shape:
            return False
        places = np.zeros(self.shape, "int64")
        for axis, (length, stride) in enumerate(zip(self.shape, self.strides)):
            steps = [1] * len(self.shape)
            steps[axis] = length
            places += (np.arange(length) * stride).reshape(steps)
        places = np.sort(places, axis=None)
        return bool((np.diff(places) < ITEMSIZE[self.dtype]).any())


class Number:
    """A number instead of an array: Python's (weak) or NumPy's."""

    __slots__ = ("dtype", "value", "weak")
    shape = ()

    def __init__(self, dtype, value, weak):
        self.dtype = dtype
        with np.errstate(over="ignore"):
            self.value = value if weak else VALUES[dtype].type(value)
        self.weak = weak
