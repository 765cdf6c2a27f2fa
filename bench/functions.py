"""functions.py: what is measured besides the kernels: the functions of the library that are none, each with its calls."""

from typing import Callable, NamedTuple

import numpy

BINS = 100
_EDGES = numpy.linspace(-10, 10, BINS + 1) * numpy.linspace(1, 0.999, BINS + 1)  # not quite equally wide


class Function(NamedTuple):
    name: str
    verb: str  # "vecdot", "pair", "diff" or "count": what shape the output has
    loop: Callable  # of a dtype: (dtypes of inputs, dtypes of outputs); None: it does not take the dtype
    beside: tuple  # operands after the array, which are the same in every case
    ours: str  # the call through the Python binding
    theirs: str  # NumPy's


def _of_numbers(sums):
    """What vecdot takes and gives: sums, by dtype, are those of the kernel."""
    return lambda dtype: None if dtype == "bool" else ([dtype, dtype], sums[dtype])


def _same(dtype):
    return [dtype], [dtype]


def _of_integers(dtype):
    return ([dtype], ["int64"]) if dtype.startswith("int") else None


def _of_reals(n_beside):
    return lambda dtype: None if dtype in ("bool", "complex128") else ([dtype] + n_beside * ["float64"], ["int64"])


def functions(sums, means, variances):
    """All of them, by the dtypes, as dicts by that of the elements, of what the kernels of these names give."""
    return (
        Function("min_max", "pair", lambda dtype: None if dtype == "complex128" else ([dtype], [dtype, dtype]), (),
                 "ravel.min_max(x0, axis, out=(out0, out1))",
                 "(numpy.min(x0, axis=axis, out=out0), numpy.max(x0, axis=axis, out=out1))"),
        Function("mean_var", "pair", lambda dtype: ([dtype], means[dtype] + variances[dtype]), (),
                 "ravel.mean_var(x0, axis, out=(out0, out1))",
                 "(numpy.mean(x0, axis=axis, out=out0), numpy.var(x0, axis=axis, out=out1))"),
        Function("vecdot", "vecdot", _of_numbers(sums), (), "ravel.vecdot(x0, x1, axis, out=out)",
                 "numpy.vecdot(x0, x1, axis=-1 if axis is None else axis, dtype=out.dtype, out=out)"),
        Function("diff", "diff", _same, (), "ravel.diff(x0, axis=axis, out=out)",
                 # numpy.diff itself takes no out: what it computes, where it is wanted
                 "numpy.subtract(*((x0[:, 1:], x0[:, :-1]) if axis else (x0[1:], x0[:-1])), out=out)"),
        Function("bincount", "count", _of_integers, (), "ravel.bincount(x0, out=out)",
                 "numpy.bincount(x0, minlength=%d)" % BINS),
        Function("histogram", "count", _of_reals(2), (numpy.array(-10.0), numpy.array(10.0)),
                 "ravel.histogram(x0, None, (x1, x2), out=out)",
                 "numpy.histogram(x0, %d, (-10.0, 10.0))[0]" % BINS),
        Function("histogram_edges", "count", _of_reals(1), (_EDGES,), "ravel.histogram(x0, x1, out=out)",
                 "numpy.histogram(x0, x1)[0]"),
    )  # fmt: skip
