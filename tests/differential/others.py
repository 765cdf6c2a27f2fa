"""diff, vecdot, bincount, histogram and the pairs (pairs.py): random calls, against what NumPy computes and the rules of
docs/numpy.md.

Arrays lie as in all other calls. What NumPy's function gives to the bit is held against that; sums of products, and
elements that NumPy counts otherwise, against the rule, and NumPy's own answer against a bound where it has one."""

import bisect
import random as random_module
import warnings

import numpy as np

import layouts
import ravel
from calls import CONTEXTS, ravel_operand
from case import Case
from compute import multiply
from dtypes import BOOL, COMPLEX, COMPUTE, FLOAT, ITEMSIZE, KINDS, NAMES, UNSIGNED, VALUES, cast, decode, encode
from dtypes import is_integral
from fold import by_tree
from judge import Wrong, buffers_of, compare_memory, difference, same
from loops import NoLoop, loop
from noise import choose
from pairs import judge_pair

_REAL = [name for name in NAMES if KINDS[name] != COMPLEX]
_INTEGRAL = [name for name in NAMES if is_integral(name)]


class _Call:
    """One call: its arrays, and what it was made of."""

    def __init__(self, seed, name):
        self.random = random_module.Random(seed)
        self.case = Case("other", name, choose(self.random))
        self.case.isa = self.random.randrange(len(CONTEXTS))
        self.case.prepared = self.random.random() < 0.1
        self.buffers = None

    def chance(self, share):
        return self.random.random() < share

    def shape(self):
        return layouts.shape(self.random, 300 if self.chance(0.1) else 40)

    def place(self, dtype, lengths):
        self.case.inputs.append(layouts.place(self.random, self.case, dtype, lengths))
        return self.case.inputs[-1]

    def place_mask(self, lengths):
        """A mask, for one call in four."""
        if self.chance(0.25):
            self.case.where = layouts.place(self.random, self.case, "bool", layouts.part_of(self.random, lengths))
        return self.case.where

    def place_output(self, dtype, lengths, needed=False):
        """An output, for half of the calls, unless it is needed."""
        while needed or self.chance(0.5):
            self.case.out = layouts.place(self.random, self.case, dtype, lengths, output=True)
            if not self.case.out.overlaps_itself():
                return
            self.case.out, needed = None, True

    def settle(self):
        """Makes the memory; no array is placed any more."""
        self.buffers = buffers_of(self.case.contents())

    def values(self, array):
        with np.errstate(all="ignore"):
            return np.array(decode(array.view(self.buffers), array.dtype), VALUES[array.dtype])

    def there(self, lengths):
        """Which elements a mask is true for."""
        whole = self.case.where and np.broadcast_to(self.values(self.case.where), lengths)
        return np.ones(lengths, bool) if whole is None else whole

    def handed(self, array):
        return ravel_operand(array, self.buffers, self.case.prepared)

    def run(self, function, expected, dtype, mistake=None):
        """Calls ravel, which has to give these values of a dtype, or to refuse by such an error."""
        case, wanted = self.case, [buffer.copy() for buffer in self.buffers]
        if case.out is not None and mistake is None:
            case.out.view(wanted)[...] = encode(cast(expected, dtype, case.out.dtype), case.out.dtype)
        try:
            with CONTEXTS[case.isa]:
                result = function(self.handed(case.out))
        except ravel.RavelError as error:
            if mistake is None or not isinstance(error, mistake):
                raise Wrong("ravel refuses: %s: %s" % (type(error).__name__, error)) from None
            if any(not np.array_equal(*each) for each in zip(self.buffers, wanted)):
                raise Wrong("ravel refused, but wrote") from None
            return
        if mistake is not None:
            raise Wrong("ravel does not see a mistake")
        if case.out is None and not same(np.asarray(result), expected):
            raise Wrong("ravel: " + difference(np.asarray(result), expected))
        compare_memory(case, self.buffers, wanted, "ravel")


def _hold(mine, theirs, what):
    """NumPy's own answer is the rule's."""
    if not same(np.asarray(theirs), mine):
        raise Wrong("NumPy differs, for which there is no rule: %s: %s" % (what, difference(np.asarray(theirs), mine)))


# ---- differences ---------------------------------------------------------------------------------------------------


def _judge_diff(call):
    random = call.random
    lengths, dtype = call.shape() or (random.randint(0, 5),), random.choice(NAMES)
    axis, n = random.randint(-len(lengths), len(lengths) - 1), random.choice((0, 1, 1, 1, 2, 3))
    x = call.place(dtype, lengths)
    shorter = list(lengths)
    shorter[axis] = max(shorter[axis] - n, 0)
    call.place_output(dtype if call.chance(0.6) else random.choice(NAMES), tuple(shorter), dtype == "bfloat16")
    call.settle()
    expected = call.values(x)
    if dtype == "bfloat16":
        for _ in range(n):
            expected = cast(np.diff(expected, axis=axis), dtype, dtype)
    else:
        expected = np.diff(expected, n, axis)
    call.run(lambda out: ravel.diff(call.handed(x), axis=axis, n=n, out=out, casting="unsafe"), expected, dtype)


