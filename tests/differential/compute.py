"""One elementwise kernel on values of its loop's dtypes: NumPy's function, but for some departures."""

from fractions import Fraction

import numpy as np

import accuracy
from kernels import EXACT, MOVES, ROUNDINGS, SELECTS, UFUNCS

_INACCURATE_COMPLEX = {"abs", "sqrt", "divide", "sign"}


def _parts(values):
    real = np.asarray(values.real), np.asarray(values.imag)
    return real


def _complex(real, imag, dtype):
    result = np.empty(np.broadcast(real, imag).shape, dtype)
    result.real, result.imag = real, imag
    return result


def multiply(x, y):
    """The textbook formula, each product and sum rounded."""
    (a, b), (c, d) = _parts(x), _parts(y)
    return _complex(a * c - b * d, a * d + b * c, x.dtype)


def _fmax(x, y):
    return np.where(np.isnan(x), y, np.where(np.isnan(y), x, np.maximum(x, y)))


def _fmin(x, y):
    return np.where(np.isnan(x), y, np.where(np.isnan(y), x, np.minimum(x, y)))


def _larger(of, x, y):
    return np.where((x == 0) & (y == 0), np.where(np.signbit(x), y, x), of(x, y))


def _smaller(of, x, y):
    return np.where((x == 0) & (y == 0), np.where(np.signbit(x), x, y), of(x, y))


def _exact_floor(x, y):
    return int(Fraction(float(x)) // Fraction(float(y)))


def _floor_divide(x, y):
    """NumPy's, but for infinities and large quotients."""
    precision = np.finfo(x.dtype).nmant + 1
    quotient = np.asarray(x / y)
    size = np.abs(quotient)
    result = np.where((size < 2.0**precision) & ~np.isinf(x), np.floor_divide(x, y), quotient)
    for index in np.argwhere((size >= 2.0 ** (precision - 3)) & (size < 2.0**precision)):
        place = tuple(index)
        result[place] = _exact_floor(np.broadcast_to(x, size.shape)[place], np.broadcast_to(y, size.shape)[place])
    return result


def _integer_power(x, y):
    """NumPy's, but for negative exponents: 1 / x ** -y, rounded towards 0; 0 for 0."""
    inverse = np.where(x == 1, 1, np.where(x == -1, 1 - 2 * (y & 1), 0)).astype(x.dtype)
    return np.where(y < 0, inverse, np.power(x, np.maximum(y, 0)))


def compute(name, inputs, departures):
    """The values of a kernel; what may differ from NumPy is added to departures."""
    if name in MOVES:
        return inputs[0]
    if name in SELECTS:
        return np.where(*inputs)
    kind = inputs[0].dtype.kind
    if kind == "f" and name in ("maximum", "minimum", "fmax", "fmin", "clip"):
        departures.add("zeros")
        if name == "clip":
            return _smaller(np.minimum, _larger(np.maximum, inputs[0], inputs[1]), inputs[2])
        of = {"fmax": _fmax, "fmin": _fmin}.get(name) or UFUNCS[name]
        return (_larger if name in ("maximum", "fmax") else _smaller)(of, *inputs)
    if kind in "biu" and name in ROUNDINGS:
        return inputs[0]
    if kind == "i" and name == "pow" and (inputs[1] < 0).any():
        departures.add("negative powers")
        return _integer_power(*inputs)
    if kind == "c" and name == "reciprocal":
        departures.add("elementary functions")
        return accuracy.checked("divide", (np.full_like(inputs[0], complex(1, -0.0)), inputs[0]))
    if kind == "f" and name == "floor_divide":
        departures.add("floor_divide")
        return _floor_divide(*inputs)
    if kind == "c" and name in ("multiply", "square"):
        departures.add("complex products")
        return multiply(inputs[0], inputs[-1])
    if kind in "fc" and (name not in EXACT or (kind == "c" and name in _INACCURATE_COMPLEX)):
        departures.add("elementary functions")
        return accuracy.checked(name, inputs)
    return UFUNCS[name](*inputs)
