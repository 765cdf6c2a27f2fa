"""ravel for Python: checked, fast functions over arrays of any layout, with the same bits on every machine.

    import numpy as np, ravel

    ravel.add(a, b)                      # NumPy arrays of any layout; broadcasting; a new array
    ravel.add(a, 1, out=a)               # into memory that is there
    ravel.sum(a, axis=0, where=mask)

    @ravel.kernel("float64, float64 -> float64")
    def both(x, y, out):                 # a loop over blocks becomes a function of whole arrays
        out[:] = x * x + y * y

    ravel.Partial(ravel.sum, "float64")  # a reduction in parts, for processes or a scheduler

Operands: NumPy arrays and scalars, array.array, bytearray, bytes, memoryview, ravel.Array, and Python's numbers (which
promote as literals do). Mistakes are exceptions (ravel.RavelError), and then nothing has been written.

`ravel.names` lists the functions of the library's kernels; help(ravel.add) says what one does. ravel.diff, ravel.vecdot,
ravel.min_max, ravel.mean_var, ravel.bincount and ravel.histogram are none of them.
"""

from ._array import Array, empty, require
from ._context import Context, context
from ._dtypes import can_cast, itemsize, result_type
from ._errors import (
    ArgumentError, ArgumentTypeError, AxisError, BusyError, DtypeError, ElementError, HandleError, KernelError, LayoutError, RangeError,
    RavelError, ScratchError, ShapeError, UnknownKernelError,
)  # fmt: skip
from ._kernels import Kernel, find, functions as _functions, missing as _missing
from ._library import version
from ._others import FUNCTIONS as _others
from ._partial import Partial
from ._user import LOOP, kernel

_made = _functions()
names = tuple(sorted(_made))
globals().update(_made)
globals().update(_others)
for _public in (Array, Context, Kernel, Partial, *RavelError.__subclasses__(), ArgumentTypeError, RavelError):
    _public.__module__ = "ravel"  # where users find them
__version__ = version()
__all__ = [name for name in globals() if not name.startswith("_")]


def __getattr__(name):
    raise _missing(name)
