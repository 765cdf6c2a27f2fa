"""Makes a failing case small: fewer axes, shorter ones, plain layouts, fewer options, plainer values."""

import numpy as np

from case import reduced_axes
from judge import Wrong, judge
from operands import Memory


def wrong_with(case):
    """What is wrong with a case, None if nothing."""
    try:
        judge(case)
    except Wrong as wrong:
        return str(wrong)
    except Exception:  # a change that made it no case at all
        return None
    return None


# ---- one change at a time ------------------------------------------------------------------------------------------


def _with_arrays(case, change):
    """The case with each array changed; None where one cannot be."""
    other = case.copy()
    other.inputs = [change(x) if isinstance(x, Memory) else x for x in case.inputs]
    other.out = case.out and change(case.out)
    other.where = case.where and change(case.where)
    return other


def _cut(axis, ndim, length):
    """Gives the axis (counted in the call's shape) another length; None drops it."""

    def change(array):
        own = axis - (ndim - len(array.shape))
        if own < 0 or array.shape[own] == 1 and length is not None:
            return array
        shape, strides = list(array.shape), list(array.strides)
        if length is None:
            del shape[own], strides[own]
        else:
            shape[own] = length
        return array.changed(shape=tuple(shape), strides=tuple(strides))

    return change


def _shorter(case):
    whole = max((x.shape for x in case.arrays()), key=len, default=())
    if case.verb == "apply":
        for axis in range(len(whole)):
            yield _with_arrays(case, _cut(axis, len(whole), None))
            for length in (
                0,
                1,
                max(x.shape[axis - len(whole)] if len(x.shape) >= len(whole) - axis else 1 for x in case.arrays()) // 2,
            ):
                yield _with_arrays(case, _cut(axis, len(whole), length))
        return
    whole, axes = case.inputs[0].shape, reduced_axes(case) if case.verb == "reduce" else {case.axis}
    for axis in range(len(whole)):
        for length in (0, 1, whole[axis] // 2, whole[axis] - 1):
            if not 0 <= length < whole[axis]:
                continue
            other = case.copy()
            other.inputs = [_cut(axis, len(whole), length)(case.inputs[0])]
            other.where = case.where and _cut(axis, len(whole), length)(case.where)
            kept = [i for i in range(len(whole)) if i not in axes or case.keepdims or case.verb == "accumulate"]
            if case.out is not None and axis in kept and (axis not in axes or case.verb == "accumulate"):
                other.out = _cut(kept.index(axis), len(kept), length)(case.out)
            yield other


def _without_options(case):
    for name, value in (
        ("where", None),
        ("initial", None),
        ("dtype", None),
        ("keepdims", False),
        ("casting", None),
        ("isa", 0),
        ("out", None),
    ):
        if getattr(case, name) != value:
            other = case.copy()
            setattr(other, name, value)
            yield other
    if case.casting not in (None, "unsafe"):
        other = case.copy()
        other.casting = "unsafe"
        yield other


def _moved(case, array):
    """The same elements, contiguous, native, in a buffer of their own."""
    buffers = [np.frombuffer(content, "uint8") for content in case.contents()]
    stored = np.array(array.view(buffers), array.stored.newbyteorder("="), order="C")
    case.buffers.append((stored.nbytes, stored.tobytes()))
    return Memory(array.dtype, False, array.shape, stored.strides, 0, len(case.buffers) - 1, array.read_only)


def _alone(case, array):
    """The same layout in a buffer that has no more than its elements."""
    low, high = array.reach()
    content = case.contents()[array.buffer][array.offset + low : array.offset + high]
    case.buffers.append((len(content), bytes(content)))
    return array.changed(offset=-low, buffer=len(case.buffers) - 1)


def _plainer(case):
    places = [("inputs", i) for i, x in enumerate(case.inputs) if isinstance(x, Memory)]
    places += [(name, None) for name in ("out", "where") if getattr(case, name) is not None]
    for change in (_moved, _alone, lambda case, array: array.changed(swapped=False)):
        for name, i in places:
            other = case.copy()
            if i is None:
                setattr(other, name, change(other, getattr(case, name)))
            else:
                other.inputs[i] = change(other, case.inputs[i])
            yield other
    if case.prepared:
        other = case.copy()
        other.prepared = False
        yield other


def _emptier(case):
    for i, (nbytes, content) in enumerate(case.buffers):
        width = 16
        while width:
            for start in range(0, min(nbytes, 512), width):
                if any(content[start : start + width]):
                    other = case.copy()
                    other.buffers[i] = (
                        nbytes,
                        content[:start] + bytes(len(content[start : start + width])) + content[start + width :],
                    )
                    yield other
            width //= 2


def _size(case):
    """Less is simpler."""
    elements = sum(int(np.prod(x.shape)) for x in case.arrays())
    axes = sum(len(x.shape) for x in case.arrays())
    options = (
        sum(value not in (None, False) for value in (case.out, case.where, case.initial, case.dtype, case.casting))
        + case.keepdims
    )
    plain = 0
    for x in case.arrays():
        step = x.stored.itemsize
        for length, stride in zip(reversed(x.shape), reversed(x.strides)):
            plain += stride != step
            step *= length
        plain += x.swapped + (x.offset != 0)
    shared = len(case.arrays()) - len({x.buffer for x in case.arrays()})
    used = {x.buffer for x in case.arrays()}
    contents = [content for i, (_, content) in enumerate(case.buffers) if i in used]
    nonzero = sum(len(content) - bytes(content).count(0) for content in contents)
    return (elements, axes, options, plain + shared, case.isa, case.prepared, sum(map(len, contents)), nonzero)


def shrink(case):
    """The smallest case on the way down that is still wrong."""
    case = case.copy()
    case.buffers = [(len(content), bytes(content)) for content in case.contents()]
    smaller, tries = True, 0
    while smaller and tries < 3000:
        smaller = False
        for changes in (_shorter, _without_options, _plainer, _emptier):
            for other in changes(case):
                tries += 1
                if _size(other) < _size(case) and wrong_with(other):
                    case, smaller = other, True
                    break
            if smaller:
                break
    return case
