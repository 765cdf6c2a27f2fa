"""What a call must do: the mistakes that it has, or the values of its result; and which departures it may owe to."""

import numpy as np

from dtypes import KINDS, SIGNED, UNSIGNED, cast, decode, encode
from operands import Number


class Expected:
    """wrong: the kinds of mistakes, of which ravel tells one; refusals: the rows for which NumPy may not see them.

    Else values: the result, which a call without an output of its own returns; departures: the rows that may tell it
    from NumPy's; invalid: whether a cast met what it cannot hold, which an event has to tell."""

    __slots__ = ("wrong", "refusals", "departures", "values", "invalid")

    def __init__(self):
        self.wrong = set()
        self.refusals = set()
        self.departures = set()
        self.values = None
        self.invalid = False

    def refuse(self, kind, departure=None):
        self.wrong.add(kind)
        if departure:
            self.refusals.add(departure)

    @property
    def excuses(self):
        """The rows to which a difference from NumPy may owe."""
        return self.refusals if self.wrong else self.departures


def broadcast(*shapes):
    """The shape that shapes broadcast to, None where there is none."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        return None


def bool_bytes(stored, expected):
    """Notes bytes of a bool array that are neither 0 nor 1, of which NumPy makes what it likes."""
    if stored.size and stored.view("uint8").max() > 1:
        expected.departures.add("bool bytes")


def load(operand, buffers, expected):
    """The values of an operand."""
    if isinstance(operand, Number):
        return np.array(operand.value, operand.dtype)
    stored = operand.view(buffers)
    if operand.dtype == "bool":
        bool_bytes(stored, expected)
    return decode(stored, operand.dtype)


def note_saturation(values, target, expected, there=None):
    """Notes whether a cast to an integer meets numbers that it does not hold; `there` marks those that count."""
    if values.dtype.kind not in "fc" or KINDS[target] not in (SIGNED, UNSIGNED):
        return
    whole, limits = np.trunc(values.real.astype("float64")), np.iinfo(target)
    held = (whole >= float(limits.min)) & (whole < float(limits.max) + 1)
    if not np.all(held if there is None else held | ~there):
        expected.departures.add("saturation")
        expected.invalid = True


def store(case, expected, values, source, target, buffers):
    """Takes values of one dtype, cast to another, as the result; and writes them where the output is."""
    out = case.out
    mask = None if case.where is None or case.verb != "apply" else load(case.where, buffers, expected)
    if source != target:
        note_saturation(values, target, expected, mask)
        values = cast(values, source, target)
    expected.values = np.array(values)  # a copy: the input may be what is written
    if out is None:
        return
    if target == "bfloat16":
        expected.departures.add("bfloat16")
    mask = True if mask is None else np.array(mask)
    np.copyto(out.view(buffers), encode(expected.values, target), where=mask)
