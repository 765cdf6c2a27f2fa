"""One elementwise kernel on values of its loop's dtypes: NumPy's function, but for some departures."""

import numpy as np

import accuracy
from kernels import EXACT, MOVES, SELECTS, UFUNCS

_INACCURATE_COMPLEX = {"abs", "sqrt", "divide"}


def _parts(values):
    real = np.asarray(values.real), np.asarray(values.imag)
    return real


def _complex(real, imag, dtype):
    result = np.empty(np.broadcast(real, imag).shape, dtype)
    result.real, result.imag = real, imag
    return result


def _multiply(x, y):
    """The textbook formula, each product and sum rounded."""
    (a, b), (c, d) = _parts(x), _parts(y)
    return _complex(a * c - b * d, a * d + b * c, x.dtype)


def _maximum(x, y):
    result = np.maximum(x, y)
    return np.where((x == 0) & (y == 0), np.where(np.signbit(x), y, x), result)


def _minimum(x, y):
    result = np.minimum(x, y)
    return np.where((x == 0) & (y == 0), np.where(np.signbit(x), x, y), result)


def compute(name, inputs, departures):
    """The values of a kernel; what may differ from NumPy is added to departures."""
    if name in MOVES:
        return inputs[0]
    if name in SELECTS:
        return np.where(*inputs)
    kind = inputs[0].dtype.kind
    if kind == "f" and name in ("maximum", "minimum", "clip"):
        departures.add("zeros")
        if name == "clip":
            return _minimum(_maximum(inputs[0], inputs[1]), inputs[2])
        return (_maximum if name == "maximum" else _minimum)(*inputs)
    if kind == "c" and name in ("multiply", "square"):
        departures.add("complex products")
        return _multiply(inputs[0], inputs[-1])
    if kind in "fc" and (name not in EXACT or (kind == "c" and name in _INACCURATE_COMPLEX)):
        departures.add("elementary functions")
        return accuracy.checked(name, inputs)
    return UFUNCS[name](*inputs)
