"""What a reduction or an accumulation must do."""

import copy
import functools

import numpy as np

from case import kept_lengths, reduced_axes
from compute import compute
from dtypes import COMPLEX, COMPUTE, FLOAT, ITEMSIZE, KINDS, UNSIGNED, VALUES, can_cast, cast, is_integral
from expect_apply import check_output, is_taken
from expected import Expected, broadcast, load, note_saturation, store
from fold import accumulate, by_tree, from_left, moments
from kernels import REORDERABLE, TRUTHS, UFUNCS, folding
from loops import NoLoop, loop
from operands import Number

_EMPTY = {"add": 0, "multiply": 1, "logical_and": 1, "logical_or": 0, "logical_xor": 0, "bitwise_and": -1, "bitwise_or": 0,
          "bitwise_xor": 0}  # fmt: skip


SUMS, MEANS, NORMS = ("sum", "nansum"), ("mean", "nanmean"), ("norm", "norm2")
FLOATS = MEANS + NORMS
MOMENTS = ("moments", "nanmoments")
_PARTS = {"complex64": "float32", "complex128": "float64"}
# Of roots of sums of squares: which are not sure, and by what elements are multiplied instead.
_LEAST = {"float32": 2.0**-40, "float64": 2.0**-450}
_UP = {"float32": 2.0**90, "float64": 2.0**600}
_DOWN = {"float32": 2.0**-100, "float64": 2.0**-600}


def _natural(rule, dtype):
    """What means and norms of a dtype are computed in by themselves."""
    if is_integral(dtype):
        return "float64"
    return _PARTS.get(dtype, dtype) if rule in NORMS else dtype


def _real(dtype):
    """The dtype of a variance."""
    return "float64" if is_integral(dtype) else {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)


def _wider(dtype, other):
    if {dtype, other} == {"float16", "bfloat16"}:
        return "float32"
    return dtype if ITEMSIZE[dtype] >= ITEMSIZE[other] else other


def result_dtype(case):
    """The dtype of the result without a say of the caller's, None where there is none."""
    kernel, rule = folding(case.name)
    dtype = case.inputs[0].dtype
    if rule == "ptp":
        return dtype if _has_loop("maximum", dtype) and _has_loop("subtract", dtype) else None
    if rule in FLOATS:
        return _natural(rule, dtype)
    if rule == "count":
        return "int64"
    if rule in MOMENTS:
        return _real(dtype)
    if rule == "index":
        return "int64" if KINDS[dtype] != COMPLEX else None
    if rule in SUMS and is_integral(dtype):
        return "uint64" if KINDS[dtype] == UNSIGNED else "int64"
    if kernel in TRUTHS:
        return "bool"
    try:
        return loop(kernel, (dtype, dtype), (False, False))[1]
    except NoLoop:
        return None


def _has_loop(kernel, dtype):
    try:
        return loop(kernel, (dtype, dtype), (False, False))[0] == (dtype, dtype)
    except NoLoop:
        return False


