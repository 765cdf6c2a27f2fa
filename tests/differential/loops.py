"""Which dtypes a kernel computes in: NumPy's answer, where no departure has another."""

import functools

import numpy as np

from dtypes import COMPLEX, FLOAT, KINDS, LITERALS, SIGNED, VALUES, is_integral
from kernels import COMPARISONS, MOVES, ORDERED, ROUNDINGS, SELECTS, TRUTHS, UFUNCS

_MEETS_BFLOAT16 = {"bool", "int8", "uint8", "bfloat16"}


class NoLoop(Exception):
    """The departure for which there is no loop, or None where NumPy has none either."""

    def __init__(self, departure=None):
        super().__init__(departure)
        self.departure = departure


@functools.lru_cache(maxsize=None)
def loop(name, dtypes, weak):
    """(dtypes of inputs, the output's, departures) for operands of these dtypes; weak marks literals."""
    if name in MOVES:
        return dtypes, dtypes[0], frozenset()
    if name in SELECTS:
        common, departures = _common(dtypes[1:], weak[1:])
        return ("bool", common, common), common, departures
    strong = {dtype for dtype, is_weak in zip(dtypes, weak) if not is_weak}
    if name in COMPARISONS and _is_undecided(strong) and len(dtypes) == 2 and not any(weak):
        return tuple("uint64" if dtype == "uint64" else "int64" for dtype in dtypes), "bool", frozenset()
    common, departures = _common(dtypes, weak)
    if name in TRUTHS:
        if any(weak) and not all(weak):
            departures |= {"truth of literals"}
        return (common,) * len(dtypes), "bool", departures
    if KINDS[common] == COMPLEX and name in ORDERED:
        raise NoLoop("complex order")
    if name == "pow" and common == "bool":
        raise NoLoop("pow of bool")
    if is_integral(common) and name in ROUNDINGS:
        return (common,), common, departures | {"rounded integers"}
    if is_integral(common) and name == "reciprocal":
        return ("float64",), "float64", departures | {"reciprocal of integers"}
    narrow = common == "bfloat16"
    inputs, output = _resolve(name, (VALUES[common],) * len(dtypes))
    if not any(weak) and "bfloat16" not in strong:
        if (inputs, output) != _resolve(name, [VALUES[d] for d in dtypes]):
            departures |= {"common dtype"}
    if name == "clip" and common == "bool":
        inputs, output, departures = ("int8",) * 3, "int8", departures | {"clip of bool"}
    if narrow:
        inputs = tuple("bfloat16" if dtype == "float32" else dtype for dtype in inputs)
        output = "bfloat16" if output == "float32" else output
    return inputs, output, departures


def _resolve(name, dtypes):
    """NumPy's loop for arrays of these dtypes."""
    try:
        *inputs, output = (dtype.name for dtype in UFUNCS[name].resolve_dtypes((*dtypes, None), casting="safe"))
    except TypeError:
        raise NoLoop() from None
    return tuple(inputs), output


def _is_undecided(dtypes):
    kinds = {KINDS[dtype] for dtype in dtypes}
    return "uint64" in dtypes and SIGNED in kinds and not kinds & {FLOAT, COMPLEX}


def _common(dtypes, weak):
    """The dtype in which operands meet."""
    strong = [dtype for dtype, is_weak in zip(dtypes, weak) if not is_weak]
    if _is_undecided(strong):
        raise NoLoop("uint64")
    departures = {"bfloat16"} & set(strong)
    literals = {dtype for dtype, is_weak in zip(dtypes, weak) if is_weak}
    if "uint64" in literals:  # a literal too large for int64
        departures.add("literals")
        if set(strong) <= {"bool"} and literals <= {"bool", "int64", "uint64"}:
            return "uint64", frozenset(departures)
    narrow = "bfloat16" in strong and set(strong) <= _MEETS_BFLOAT16
    asked = [LITERALS[dtype](2**63 if dtype == "uint64" else 0) if is_weak
             else np.dtype("float32") if dtype == "bfloat16" or narrow else VALUES[dtype]
             for dtype, is_weak in zip(dtypes, weak)]  # fmt: skip
    common = np.result_type(*asked).name
    if narrow and common == "float32":
        common = "bfloat16"
    return common, frozenset(departures)


def filled(literal, dtype):
    """What a literal becomes that fills an array of this dtype."""
    return _common((literal, dtype), (True, False))[0]