# ---- sums of products ----------------------------------------------------------------------------------------------


def _pair_of_dtypes(random):
    """Two dtypes, and the one in which they meet."""
    while True:
        first = random.choice(NAMES)
        second = first if random.random() < 0.5 else random.choice(NAMES)
        try:
            common = loop("multiply", (first, second), (False, False))[1]
        except NoLoop:
            continue
        if common != "bool":
            return first, second, common


def _stretched(random, whole, axes):
    """A shape that broadcasts to the whole along axes that are not summed over."""
    first = 0
    while first < len(whole) and first not in axes and random.random() < 0.2:
        first += 1
    return tuple(1 if axis not in axes and random.random() < 0.2 else whole[axis] for axis in range(first, len(whole)))


def _sum_of_products(x, y, axes):
    """In the fixed order; +0 of none."""
    whole = np.broadcast_shapes(x.shape, y.shape)
    kept = tuple(length for axis, length in enumerate(whole) if axis not in axes)
    if any(whole[axis] == 0 for axis in axes) or 0 in whole:
        return np.zeros(kept, x.dtype)
    products = multiply(np.conj(x), y) if x.dtype.kind == "c" else x * y
    return np.asarray(by_tree(np.add, np.broadcast_to(products, whole), None, axes)[0])


def _near(call, arrays, axis, common, expected):
    """NumPy's own answer, which adds in another order; integers wrap in their own dtype."""
    x, y = (call.values(array) for array in arrays)
    theirs = np.asarray(np.vecdot(x, y, axis=axis))
    if is_integral(common):
        _hold(expected.astype(VALUES[common]), theirs, "vecdot")
        return
    wide = np.vecdot(np.abs(x.astype(COMPUTE[common])), np.abs(y.astype(COMPUTE[common])), axis=axis).real
    n = np.broadcast_shapes(x.shape, y.shape)[axis]
    bound = 4 * (n + 4) * (np.finfo(VALUES[common]).eps * wide + np.finfo(VALUES[common]).smallest_subnormal)
    sure = np.isfinite(bound) & (wide < np.finfo(VALUES[common]).max / 8)
    apart = np.abs(theirs.astype("clongdouble") - expected)
    if not (~sure | (apart <= bound)).all():
        raise Wrong("NumPy differs by more than the order of a sum: %s" % difference(theirs, expected))


def _judge_vecdot(call):
    random = call.random
    first, second, common = _pair_of_dtypes(random)
    shape = (random.randint(100, 1200),) if call.chance(0.1) else call.shape()
    axes = {axis for axis in range(len(shape)) if call.chance(0.5)}
    x, y = (call.place(dtype, _stretched(random, shape, axes)) for dtype in (first, second))
    ndim = max(len(x.shape), len(y.shape))
    whole = np.broadcast_shapes(x.shape, y.shape)
    axes = {axis - (len(shape) - ndim) for axis in axes}
    axis = tuple(each - random.choice((0, ndim)) for each in random.sample(sorted(axes), len(axes)))
    axis = None if len(axes) == ndim and call.chance(0.5) else axis[0] if len(axis) == 1 and call.chance(0.5) else axis
    keepdims = call.chance(0.3)
    dtype = common
    if is_integral(common):
        dtype = "uint64" if KINDS[common] == UNSIGNED else "int64"
    wider = [name for name in ("float64", "complex128") if KINDS[common] <= KINDS[name]]
    result = random.choice(wider) if call.chance(0.2) else dtype
    lengths = tuple(1 if i in axes else n for i, n in enumerate(whole) if keepdims or i not in axes)
    call.place_output(result, lengths, result != dtype or dtype == "bfloat16")
    call.settle()
    summed = [cast(call.values(array), array.dtype, result).astype(COMPUTE[result]) for array in (x, y)]
    if KINDS[result] == FLOAT and result.endswith("float16"):  # elements are widened, not narrowed, on the way
        summed = [cast(call.values(array), array.dtype, "float32") for array in (x, y)]
    expected = _sum_of_products(*summed, axes).reshape(lengths)
    call.run(
        lambda out: ravel.vecdot(call.handed(x), call.handed(y), axis, keepdims=keepdims, out=out, casting="unsafe"),
        cast(expected, result, result),
        result,
    )
    if len(axes) == 1 and result == dtype and "bfloat16" not in (first, second):
        own = _sum_of_products(*(cast(call.values(a), a.dtype, dtype).astype(COMPUTE[dtype]) for a in (x, y)), axes)
        _near(call, (x, y), min(axes) - ndim, common, own)


