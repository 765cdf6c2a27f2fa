"""A case as a program that anyone can run."""

import numpy as np

from calls import CONTEXTS
from kernels import FUNCTIONS, is_variance
from operands import Memory, Number


def _number(number):
    text = repr(number.value.item() if isinstance(number.value, np.generic) else number.value)
    if "nan" in text or "inf" in text:
        text = "complex(%r)" % text.strip("()") if "j" in text else "float(%r)" % text
    return text if number.weak else "np.%s(%s)" % (number.dtype, text)


def _array(memory):
    if memory.dtype == "bfloat16":
        writeable = ", writeable=False" if memory.read_only else ""
        return "ravel.Array(m%d, %r, %r, %r, %d%s)" % (
            memory.buffer,
            memory.dtype,
            memory.shape,
            memory.strides,
            memory.offset,
            writeable,
        )
    text = "np.ndarray(%r, %r, m%d, %d, %r)" % (
        memory.shape,
        memory.stored.str,
        memory.buffer,
        memory.offset,
        memory.strides,
    )
    return text


def program(case):
    """The lines of a program that makes this call."""
    lines, inputs = ["import numpy as np, ravel"], []
    used = {x.buffer for x in case.arrays()}
    for i, content in enumerate(case.contents()):
        if i in used:
            lines.append("m%d = bytearray.fromhex(%r)" % (i, bytes(content).hex()))
    for i, x in enumerate(case.inputs):
        if isinstance(x, Number):
            inputs.append(_number(x))
        else:
            lines.append("x%d = %s" % (i, _array(x)))
            inputs.append("x%d" % i)
    options = []
    for name in ("out", "where"):
        operand = getattr(case, name)
        if operand is None:
            continue
        lines.append("%s = %s" % (name, _array(operand)))
        if operand.read_only and operand.dtype != "bfloat16":
            lines.append("%s.flags.writeable = False" % name)
        options.append("%s=%s" % (name, name))
    if case.prepared:
        arrays = ["x%d" % i for i, x in enumerate(case.inputs) if isinstance(x, Memory)]
        arrays += [name for name in ("out", "where") if getattr(case, name) is not None]
        lines.append("%s = map(ravel.Array, (%s))" % (", ".join([*arrays, ""])[:-1], ", ".join([*arrays, ""])))
    function = "ravel." + case.name
    if case.verb != "apply":
        if hasattr(FUNCTIONS[case.name], case.verb):
            function += "." + case.verb
        inputs.append("axis=%r" % (case.axis,))
    if case.keepdims:
        options.append("keepdims=True")
    if case.initial is not None:
        options.append(("correction=" if is_variance(case.name) else "initial=") + _number(case.initial))
    for name in ("dtype", "casting"):
        if getattr(case, name) is not None:
            options.append("%s=%r" % (name, getattr(case, name)))
    lines.append("with ravel.Context(isa=%r):" % CONTEXTS[case.isa].isa)
    lines.append("    print(repr(%s(%s)))" % (function, ", ".join(inputs + options)))
    return "\n".join(lines)
