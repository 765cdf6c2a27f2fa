"""What an elementwise call must do: which mistakes it has, else its values."""

import numpy as np

from compute import compute
from dtypes import COMPUTE, can_cast, cast, is_integral
from expected import Expected, broadcast, load, store
from loops import NoLoop, filled, loop
from operands import Number


def result_dtype(case):
    """The dtype of the result, None where there is none."""
    try:
        return loop(case.name, *_dtypes(case))[1]
    except NoLoop:
        return None


def _dtypes(case):
    return tuple(x.dtype for x in case.inputs), tuple(isinstance(x, Number) and x.weak for x in case.inputs)


def _parts(value):
    return (value.real, value.imag) if value.dtype.kind == "c" else (value,)


def is_taken(number, dtype):
    """Whether a dtype takes a literal: integers and bool the very value, others a rounded one, but no new infinity."""
    value = np.array(number.value, number.dtype)
    taken = cast(value, number.dtype, dtype)
    if is_integral(dtype):
        return taken.item() == value.item()
    return not any(np.isinf(x) and np.isfinite(y) for x, y in zip(_parts(taken), _parts(value)))


def _check_inputs(case, inputs, casting, expected):
    for x, dtype in zip(case.inputs, inputs):
        if isinstance(x, Number) and x.weak:
            if not is_taken(x, dtype):
                expected.refuse("range", "literals")
        elif not can_cast(x.dtype, dtype, casting):
            expected.refuse("dtype", "casting rule")


def _shape(case, expected):
    """The result's shape, None where there is none."""
    shapes = [x.shape for x in case.inputs]
    if case.name == "full" and case.out is not None:
        shape = case.out.shape
        if broadcast(*shapes, shape) != shape:
            expected.refuse("shape", "output's shape")
    else:
        shape = broadcast(*shapes)
        if shape is None:
            expected.refuse("shape")
            return None
    if case.out is not None and case.out.shape != shape:
        expected.refuse("shape", "output's shape")
    if case.where is not None and broadcast(case.where.shape, shape) != shape:
        expected.refuse("shape", "mask's shape")
    return shape


def check_output(case, dtype, casting, expected):
    out = case.out
    if out.read_only:
        expected.refuse("layout")
    if not can_cast(dtype, out.dtype, casting):
        expected.refuse("dtype", "casting rule")
    if out.overlaps_itself():
        expected.refuse("layout", "output over itself")


def expect_apply(case, buffers):
    expected, casting = Expected(), case.casting or "safe"
    if casting == "no":
        expected.departures.add("byte order")
    if case.where is not None and case.where.dtype != "bool":
        expected.refuse("dtype")
    if case.where is not None and case.out is None:
        expected.refuse("argument", "mask without output")
    shape = _shape(case, expected)
    try:
        inputs, output, departures = loop(case.name, *_dtypes(case))
    except NoLoop as error:
        expected.refuse("dtype", error.departure)
        return expected
    expected.departures |= departures
    if case.name == "full" and case.out is not None and isinstance(case.inputs[0], Number) and case.inputs[0].weak:
        inputs = (output,) = (filled(case.inputs[0].dtype, case.out.dtype),)
    if case.name == "copy" and isinstance(case.inputs[0], Number) and case.inputs[0].weak:
        expected.departures.add("literals")
    _check_inputs(case, inputs, casting, expected)
    if case.out is not None:
        check_output(case, output, casting, expected)
    elif output == "bfloat16":
        expected.refuse("argument", "bfloat16")
    if expected.wrong:
        return expected
    if case.where is not None and any(x.buffer == case.out.buffer for x in case.arrays()[:-1]):
        expected.departures.add("mask and overlap")
    values = [cast(load(x, buffers, expected), x.dtype, dtype).astype(COMPUTE[dtype], copy=False)
              for x, dtype in zip(case.inputs, inputs)]  # fmt: skip
    result = compute(case.name, values, expected.departures)
    result = cast(result, output, output)
    target = output if case.out is None else case.out.dtype
    store(case, expected, np.broadcast_to(result, shape), output, target, buffers)
    return expected