class _Plan:
    """The kernel that folds, the dtype it folds in, and whether any input becomes that."""

    def __init__(self, case, out, expected):
        self.kernel, self.rule = folding(case.name)
        source = case.inputs[0].dtype
        self.dtype, self.any_input = out, False
        if self.kernel in TRUTHS:
            self.dtype, self.any_input = "bool", True
            if out != "bool" or source != "bool":
                expected.departures.add("folding truths")
        if self.rule in MOMENTS:
            self.dtype, self.any_input = _real(source) if is_integral(out) else _wider(_real(source), _real(out)), True
            expected.departures.add("moments")
        if self.rule == "index":
            self.dtype, self.any_input = "int64", True
            expected.departures.add("index")
            if KINDS[source] == COMPLEX:
                expected.refuse("dtype", "index")
        if self.rule == "ptp" and self.dtype != source:
            expected.departures.add("ptp")
        if self.rule == "count":
            self.dtype, self.any_input = "int64", True
            expected.departures.add("count")
        if self.rule in FLOATS:
            natural = _natural(self.rule, source)
            if is_integral(out):
                self.dtype = natural
            elif self.rule in NORMS:
                self.dtype = _PARTS.get(out, out)
            self.any_input = self.dtype == natural
            expected.departures.add("mean" if self.rule in MEANS else "norms")
        if self.rule == "nansum":
            expected.departures.add("sums of numbers")
        if self.rule in ("nansum", "nansame") and is_integral(out) and not is_integral(source):
            self.dtype = source  # among integers NaN would be 0
            expected.departures.add("integers of numbers")
        if self.rule in ("nansum", "nanmean") and KINDS[source] == COMPLEX and KINDS[out] == FLOAT:
            self.dtype = "complex128" if out == "float64" else source  # NaN may be in the part that gets lost
            self.any_input = self.dtype == source
        if self.mixes_parts(source):
            expected.refuse("dtype", "lost parts")
        elif self.rule in SUMS and is_integral(source) and is_integral(out) and ITEMSIZE[out] < 8:
            expected.refuse("dtype", "narrow sums")
        elif not _has_loop(self.kernel, self.dtype) or (self.rule == "ptp" and not _has_loop("subtract", self.dtype)):
            expected.refuse("dtype", "fold dtype")
        if self.rule == "same" and self.kernel in ("add", "multiply") and is_integral(source):
            expected.departures.add("add.reduce")
        if self.dtype != source and self.kernel not in TRUTHS:
            expected.departures.add("fold dtype")
        if COMPUTE[self.dtype] != VALUES[self.dtype]:
            expected.departures.add("float16")
        if self.dtype == "bfloat16" or source == "bfloat16":
            expected.departures.add("bfloat16")
        if self.kernel in ("add", "multiply") and not is_integral(self.dtype):
            expected.departures.add("order of sums")

    def mixes_parts(self, source):
        """Whether imaginary parts of the elements would count, which the dtype has no place for."""
        if KINDS[source] != COMPLEX or KINDS[self.dtype] == COMPLEX or self.rule in (*NORMS, *MOMENTS, "count", "index"):
            return False
        return self.kernel not in (*TRUTHS, "add", "subtract") and _has_loop(self.kernel, source)

    def takes(self, dtype, casting):
        dtype = _PARTS.get(dtype, dtype) if self.rule in NORMS else dtype
        return self.any_input or can_cast(dtype, self.dtype, casting)


def _check_number(number, plan, casting, expected):
    """`initial`: a literal has to fit."""
    if not number.weak:
        if not plan.takes(number.dtype, casting):
            expected.refuse("dtype", "casting rule")
        return
    if number.dtype == plan.dtype or plan.any_input:
        return
    if KINDS[plan.dtype] >= FLOAT and KINDS[plan.dtype] >= KINDS[number.dtype]:
        if not is_taken(number, plan.dtype):
            expected.refuse("range", "literals")
        return
    value = np.array(number.value, number.dtype)
    if plan.rule in NORMS and KINDS[number.dtype] == COMPLEX and KINDS[plan.dtype] == FLOAT:
        parts = np.array([value.real, value.imag])
        if np.any(np.isinf(cast(parts, _PARTS[number.dtype], plan.dtype)) & np.isfinite(parts)):
            expected.refuse("range", "literals")
        return
    kept = cast(value, number.dtype, plan.dtype)
    if value.imag != 0 or not (kept == value.real or (kept != kept and value.real != value.real)):
        expected.refuse("range", "literals")
    else:
        expected.departures.add("literals")


def _check_mask(case, expected):
    where = case.where
    if where is None:
        return
    if where.dtype != "bool":
        expected.refuse("dtype")
    if broadcast(where.shape, case.inputs[0].shape) != case.inputs[0].shape:
        expected.refuse("shape", "mask's shape")


def _check_identity(case, plan, axes, expected):
    if plan.rule == "index" and len(axes) not in (1, len(case.inputs[0].shape)):
        expected.refuse("argument", "index")
    n_reduced = int(np.prod([case.inputs[0].shape[axis] for axis in axes]))
    n_results = int(np.prod([length for axis, length in enumerate(case.inputs[0].shape) if axis not in axes]))
    if case.initial is not None:
        if plan.rule in FLOATS:
            expected.refuse("argument", "mean" if plan.rule in MEANS else "norms")
        elif plan.rule in ("count", "ptp"):
            expected.refuse("argument", plan.rule)
        return
    if plan.rule == "ptp" and case.where is not None:
        expected.refuse("argument", "ptp")
    if plan.kernel in _EMPTY or plan.rule in NORMS:
        return
    if case.where is not None:
        expected.refuse("argument", "identity")
    elif n_reduced == 0 and n_results > 0:
        expected.refuse("argument", "identity")
    elif n_reduced == 0:
        expected.departures.add("identity")


