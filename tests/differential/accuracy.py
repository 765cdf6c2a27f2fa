"""Elementary functions: ravel's own values of plain arrays, once they are near enough to NumPy's in long double.

Everything else about the call (layouts, casts, masks, folding) is then compared bit for bit."""

import numpy as np

from kernels import FUNCTIONS, UFUNCS

SLACK = 0.01  # of a ULP: the long double's own error
COMPLEX_ULPS = 2
DIVISION_ULPS = 4
CANCELLING = {"logaddexp", "logaddexp2"}  # 1 ULP of the larger argument, where that is more


class Inaccurate(AssertionError):
    """A value that is too far from the exact one."""


def _spacing(size, dtype):
    """The distance between neighbours of numbers of this size."""
    limits = np.finfo(dtype)
    exponent = np.frexp(np.where(np.isfinite(size), size, 0))[1] - limits.nmant - 1
    return np.ldexp(np.longdouble(1), np.maximum(exponent, limits.minexp - limits.nmant))


def _check(name, inputs, got, exact, near, what):
    if not near.all():
        where = np.unravel_index(np.argmin(near), near.shape)
        arguments = ", ".join(repr(x[where] if x.shape else x[()]) for x in np.broadcast_arrays(*inputs))
        raise Inaccurate(
            "%s(%s) is %r, which is %s; NumPy in long double: %r" % (name, arguments, got[where], what, exact[where])
        )


def _check_real(name, inputs, got, exact):
    rounded = exact.astype(got.dtype)
    same = (got == rounded) | (np.isnan(got) & np.isnan(rounded))
    same &= (got != 0) | (exact != 0) | (np.signbit(got) == np.signbit(exact))
    finite = np.isfinite(got) & np.isfinite(exact)
    size = np.maximum(np.abs(exact), np.abs(np.maximum(*inputs))) if name in CANCELLING else exact
    limit = (1 + SLACK) * _spacing(size, got.dtype)
    with np.errstate(all="ignore"):
        distance = np.abs(got.astype("longdouble") - exact)
        near = same | (finite & (distance <= limit))
        near |= np.isinf(rounded) & (np.abs(got) == np.finfo(got.dtype).max) & (np.sign(got) == np.sign(exact))
    _check(name, inputs, got, exact, near, "more than 1 ULP off, or wrong in a special case")


def _parts(values):
    return (values.real, values.imag) if values.dtype.kind == "c" else (values,)


def _check_complex(name, inputs, got, exact, bound):
    """As numbers; in special cases part by part. Beside a NaN the sign of an infinity is free, as zeros' are."""
    limits, size = np.finfo(got.dtype), np.abs(exact)
    special = ~np.isfinite(size)
    for x in inputs:
        special |= ~np.isfinite(x)
    limit = (bound + SLACK) * _spacing(size, limits.dtype)
    wide = got.astype("clongdouble" if got.dtype.kind == "c" else "longdouble")
    near = ~special & (np.abs(wide - exact) <= limit)
    parts, undecided = np.ones(near.shape, bool), np.zeros(near.shape, bool)
    for mine, theirs in zip(_parts(wide), _parts(exact)):
        same = (mine == theirs) | (np.isnan(mine) & np.isnan(theirs)) | (np.abs(mine - theirs) <= limit)
        same |= special & (np.abs(mine - theirs) <= (bound + SLACK) * _spacing(theirs, limits.dtype))
        same |= np.isinf(mine) & (np.abs(theirs) >= limits.max * (1 - limits.eps)) & (np.sign(mine) == np.sign(theirs))
        same |= np.isinf(mine) & np.isinf(theirs) & np.isnan(exact)
        parts &= same
        undecided |= np.isnan(theirs)
    for x in inputs:
        lost = name == "exp2" and np.isinf(x.real) & np.isfinite(x.imag)  # the direction of a power, by _power
        undecided &= np.isfinite(x) | lost  # where long double is too narrow as well
    if name == "divide":  # Smith's formula makes NaN of infinities where its ratio underflows: later in long double
        undecided |= special & (inputs[1] != 0)
    if name == "sign":  # NumPy has a direction for an infinity beside a NaN
        undecided |= np.isnan(inputs[0])
    _check(
        name, inputs, got, exact, near | parts | undecided, "more than %d ULP off, or wrong in a special case" % bound
    )


def _joined(real, imag):
    z = np.empty(np.broadcast(real, imag).shape, "clongdouble")
    z.real, z.imag = real, imag
    return z


def _expm1(z):
    x, y = z.real, z.imag
    ordinary = _joined(np.expm1(x) * np.cos(y) - 2 * np.sin(y / 2) ** 2, np.exp(x) * np.sin(y))
    return np.where(np.isfinite(z), ordinary, np.exp(z) - 1)


def _log1p(z):
    x, y = z.real, z.imag
    size, near_1 = np.hypot(1 + x, y), np.log1p(x * (2 + x) + y * y) / 2
    ordinary = _joined(np.where(size < 0.5, np.log(size), near_1), np.arctan2(y, 1 + x))
    return np.where(np.isfinite(z), ordinary, np.log(z))


def _power(exponent):
    """NaN where long double has too few digits for the angle."""
    lost = np.isfinite(exponent) & (np.abs(exponent) >= 256)
    lost |= np.isinf(exponent.real) & np.isfinite(exponent.imag) & (np.abs(exponent.imag) >= 256)
    return np.where(lost, np.nan, np.exp(exponent))


def _pow(x, y):
    log = np.log(x)
    exponent = _joined(y.real * log.real - y.imag * log.imag, y.real * log.imag + y.imag * log.real)
    return np.where(y == 0, 1, _power(exponent))


def _exp2(z):
    ln2 = np.log(np.longdouble(2))
    return _power(_joined(z.real * ln2, z.imag * ln2))


# Of complex numbers, what NumPy computes with too few digits even so, or in special cases unlike the standard.
_COMPLEX = {"expm1": _expm1, "log1p": _log1p, "exp2": _exp2, "pow": _pow, "float_power": _pow}


def checked(name, inputs):
    """The kernel's values of these arrays."""
    plain = [np.ascontiguousarray(x).reshape(x.shape) for x in inputs]
    got = np.asarray(FUNCTIONS[name](*plain))
    wide = [x.astype("clongdouble" if x.dtype.kind == "c" else "longdouble") for x in plain]
    with np.errstate(all="ignore"):
        is_complex = inputs[0].dtype.kind == "c"
        exact = np.asarray((is_complex and _COMPLEX.get(name) or UFUNCS[name])(*wide))
        if is_complex:
            _check_complex(name, plain, got, exact, DIVISION_ULPS if name == "divide" else COMPLEX_ULPS)
        else:
            _check_real(name, plain, got, exact)
    return got