# ---- counts --------------------------------------------------------------------------------------------------------


def _judge_bincount(call):
    random = call.random
    lengths, dtype, length = call.shape(), random.choice(_INTEGRAL), random.randint(1, 12)
    x, weights = call.place(dtype, lengths), None
    if call.chance(0.4):
        weights = call.place(random.choice(_REAL), layouts.part_of(random, lengths))
    call.place_mask(lengths)
    result = "int64" if weights is None else "float64"
    call.place_output(result, (length,))
    call.settle()
    if call.chance(0.85):  # numbers that there are bins for
        most = 1 if KINDS[dtype] == BOOL else length - 1
        numbers = [random.randint(0, min(most, length - 1)) for _ in range(int(np.prod(lengths)))]
        x.view(call.buffers)[...] = np.array(numbers).reshape(lengths)
    there = call.there(lengths)
    chosen = call.values(x)[there]
    added = None if weights is None else np.broadcast_to(call.values(weights), lengths)[there].astype("float64")
    mistake, expected = None, None
    if any(not 0 <= int(each) < length for each in chosen):
        mistake = ravel.RangeError
    else:
        expected = np.bincount(chosen.astype("int64"), added, length).astype(result)
    arguments = {"weights": call.handed(weights), "where": call.handed(call.case.where)}
    call.run(lambda out: ravel.bincount(call.handed(x), None if out is not None else length, out=out, **arguments),
             expected, result, mistake)  # fmt: skip


def _counts(values, edges):
    """How many lie in each bin: exact, as Python compares integers with floats."""
    counts = np.zeros(len(edges) - 1, "int64")
    inner = edges[:-1]
    for each in values.tolist():
        if edges[0] <= each <= edges[-1]:
            counts[bisect.bisect_right(inner, each) - 1] += 1
    return counts


def _judge_histogram(call):
    random = call.random
    lengths, dtype, n = call.shape(), random.choice(_REAL), random.randint(1, 10)
    x, equal = call.place(dtype, lengths), call.chance(0.5)
    lower = random.choice((-10.0, 0.0, -1.5, 0.1, -1e300, -(2.0**40)))
    upper = lower + random.choice((1.0, 3.0, 20.0, 0.3)) * max(abs(lower), 1.0)
    edges = None
    if not equal:
        edges = call.place(random.choice([name for name in _REAL if name != "bool"]), (n + 1,))
    call.place_mask(lengths)
    call.place_output("int64", (n,))
    call.settle()
    mistake = None
    if equal:
        step = (upper - lower) / n
        bins, limits = [lower + k * step for k in range(n)] + [upper], (lower, upper)
    else:
        if edges.strides[0] != 0 and abs(edges.strides[0]) >= ITEMSIZE[edges.dtype] and call.chance(0.9):
            ascending = np.sort(np.nan_to_num(call.values(edges).astype("float64"), posinf=1e4, neginf=-1e4))
            with np.errstate(all="ignore"):
                edges.view(call.buffers)[...] = encode(cast(ascending, "float64", edges.dtype), edges.dtype)
        bins = call.values(edges).astype("float64").tolist()
        if not all(a <= b for a, b in zip(bins, bins[1:])):
            mistake = ravel.ArgumentError
    chosen = call.values(x)[call.there(lengths)]
    expected = None if mistake else _counts(chosen, bins)
    where = call.handed(call.case.where)
    if equal:
        call.run(lambda out: ravel.histogram(call.handed(x), None if out is not None else n, limits, where=where, out=out),
                 expected, "int64")  # fmt: skip
    else:
        call.run(lambda out: ravel.histogram(call.handed(x), call.handed(edges), where=where, out=out),
                 expected, "int64", mistake)  # fmt: skip
    if mistake is None and dtype in ("float64", "int8", "int16", "int32", "uint8", "uint16", "uint32"):
        if not np.isnan(chosen).any() and np.isfinite(bins).all():
            theirs = np.histogram(chosen, *((n, limits) if equal else (np.array(bins),)))[0]
            _hold(expected, theirs, "histogram")


_JUDGES = {
    "diff": _judge_diff, "vecdot": _judge_vecdot, "bincount": _judge_bincount, "histogram": _judge_histogram,
    "min_max": lambda call: judge_pair(call, "min_max"), "mean_var": lambda call: judge_pair(call, "mean_var"),
}  # fmt: skip


def judge_other(seed):
    """Makes a seed's call; raises Wrong where ravel is."""
    name = tuple(_JUDGES)[seed % len(_JUDGES)]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            _JUDGES[name](_Call(seed, name))
        except Wrong as wrong:
            raise Wrong("%s: %s" % (name, wrong)) from None