def _values(case, plan, buffers, expected):
    """The input's values in the fold's dtype, and which of them count (None: all)."""
    x = case.inputs[0]
    values = load(x, buffers, expected)
    there = None
    if case.where is not None:
        there = np.broadcast_to(load(case.where, buffers, expected), values.shape)
    if plan.rule == "count":
        return cast(values, x.dtype, "bool").astype(np.int64), there
    if plan.rule == "index":
        return cast(values, x.dtype, COMPUTE[x.dtype].name), there
    if plan.rule in NORMS:
        given = COMPUTE[plan.dtype].name
        if KINDS[x.dtype] == COMPLEX:
            given = {"float32": "complex64", "float64": "complex128"}[given]
        return cast(values, x.dtype, given), there
    if plan.rule in MOMENTS:
        wide = COMPUTE[plan.dtype].name == "float64"
        if KINDS[x.dtype] == COMPLEX:
            return cast(values, x.dtype, "complex128" if wide else "complex64"), there
        return cast(values, x.dtype, "float64" if wide else "float32"), there
    note_saturation(values, plan.dtype, expected, there)
    return cast(values, x.dtype, COMPUTE[plan.dtype].name), there


def _joined(kernel, expected, x, y):
    return compute(kernel, (x, y), expected.departures)


def _fold(case, plan, values, there, axes, expected):
    function = functools.partial(_joined, plan.kernel, expected)
    if plan.kernel not in _EMPTY and UFUNCS[plan.kernel].identity is not None:
        expected.departures.add("identity")
    kept = tuple(length for axis, length in enumerate(values.shape) if axis not in axes)
    if plan.kernel not in REORDERABLE and len(axes) != 1:
        expected.departures.add("several axes")
    if plan.kernel not in REORDERABLE and case.initial is not None:
        expected.departures.add("initial")
    if values.size == 0:
        result, there = np.zeros(kept, values.dtype), np.zeros(kept, bool)
    else:
        result, there = (by_tree if plan.kernel in REORDERABLE else from_left)(function, values, there, axes)
    if there is not None and (plan.kernel in _EMPTY or plan.rule in NORMS):
        result = np.where(there, result, np.asarray(_EMPTY.get(plan.kernel, 0)).astype(result.dtype))
    if case.initial is not None:
        value = np.asarray(case.initial.value, case.initial.dtype)
        note_saturation(value, plan.dtype, expected)
        initial = cast(value, case.initial.dtype, values.dtype.name)
        joined = function(np.broadcast_to(initial, result.shape), result)
        return joined if there is None or plan.kernel in _EMPTY else np.where(there, joined, initial)
    return result


def _variance(case, plan, values, there, axes, lengths):
    real = COMPUTE[plan.dtype].type
    if values.size == 0:
        return np.full(lengths, np.nan, real)
    counted = np.ones(values.shape, bool) if there is None else there
    if plan.rule == "nanmoments":
        counted = counted & ~np.isnan(values)
    n, _, squares = moments(values, counted, axes)
    correction = 0.0 if case.initial is None else np.float64(np.asarray(case.initial.value, case.initial.dtype))
    divisor = n - correction
    result = np.where((n > 0) & (divisor > 0), squares / np.asarray(divisor).astype(real), real(np.nan))
    return np.sqrt(result) if case.name.endswith("std") else result


def _index_of_none(case, expected):
    value = np.asarray(case.initial.value, case.initial.dtype)
    note_saturation(value, "int64", expected)
    return cast(value, case.initial.dtype, "int64")


def _index(case, values, there, axes, lengths, expected):
    """Where the first of the largest keys is, of those that count: NaN above all, -0 below +0."""
    none = 0 if case.initial is None else _index_of_none(case, expected)
    if values.size == 0:
        return np.full(lengths, none, np.int64)
    if values.dtype.kind == "f":
        bits = values.view("i%d" % values.itemsize)
        largest = np.iinfo(bits.dtype).max
        keys = np.where(bits < 0, bits ^ largest, bits)
        keys = np.where(np.isnan(values), largest, keys if case.name == "argmax" else ~keys)
    else:
        keys = values if case.name == "argmax" else ~values
    axis = None if len(axes) == values.ndim else min(axes)
    if there is None:
        return np.argmax(keys, axis=axis)
    rows, counted = (x.reshape(1, -1) if axis is None else np.moveaxis(x, axis, -1) for x in (keys, there))
    width = rows.shape[-1]
    places = [np.flatnonzero(each) for each in counted.reshape(-1, width)]
    firsts = [at[np.argmax(row[at])] if at.size else none for row, at in zip(rows.reshape(-1, width), places)]
    return np.array(firsts, np.int64)


def _mean(total, values, there, axes):
    counted = np.ones(values.shape, bool) if there is None else there
    real = np.empty(0, total.dtype).real.dtype
    count = counted.sum(axis=tuple(axes)).astype(real)
    if total.dtype.kind != "c":
        return total / count
    result = np.empty(total.shape, total.dtype)
    result.real, result.imag = total.real / count, total.imag / count
    return result


