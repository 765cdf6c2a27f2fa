"""What is in memory: a long stretch of elements of each dtype, of which every buffer takes a part.

Some parts are tame (small integers, so that arithmetic is exact), some ordinary, some wild: infinities, NaN, zeros of
both signs, subnormal and extreme numbers, any bits."""

import functools

import numpy as np

from dtypes import BOOL, COMPLEX, FLOAT, KINDS, STORED, encode

_SECTION, _SECTIONS = 1024, 8
_LENGTH = _SECTION * _SECTIONS
_SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 65504.0, 65520.0, 3.4e38,
            -3.5e38, 1e300, -1e300, 5e-324, 127.5, -128.5, 255.9, 2.0**31, -(2.0**31) - 1, 2.0**63, 2.0**64, -0.3, 1e-7,
            88.8, 709.9, 3.141592653589793, 1e5, 6e-8, 1.00390625]  # fmt: skip


def _floats(random, n, section):
    if section < 2:
        return random.integers(0, 10 if section else 3, n) * random.choice([-1.0, 1.0], n)
    if section < 5:
        return random.normal(size=n) * 10.0 ** random.integers(-3, 4, n)
    if section < 7:
        return np.where(random.random(n) < 0.5, random.choice(_SPECIAL, n), random.normal(size=n) * 100)
    return random.integers(0, 2**64, n, "uint64").view("float64")


def _integers(random, n, section, name):
    limits = np.iinfo(name)
    if section < 3:
        return random.integers(max(limits.min, -5), 12, n)
    if section < 5:
        return random.choice([limits.min, limits.min + 1, 0, 1, 2, limits.max - 1, limits.max], n)
    return random.integers(limits.min, limits.max, n, name, endpoint=True)


def _section(random, name, section):
    kind, n = KINDS[name], _SECTION
    if kind == BOOL:
        return random.integers(0, 256 if section == 7 else 2, n).astype("uint8")
    if kind == COMPLEX:
        return _floats(random, n, section) + 1j * _floats(random, n, section)
    if kind != FLOAT:
        return _integers(random, n, section, name)
    values = _floats(random, n, section)
    if section == 7 and name != "float64":
        nbits = 16 if name.endswith("16") else 32
        return random.integers(0, 2**nbits, n, "uint%d" % nbits)  # bits of its own
    return values


@functools.lru_cache(maxsize=None)
def _stretch(name, swapped):
    random, parts = np.random.default_rng(len(name) + KINDS[name]), []
    with np.errstate(all="ignore"):
        for section in range(_SECTIONS):
            part = _section(random, name, section)
            if KINDS[name] == FLOAT and part.dtype.kind == "f":
                part = encode(part.astype("float32") if name == "bfloat16" else part.astype(name), name)
            elif KINDS[name] != FLOAT and name != "bool":
                part = part.astype(name)
            bits = np.ascontiguousarray(part).view(STORED[name])
            parts.append((bits.byteswap() if swapped else bits).tobytes())
    return b"".join(parts)


def choose(random):
    """A part of the stretch for a case: one that makes equal and special numbers meet, or all of it."""
    section = random.randrange(2 * _SECTIONS)
    return range(_LENGTH) if section >= _SECTIONS else range(section * _SECTION, (section + 1) * _SECTION)


def fill(nbytes, name, swapped, start, phase):
    """Bytes of a buffer: the stretch from element `start` on, which begins at byte `phase`."""
    stretch = _stretch(name, swapped)
    itemsize = len(stretch) // _LENGTH
    place = (start % _LENGTH + 1) * itemsize - phase
    text = stretch[place : place + nbytes]
    while len(text) < nbytes:
        text += stretch[: nbytes - len(text)]
    return text
