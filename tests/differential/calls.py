"""The same call made twice: by ravel's binding, and by NumPy itself."""

import numpy as np

import ravel
from kernels import COMPARISONS, FUNCTIONS, MOVES, SELECTS, UFUNCS, folding, is_variance
from operands import Number


def _contexts():
    made = []
    for isa in ("generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"):
        try:
            made.append(ravel.Context(isa=isa))
        except ravel.ArgumentError:
            pass  # not in this build
    return made


CONTEXTS = _contexts()


# ---- ravel ---------------------------------------------------------------------------------------------------------


def ravel_operand(operand, buffers, prepared):
    if operand is None:
        return None
    if isinstance(operand, Number):
        return operand.value
    if operand.dtype == "bfloat16":
        return ravel.Array(buffers[operand.buffer], "bfloat16", operand.shape, operand.strides, operand.offset,
                           writeable=not operand.read_only)  # fmt: skip
    view = operand.view(buffers)
    return ravel.Array(view) if prepared else view


def call_ravel(case, buffers):
    """What ravel returns or raises."""
    inputs = [ravel_operand(x, buffers, case.prepared) for x in case.inputs]
    out, where = (ravel_operand(x, buffers, case.prepared) for x in (case.out, case.where))
    function, casting = FUNCTIONS[case.name], case.casting
    CONTEXTS[case.isa].clear_events()
    with CONTEXTS[case.isa]:
        if case.verb == "apply":
            return function(*inputs, out=out, where=where, casting=casting)
        if case.verb == "accumulate":
            function = getattr(function, "accumulate", function)
            return function(inputs[0], case.axis, out=out, dtype=case.dtype, casting=casting)
        function = getattr(function, "reduce", function)
        initial = None if case.initial is None else case.initial.value
        if is_variance(case.name):
            start = {"correction": 0.0 if initial is None else initial}
        else:
            start = {"initial": initial}
        return function(inputs[0], case.axis, keepdims=case.keepdims, where=where, **start, out=out,
                        dtype=case.dtype, casting=casting)  # fmt: skip


# ---- NumPy ---------------------------------------------------------------------------------------------------------


class Unspeakable(Exception):
    """NumPy has no such call; of which departure it is."""


def _numpy_operand(operand, buffers):
    if operand is None:
        return None
    if isinstance(operand, Number):
        return operand.value
    if operand.dtype == "bfloat16":
        raise Unspeakable("bfloat16")
    return operand.view(buffers)


def _stored(result, out, where, casting):
    """A result that NumPy's function cannot write where it is wanted."""
    if out is None:
        return result
    if out.shape != np.shape(result):
        raise ValueError("an output of another shape")
    np.copyto(out, result, casting=casting, where=True if where is None else where)
    return out


def call_numpy(case, buffers):
    """What NumPy returns or raises."""
    inputs = [_numpy_operand(x, buffers) for x in case.inputs]
    out, where = _numpy_operand(case.out, buffers), _numpy_operand(case.where, buffers)
    casting = {"no": "equiv", None: "safe"}.get(case.casting, case.casting)
    options = {} if where is None else {"where": where}
    if case.verb == "apply":
        if case.name in MOVES:
            if isinstance(inputs[0], int) and not -(2**63) <= inputs[0] < 2**63:
                raise Unspeakable("literals")
            if out is None:
                return np.array(inputs[0], np.asarray(inputs[0]).dtype.newbyteorder("="))
            if case.name == "copy" and out.shape != np.shape(inputs[0]):
                raise ValueError("an output of another shape")
            x = np.array(inputs[0]) if isinstance(inputs[0], np.ndarray) else inputs[0]  # copyto is careless of overlap
            np.copyto(out, x, casting=casting, **options)
            return out
        if case.name in SELECTS:
            return _stored(np.where(*inputs), out, where, casting)
        if options and case.name in COMPARISONS and any(isinstance(x, int) for x in inputs):
            raise Unspeakable("literals")  # NumPy 2.4 dies of np.greater(-1, uint16s, where=mask)
        if case.name in ("isnan", "isinf", "isfinite", "signbit", "negative") and out is not None:  # NumPy 2.4 errs in some strides
            x = np.array(inputs[0]) if isinstance(inputs[0], np.ndarray) else inputs[0]
            return _stored(UFUNCS[case.name](x), out, where, casting)
        if case.name.startswith("logical_") and out is not None:  # NumPy 2.4 errs in some overlaps
            inputs = [np.array(x) if isinstance(x, np.ndarray) else x for x in inputs]
        return UFUNCS[case.name](*inputs, out=out, casting=casting, **options)
    kernel, rule = folding(case.name)
    x = inputs[0] if isinstance(inputs[0], np.ndarray) else np.asarray(inputs[0])
    if case.verb == "accumulate":
        if out is not None and out.shape != x.shape:  # NumPy 2.4 dies of a 0-d output
            raise ValueError("an output of another shape")
        return UFUNCS[kernel].accumulate(x, axis=case.axis, dtype=case.dtype, out=out)
    if rule in ("norm", "norm2"):
        raise Unspeakable("norms")
    if rule in ("mean", "nanmean"):
        if case.initial is not None:
            raise Unspeakable("mean")
        return getattr(np, rule)(x, axis=case.axis, dtype=case.dtype, out=out, keepdims=case.keepdims, **options)
    if is_variance(case.name):
        raise Unspeakable("moments")
    if rule == "ptp":
        if case.initial is not None or where is not None or (case.dtype is not None and case.dtype != x.dtype):
            raise Unspeakable("ptp")
        x = np.array(x)  # NumPy 2.4 writes maxima to an output that overlaps, before it looks for minima
        return np.ptp(x, axis=case.axis, out=out, keepdims=case.keepdims)
    if rule == "index":
        if case.initial is not None or where is not None:
            raise Unspeakable("index")
        axis = case.axis
        if isinstance(axis, tuple) and len(axis) in (1, x.ndim):
            if any(not -x.ndim <= each < x.ndim for each in axis) or len({each % x.ndim for each in axis}) < len(axis):
                raise ValueError("no such axes")
            axis = axis[0] if len(axis) == 1 else None
        indices = np.asarray((np.argmax if case.name == "argmax" else np.argmin)(x, axis=axis, keepdims=case.keepdims))
        if out is None and case.dtype is not None:
            out = np.empty(indices.shape, case.dtype)
        return _stored(indices, out, None, casting)
    if rule == "count":
        if case.initial is not None:
            raise Unspeakable("count")
        if where is not None and where.dtype != bool:
            raise TypeError("a mask of another dtype")
        truths = np.not_equal(x, 0) if where is None else np.not_equal(x, 0) & where
        counts = np.asarray(np.count_nonzero(truths, axis=case.axis, keepdims=case.keepdims), np.int64)
        if out is None and case.dtype is not None:
            out = np.empty(counts.shape, case.dtype)
        return _stored(counts, out, None, casting)
    if case.initial is not None:
        options["initial"] = case.initial.value
    if rule == "nansum":
        return np.nansum(x, axis=case.axis, dtype=case.dtype, out=out, keepdims=case.keepdims, **options)
    return UFUNCS[kernel].reduce(x, axis=case.axis, dtype=case.dtype, out=out, keepdims=case.keepdims, **options)