def _squares(x, scale):
    real = np.square(x.real * scale)
    if x.dtype.kind != "c":
        return real
    return np.where(np.isinf(x), real.dtype.type(np.inf), real + np.square(x.imag * scale))


def _norm2(case, plan, values, there, axes, expected):
    """Square roots of sums of squares; those that are not sure are taken of the elements times a power of two."""
    real = COMPUTE[plan.dtype].name

    def root(scale):
        scale = np.dtype(real).type(scale)
        result = np.sqrt(_fold(case, plan, _squares(values, scale), there, axes, expected))
        return result * (1 / scale)

    plain = root(1)
    large, small = np.isinf(plain), plain < _LEAST[real]
    return np.where(large, root(_DOWN[real]), np.where(small, root(_UP[real]), plain))


def _fold_mapped(case, plan, values, there, axes, expected):
    if plan.rule == "norm2":
        return _norm2(case, plan, values, there, axes, expected)
    if plan.rule == "norm":
        values = np.asarray(compute("abs", (values,), expected.departures))
    counted = there
    if plan.rule in ("nansum", "nanmean") and values.dtype.kind in "fc":
        numbers = ~np.isnan(values)
        counted = numbers if there is None else numbers & there
        values = np.where(numbers, values, np.zeros((), values.dtype))
    result = _fold(case, plan, values, there, axes, expected)
    if plan.rule == "ptp":
        smallest = by_tree(functools.partial(_joined, "minimum", expected), values, there, axes)[0] if values.size else result
        return compute("subtract", (result, smallest), expected.departures)
    return _mean(result, values, counted, axes) if plan.rule in MEANS else result


def expect_fold(case, buffers):
    expected, casting = Expected(), case.casting or "safe"
    shape = case.inputs[0].shape
    if case.verb == "accumulate":
        if not shape:
            expected.refuse("shape")
        elif not -len(shape) <= case.axis < len(shape):
            expected.refuse("axis")
        lengths, axes = shape, set()
    else:
        axes = reduced_axes(case, expected.wrong)
        if not shape and case.axis in (0, -1, (0,), (-1,)):
            expected.refusals.add("axis of a number")
        lengths = kept_lengths(case)
    default = result_dtype(case)
    asked = case.out.dtype if case.out is not None else case.dtype or default
    if asked is None or (case.out is None and default is None):
        expected.refuse("dtype", "complex order" if KINDS[case.inputs[0].dtype] == COMPLEX else "fold dtype")
        return expected
    plan = _Plan(case, asked, expected)
    if case.out is None and case.dtype is not None and case.dtype != default:
        # the binding first asks what the call gives by itself
        _check(case, _Plan(case, default, expected), casting, axes, expected)
    _check(case, plan, casting, axes, expected)
    if case.out is not None:
        if case.out.shape != lengths:
            expected.refuse("shape", "output's shape")
        check_output(case, plan.dtype, casting, expected)
    elif not can_cast(plan.dtype, asked, casting):
        expected.refuse("dtype", "casting rule")
    elif asked == "bfloat16":
        expected.refuse("argument", "bfloat16")
    if expected.wrong:
        return expected
    values, there = _values(case, plan, buffers, expected)
    if case.verb == "accumulate":
        function = functools.partial(_joined, plan.kernel, expected)
        result = accumulate(function, values, case.axis) if values.size else values
    else:
        if plan.rule in MOMENTS:
            result = _variance(case, plan, values, there, axes, lengths)
        elif plan.rule == "index":
            result = _index(case, values, there, axes, lengths, expected)
        else:
            result = _fold_mapped(case, plan, values, there, axes, expected)
        result = np.asarray(result).reshape(lengths)
    computed = plan.dtype if plan.dtype == asked else COMPUTE[plan.dtype].name  # rounded once
    store(case, expected, cast(result, computed, computed), computed, asked, buffers)
    return expected


def _check(case, plan, casting, axes, expected):
    x = case.inputs[0]
    if isinstance(x, Number) and x.weak:
        _check_number(x, plan, casting, expected)
    elif not plan.takes(x.dtype, casting):
        expected.refuse("dtype", "casting rule")
    _check_mask(case, expected)
    if case.initial is not None:
        strict = copy.copy(plan)  # any input has an index, but not anything is one
        strict.any_input &= plan.rule != "index"
        _check_number(case.initial, strict, casting, expected)
        if plan.rule in MOMENTS and KINDS[case.initial.dtype] == COMPLEX:
            expected.refuse("dtype", "moments")
        elif plan.rule in MOMENTS and case.initial.value != case.initial.value:
            expected.refuse("argument", "moments")
    if case.verb == "reduce":
        _check_identity(case, plan, axes, expected)
