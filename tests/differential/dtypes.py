"""ravel's dtypes in NumPy's terms: which casts are allowed, and what they do.

Values of a bfloat16 array, which NumPy has not, are float32 here; their bits are uint16."""

import numpy as np

BOOL, SIGNED, UNSIGNED, FLOAT, COMPLEX = range(5)
KINDS = {
    "bool": BOOL, "int8": SIGNED, "int16": SIGNED, "int32": SIGNED, "int64": SIGNED, "uint8": UNSIGNED,
    "uint16": UNSIGNED, "uint32": UNSIGNED, "uint64": UNSIGNED, "float16": FLOAT, "bfloat16": FLOAT, "float32": FLOAT,
    "float64": FLOAT, "complex64": COMPLEX, "complex128": COMPLEX,
}  # fmt: skip
NAMES = tuple(KINDS)
LITERALS = {"bool": bool, "int64": int, "uint64": int, "float64": float, "complex128": complex}
# The dtype of values, and what a loop computes in; of the bits in memory.
VALUES = {name: np.dtype("float32" if name == "bfloat16" else name) for name in NAMES}
COMPUTE = {name: np.dtype("float32") if name in ("float16", "bfloat16") else VALUES[name] for name in NAMES}
STORED = {name: np.dtype("uint16" if name == "bfloat16" else name) for name in NAMES}
SWAPPED = {name: dtype.newbyteorder("S") for name, dtype in STORED.items()}
ITEMSIZE = {name: dtype.itemsize for name, dtype in STORED.items()}
_FITS_BFLOAT16 = ("bool", "int8", "uint8", "bfloat16")
CASTINGS = ("no", "safe", "same_kind", "unsafe")


def is_integral(name):
    return KINDS[name] <= UNSIGNED


def can_cast(source, target, casting):
    """ravel's rule is NumPy's, but that byte order is no part of a dtype ("no" is NumPy's "equiv")."""
    if "bfloat16" not in (source, target):
        return np.can_cast(source, target, "equiv" if casting == "no" else casting)
    if source == target or casting == "unsafe":
        return True
    if casting == "no":
        return False
    if target == "bfloat16":
        return source in _FITS_BFLOAT16 or (casting == "same_kind" and KINDS[source] <= FLOAT)
    return np.can_cast("float32", target, casting) or (casting == "same_kind" and KINDS[target] == FLOAT)


# ---- casts of values -----------------------------------------------------------------------------------------------


def _to_integer(values, name):
    """Towards zero; what is too large becomes the largest, NaN becomes 0."""
    limits, whole = np.iinfo(name), np.trunc(values.astype("float64"))
    inside = (whole >= float(limits.min)) & (whole < float(limits.max) + 1)
    result = np.where(inside, whole, 0).astype(name)
    result[whole >= float(limits.max)] = limits.max
    result[whole < float(limits.min)] = limits.min
    return result


def _to_bfloat16(values):
    """Rounds once, ties to even: the values as float32."""
    wide = values.astype("longdouble")
    finite = np.isfinite(wide)
    exponent = np.frexp(np.where(finite, wide, 0))[1]
    step = np.maximum(exponent - 8, -133)
    rounded = np.ldexp(np.rint(np.ldexp(np.where(finite, wide, 0), -step)), step)
    rounded = np.where(np.abs(rounded) >= 2.0**128, np.copysign(np.inf, rounded), rounded)
    return np.where(finite, rounded, wide).astype("float32")


def cast(values, source, target):
    """Values of one dtype as another's; they may have been computed in a wider one, and are rounded once."""
    values = np.asarray(values)
    if target == "bool":
        return values != 0
    if values.dtype.kind == "c" and KINDS[target] != COMPLEX:
        values = values.real
    if target == "bfloat16":
        return (
            values if source == target and values.dtype == "float32" and _is_bfloat16(values) else _to_bfloat16(values)
        )
    if is_integral(target) and values.dtype.kind == "f":
        return _to_integer(values, target)
    return values.astype(VALUES[target])


def _is_bfloat16(values):
    return not (np.ascontiguousarray(values).view("uint32") & 0xFFFF).any()


def decode(stored, name):
    """The values of an array in memory."""
    if name == "bfloat16":
        return (stored.astype("uint32") << np.uint32(16)).view("float32")
    if name == "bool":
        return stored.view("uint8") != 0
    return stored


def encode(values, name):
    """What an array of these values has in memory."""
    if name == "bfloat16":
        values = np.asarray(values, "float32")
        bits = (np.ascontiguousarray(values).view("uint32") >> np.uint32(16)).astype("uint16").reshape(values.shape)
        return np.where(np.isnan(values), np.uint16(0x7FC0), bits)
    return values
