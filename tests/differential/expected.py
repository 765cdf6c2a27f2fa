"""What a call must do: the mistakes that it has, or the values of its result; and which departures it may owe to."""

import numpy as np

from dtypes import BOOL, FLOAT, KINDS, cast, decode, encode
from operands import Number


class Expected:
    """wrong: the kinds of mistakes, of which ravel tells one. Else values: the result, which
    a call without an output of its own returns. departures: the rows of the table that may tell these values from
    NumPy's; refusals: the rows for which a mistake is one that NumPy may not see."""

    __slots__ = ("wrong", "refusals", "departures", "values")

    def __init__(self):
        self.wrong = set()
        self.refusals = set()
        self.departures = set()
        self.values = None

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


def note_saturation(values, target, expected):
    """Whether a cast to an integer meets what it does not hold."""
    if values.dtype.kind in "fc" and KINDS[target] not in (BOOL, FLOAT) and values.size:
        expected.departures.add("saturation")


def store(case, expected, values, source, target, buffers):
    """Takes values of one dtype, cast to another, as the result; and writes them where the output is."""
    out = case.out
    if source != target:
        note_saturation(values, target, expected)
        values = cast(values, source, target)
    expected.values = np.array(values)  # a copy: the input may be what is written
    if out is None:
        return
    if target == "bfloat16":
        expected.departures.add("bfloat16")
    mask = True if case.where is None or case.verb != "apply" else load(case.where, buffers, expected)
    np.copyto(out.view(buffers), encode(expected.values, target), where=np.array(mask))
