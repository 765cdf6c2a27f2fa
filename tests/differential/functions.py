"""The kernels that are no ufuncs of NumPy's, or not of one dtype, on plain arrays: each against what NumPy computes."""

import numpy as np

from kernels import FUNCTIONS

FLOATS = ("float16", "float32", "float64")
COMPLEX = ("complex64", "complex128")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_SPECIAL = (0.0, -0.0, 1.0, -1.0, 0.5, -2.5, np.inf, -np.inf, np.nan, 6e-8, -1e-45, 5e-324, 65504.0, -3.4e38, 1e300)


class Differs(AssertionError):
    """A function whose result is not NumPy's."""


def _floats(random, dtype, n):
    """Special values, any bits, and everyday numbers."""
    bits = random.integers(0, 256, n * np.dtype(dtype).itemsize, "uint8").view(dtype)
    everyday = (random.normal(size=n) * 10.0 ** random.integers(-3, 4, n)).astype(dtype)
    special = random.choice(_SPECIAL, n).astype(dtype)
    return np.choose(random.integers(0, 3, n), (bits, everyday, special))


def _values(random, dtype, n):
    kind = np.dtype(dtype).kind
    if kind == "b":
        return random.integers(0, 2, n).astype("bool")
    if kind in "iu":
        limits = np.iinfo(dtype)
        return random.integers(limits.min, limits.max, n, dtype, endpoint=True)
    if kind == "f":
        return _floats(random, dtype, n)
    part = np.dtype("f%d" % (np.dtype(dtype).itemsize // 2))
    result = np.empty(n, dtype)
    result.real, result.imag = _floats(random, part, n), _floats(random, part, n)
    return result


def _tame(random, dtype, n):
    """Numbers whose products and sums a long double holds."""
    return (random.integers(-64, 64, n) / (1 if np.dtype(dtype).kind in "iu" else 16)).astype(dtype)


def _away(x):
    """NumPy's has no sign in float16, and is the distance towards +inf where x is a negative power of two."""
    return np.where(x == 0, np.abs(np.spacing(x)), np.copysign(np.spacing(np.abs(x)), x))


def _multiply_add(x, y, z):
    if x.dtype.kind in "iu":
        return x * y + z
    return (x.astype("longdouble") * y + z).astype(x.dtype)


def _check(name, inputs, expected, exact=True):
    got = FUNCTIONS[name](*inputs)
    for place, (mine, theirs) in enumerate(zip(got, expected) if isinstance(got, tuple) else [(got, expected)]):
        theirs = np.asarray(theirs)
        if mine.dtype != theirs.dtype:
            raise Differs("%s: dtype %s instead of %s" % (name, mine.dtype, theirs.dtype))
        same = (mine == theirs) | ((mine != mine) & (theirs != theirs))
        if exact and mine.dtype.kind == "f":
            same &= (np.signbit(mine) == np.signbit(theirs)) | (mine != mine)
        if not exact:
            same |= np.abs(mine - theirs) <= 4 * np.spacing(np.abs(theirs))
        if not same.all():
            i = int(np.argmin(same))
            arguments = ", ".join(repr(x[i] if np.ndim(x) else x) for x in inputs)
            raise Differs("%s(%s): output %d is %r instead of %r" % (name, arguments, place, mine[i], theirs[i]))


def _compare_floats(random, dtype, n):
    x, y = _values(random, dtype, n), _values(random, dtype, n)
    exponents = random.integers(-2200, 2200, n)
    _check("angle", (x,), np.angle(x))
    _check("nextafter", (x, y), np.where(x == y, y, np.nextafter(x, y)))  # of float16 NumPy gives x
    _check("spacing", (x,), _away(x))
    _check("frexp", (x,), np.frexp(x))
    _check("modf", (x,), np.modf(x))
    _check("ldexp", (x, exponents), np.ldexp(x, exponents))
    _check("sincos", (x,), (FUNCTIONS["sin"](x), FUNCTIONS["cos"](x)))


def _at_edge(x, y):
    """Where two complex numbers are as far apart as they may be to be close, within the rounding of the two sides."""
    wide_x, wide_y = x.astype("clongdouble"), y.astype("clongdouble")
    limit = np.longdouble(0.25) + np.abs(wide_y) / 2
    return np.abs(np.abs(wide_x - wide_y) - limit) <= 4 * np.finfo(x.dtype).eps * limit


def _compare_any(random, dtype, n):
    x, y = _values(random, dtype, n), _values(random, dtype, n)
    kind = np.dtype(dtype).kind
    _check("real", (x,), np.real(x))
    _check("imag", (x,), np.imag(x))
    if kind == "c":
        _check("angle", (x,), np.angle(x), exact=False)
    if kind in "iuf":
        tame = [_tame(random, dtype, n) for _ in range(3)]
        _check("fma", tame, _multiply_add(*tame))
    _check("nan_to_num", (x, 1.5, 2.5, -3.5), np.nan_to_num(x, nan=1.5, posinf=2.5, neginf=-3.5))
    if dtype == "float16":  # in float32 here
        return
    near = np.where(random.random(n) < 0.5, x, y)
    for equal_nan in (False, True):
        expected = np.isclose(x, near, 0.5, 0.25, equal_nan)
        if kind == "c":  # whose absolute values NumPy rounds by the machine: at the edge either answer will do
            at_edge = _at_edge(x, near)
            expected = np.where(at_edge, FUNCTIONS["isclose"](x, near, 0.5, 0.25, equal_nan), expected)
        _check("isclose", (x, near, 0.5, 0.25, equal_nan), expected)


def compare(seed, n=1000):
    """Raises Differs where a function is not NumPy's."""
    random = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        for dtype in FLOATS:
            _compare_floats(random, dtype, n)
        for dtype in ("bool", *INTEGERS, *FLOATS, *COMPLEX):
            _compare_any(random, dtype, n)
