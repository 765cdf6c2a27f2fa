"""One case: what ravel did and had to do, and what NumPy does. Equal to the bit, but for a NaN's sign and payload."""

import warnings

import numpy as np

import expect_apply
import expect_fold
import ravel
from accuracy import Inaccurate
from calls import CONTEXTS, Unspeakable, call_numpy, call_ravel
from dtypes import VALUES, decode

_ERRORS = {
    "shape": ravel.ShapeError, "dtype": (ravel.DtypeError,), "range": (ravel.RangeError, OverflowError),
    "layout": ravel.LayoutError, "axis": ravel.AxisError, "argument": (ravel.ArgumentError, TypeError),
}  # fmt: skip
_REFUSALS = (ravel.RavelError, TypeError, ValueError, OverflowError)


class Wrong(AssertionError):
    """What is wrong with a case."""


def result_dtype(case):
    return (expect_apply if case.verb == "apply" else expect_fold).result_dtype(case)


def buffers_of(contents):
    made = []
    for content in contents:
        buffer = np.frombuffer(bytearray(content), "uint8")
        made.append(buffer)
    return made


def _canonical(values):
    """Bits to compare, in which every NaN is the same."""
    values = np.array(values)
    if values.dtype.kind == "c":
        values = np.ascontiguousarray(values).view(values.real.dtype)
    if values.dtype.kind == "f":
        values = values.astype(values.dtype.newbyteorder("="))
        values[np.isnan(values)] = np.nan
    return values.tobytes()


def same(x, y):
    return x.dtype == y.dtype and x.shape == y.shape and _canonical(x) == _canonical(y)


def difference(got, wanted):
    """The first element that differs, in words."""
    got, wanted = np.asarray(got), np.asarray(wanted)
    if got.shape != wanted.shape or got.dtype != wanted.dtype:
        return "%s of shape %s instead of %s of shape %s" % (got.dtype, got.shape, wanted.dtype, wanted.shape)
    for index in np.ndindex(got.shape):
        if _canonical(got[index]) != _canonical(wanted[index]):
            return "element %s is %r instead of %r" % (index, got[index], wanted[index])
    return "nothing"


def compare_memory(case, got, wanted, who):
    """Compares all of the buffers: the output, and that nothing else was written."""
    if all(np.array_equal(x, y) for x, y in zip(got, wanted)):
        return
    if case.out is None:
        raise Wrong("%s wrote to an input" % who)
    mine, theirs = (decode(case.out.view(buffers), case.out.dtype) for buffers in (got, wanted))
    if not same(np.array(mine, VALUES[case.out.dtype]), np.array(theirs, VALUES[case.out.dtype])):
        raise Wrong(
            "%s: %s"
            % (who, difference(np.array(mine, VALUES[case.out.dtype]), np.array(theirs, VALUES[case.out.dtype])))
        )
    writeable = case.out.changed(read_only=False)
    copies = [buffer.copy() for buffer in got], [buffer.copy() for buffer in wanted]
    for copy in copies:
        writeable.view(copy)[...] = np.zeros((), writeable.stored)
    if not all(np.array_equal(x, y) for x, y in zip(*copies)):
        raise Wrong("%s wrote beside the output" % who)


def _judge_ravel(case, contents, expected, wanted):
    buffers = buffers_of(contents)
    try:
        result = call_ravel(case, buffers)
    except _REFUSALS as error:
        if not expected.wrong:
            raise Wrong("ravel refuses: %s: %s" % (type(error).__name__, error)) from None
        if not any(isinstance(error, _ERRORS[kind]) for kind in expected.wrong):
            raise Wrong(
                "ravel tells of another mistake than %s: %s: %s" % (sorted(expected.wrong), type(error).__name__, error)
            ) from None
        if any(not np.array_equal(x, y) for x, y in zip(buffers, wanted)):
            raise Wrong("ravel refused, but wrote") from None
        return
    if expected.wrong:
        raise Wrong("ravel does not see a mistake: %s" % sorted(expected.wrong))
    if ("invalid cast" in CONTEXTS[case.isa].events) != expected.invalid:
        raise Wrong("ravel tells of an invalid cast" if not expected.invalid else "ravel tells of no invalid cast")
    if case.out is None and not same(np.asarray(result), expected.values):
        raise Wrong("ravel: " + difference(np.asarray(result), expected.values))
    compare_memory(case, buffers, wanted, "ravel")


def _numpy_differs(case, contents, expected, wanted):
    """How NumPy's own answer differs, None where it does not."""
    buffers = buffers_of(contents)
    try:
        result = call_numpy(case, buffers)
    except Unspeakable as error:
        expected.excuses.add(error.args[0])
        return "no such call"
    except _REFUSALS as error:
        return None if expected.wrong else "NumPy refuses: %s" % error
    if expected.wrong:
        return "NumPy sees no mistake, expected one: %s" % sorted(expected.wrong)
    if case.out is None and not same(np.asarray(result), expected.values):
        return "NumPy: " + difference(np.asarray(result), expected.values)
    try:
        compare_memory(case, buffers, wanted, "NumPy")
    except Wrong as wrong:
        return str(wrong)
    return None


def judge(case):
    """Raises Wrong if ravel is, or if NumPy differs without a departure. Returns the departures that NumPy's difference
    owes to (empty where it agrees), and whether the call was refused."""
    contents = case.contents()
    wanted = buffers_of(contents)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            expected = (expect_apply.expect_apply if case.verb == "apply" else expect_fold.expect_fold)(case, wanted)
        except Inaccurate as error:
            raise Wrong(str(error)) from None
        _judge_ravel(case, contents, expected, wanted)
        numpys = _numpy_differs(case, contents, expected, wanted)
    if numpys and not expected.excuses:
        raise Wrong("NumPy differs, for which there is no rule: " + numpys)
    return expected.excuses if numpys else frozenset(), bool(expected.wrong)
