"""cases.py: what is measured: every kernel of the library, by its own introspection, and the functions that are no kernels,
on every dtype, layout and size."""

import math
from typing import Callable, NamedTuple, Optional

import ravel

import functions
import peers

DTYPES = ("float32", "float64", "int8", "int32", "int64", "float16", "bool", "complex128")
SIZES = (8, 1000, 100_000, 10_000_000)
_APPLY, _REDUCE = 1, 2


# ---- layouts -------------------------------------------------------------------------------------------------------


def _line(n):
    return (n,)


def _grid(n):
    rows = math.isqrt(5 * n // 8)  # 2 x 4, 25 x 40, 250 x 400, 2500 x 4000
    return rows, n // rows


def _triples(n):
    return n // 3, 3


class View(NamedTuple):
    """An operand: `count` elements of a contiguous line, seen as `of` makes them."""

    count: int
    of: Callable


def _plain(shape):
    return View(math.prod(shape), lambda line: line.reshape(shape))


def _third(shape):
    return View(3 * shape[0], lambda line: line[::3])


def _transposed(shape):
    return View(math.prod(shape), lambda line: line.reshape(shape[::-1]).T)


def _reversed(shape):
    return View(math.prod(shape), lambda line: line.reshape(shape)[:, ::-1])


def _row(shape):
    return View(shape[1], lambda line: line)


def _column(shape):
    return View(shape[0], lambda line: line.reshape(-1, 1))


def _number(shape):
    return View(1, lambda line: line.reshape(()))


class Layout(NamedTuple):
    name: str
    shape: Callable  # of n
    special: Callable = _plain  # the view of the operand that is special
    place: str = "first"  # which that is; "last" of an elementwise kernel is the one that broadcasts; "all": all of them
    axis: Optional[int] = None  # of a reduction; None: all
    alignment: int = 64

    @property
    def title(self):
        return self.name if self.alignment == 64 else "%s at %d" % (self.name, self.alignment)


_CONTIGUOUS = [Layout("contiguous", _line), Layout("contiguous", _line, alignment=16)]

_ELEMENTWISE = _CONTIGUOUS + [
    Layout("a[::3]", _line, _third),
    Layout("a.T", _grid, _transposed),
    Layout("a[:, ::-1]", _grid, _reversed),
]

_BROADCAST = [
    Layout("row", _grid, _row, "last"),
    Layout("column", _grid, _column, "last"),
    Layout("(k,3)+(3,)", _triples, _row, "last"),
]

_FOLDS = _CONTIGUOUS + [
    Layout("a[::3]", _line, _third),
    Layout("2-d whole", _grid),
    Layout("a.T whole", _grid, _transposed),
    Layout("axis 0", _grid, axis=0),
    Layout("axis 1", _grid, axis=1),
    Layout("a.T axis 0", _grid, _transposed, axis=0),
    Layout("a.T axis 1", _grid, _transposed, axis=1),
    Layout("(k,3) axis 0", _triples, axis=0),
    Layout("(k,3) axis 1", _triples, axis=1),
]

# Their names, in the order in which they are shown.
LAYOUTS = list(dict.fromkeys(each.title for each in _ELEMENTWISE + _BROADCAST + _FOLDS))


def _layouts(kernel, verb):
    if verb in ("reduce", "pair"):
        return _FOLDS
    if verb == "vecdot":
        return [each._replace(place="all") for each in _FOLDS if "whole" not in each.name]
    if verb == "count":
        return [each for each in _FOLDS if each.shape is _line]
    if verb in ("accumulate", "diff"):  # always along one axis
        return [each._replace(axis=each.axis or 0) for each in _FOLDS if "whole" not in each.name]
    if kernel.name in peers.REPEATING:
        return [each._replace(special=_number) for each in _CONTIGUOUS] + _BROADCAST
    return _ELEMENTWISE if peers.NUMBERS.get(kernel.name, kernel.n_in) == 1 else _ELEMENTWISE + _BROADCAST


# ---- cases ---------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    kernel: Optional[ravel.Kernel]  # None: of a function that is none
    name: str
    verb: str  # "apply", "reduce" or "accumulate", or a function's
    dtype: str
    inputs: list  # dtypes
    outputs: list
    layout: Layout
    n: int
    function: Optional[functions.Function] = None

    @property
    def shape(self):
        return self.layout.shape(self.n)

    @property
    def title(self):
        return "%s %s %s n=%d" % (self.name, self.dtype, self.layout.title, self.n)

    def in_views(self):
        """The views of the inputs."""
        beside = [View(1, lambda line, each=each: each) for each in self.function.beside] if self.function else []
        beside = beside or [_number(self.shape) for _ in self.inputs[self._n_arrays :]]
        views = [_plain(self.shape) for _ in self.inputs[len(beside) :]]
        if self.layout.place == "all":
            return [self.layout.special(self.shape) for _ in views]
        views[self._special()] = self.layout.special(self.shape)
        return views + beside

    @property
    def _n_arrays(self):
        """How many of the inputs are not single numbers."""
        return peers.NUMBERS.get(self.name, len(self.inputs))

    def _special(self):
        if self.layout.place == "last":
            return self._n_arrays - 1
        return self.inputs.index(self.dtype)  # of where it is x, not the condition

    @property
    def out_shape(self):
        if self.verb == "count":
            return (functions.BINS,)
        if self.verb == "diff":
            return tuple(length - (axis == self.layout.axis) for axis, length in enumerate(self.shape))
        if self.verb not in ("reduce", "vecdot", "pair"):
            return self.shape
        return () if self.layout.axis is None else self.shape[: self.layout.axis] + self.shape[self.layout.axis + 1 :]

    @property
    def is_cast(self):
        return " to " in self.name

    @property
    def values(self):
        """Which values the inputs have."""
        return tuple(peers.values(self.name, slot) for slot in range(len(self.inputs)))


def _loops(kernel):
    """(dtype, inputs, outputs) of the kernel's loops, known by the dtype of the first input, of where by the second."""
    found = {}
    for line in kernel.loops:
        inputs, outputs = (side.split(", ") for side in line.split(" -> "))
        dtype = inputs[kernel.name == "where"]
        found.setdefault(dtype, (inputs, outputs))
    if kernel.name in peers.IN_FLOAT64:
        for dtype in ("int8", "int32", "int64"):
            found[dtype] = [dtype] * kernel.n_in, ["float64"] * kernel.n_out
    for dtype, (inputs, outputs) in found.items():
        yield dtype, inputs, outputs


def _ways(kernel):
    """(name, verb, dtype, inputs, outputs) of all that a kernel is measured at."""
    for dtype, inputs, outputs in _loops(kernel):
        if kernel.verbs & _APPLY:
            yield kernel.name, "apply", dtype, inputs, outputs
            if kernel.name in peers.RUNNING:
                yield kernel.name + ".accumulate", "accumulate", dtype, inputs[:1], outputs
        else:
            yield kernel.name, "reduce" if kernel.verbs & _REDUCE else "accumulate", dtype, inputs, outputs
    for dtype, other in peers.CASTS if kernel.name == "copy" else ():
        yield "copy to " + other, "apply", dtype, [dtype], [other]


def _of_functions(dtypes, sizes):
    """The cases of all that is no kernel."""
    defaults = [
        {dtype: outputs for dtype, _, outputs in _loops(kernel)}
        for kernel in (ravel.sum.kernel, ravel.mean.kernel, ravel.var.kernel)
    ]
    for function in functions.functions(*defaults):
        for dtype in dtypes:
            loop = function.loop(dtype)
            for layout in _layouts(None, function.verb) if loop else ():
                for n in sizes:
                    yield Case(None, function.name, function.verb, dtype, *loop, layout, n, function)


def all_cases(dtypes, sizes, wanted):
    """The cases whose title the compiled expression `wanted` finds."""
    for name in ravel.names:
        kernel = getattr(ravel, name).kernel
        for title, verb, dtype, inputs, outputs in _ways(kernel):
            for layout in _layouts(kernel, verb) if dtype in dtypes else ():
                for n in sizes:
                    case = Case(kernel, title, verb, dtype, inputs, outputs, layout, n)
                    if wanted.search(case.title):
                        yield case
    yield from (case for case in _of_functions(dtypes, sizes) if wanted.search(case.title))


def cheap_order(cases):
    """The places of the cases in an order in which memory has to be filled seldom, and is small for as long as can be."""
    def key(i):
        case = cases[i]
        return case.n, DTYPES.index(case.dtype), case.layout.alignment, str(case.values), case.name

    return sorted(range(len(cases)), key=key)
