"""The order of reductions: one fixed tree along an axis, one axis at a time; or from the left.

Values come with a mask of which are there. A value that is not is passed over, as good as an identity."""

import numpy as np

BLOCK, LANES = 128, 8


def _join(function, left, right):
    """Joins two (values, present); present is None where all are there."""
    (x, x_there), (y, y_there) = left, right
    joined = function(x, y)
    if x_there is None:
        return joined, None
    both = np.where(x_there, np.where(y_there, joined, x), y)
    return both, x_there | y_there


def _take(values, there, index):
    return values[index], None if there is None else there[index]


def _block(function, values, there):
    """The lanes of a block, joined as l + 4, l + 2, l + 1."""
    lanes = [_take(values, there, i) for i in range(min(LANES, len(values)))]
    for i in range(LANES, len(values)):
        lanes[i % LANES] = _join(function, lanes[i % LANES], _take(values, there, i))
    step = LANES // 2
    while step:
        for i in range(step):
            if i + step < len(lanes):
                lanes[i] = _join(function, lanes[i], lanes[i + step])
        lanes, step = lanes[:step], step // 2
    return lanes[0]


def _tree(function, values, there):
    """Along the first axis: blocks joined pairwise as by a binary counter, what remains from the newest up."""
    waiting = []
    for number, start in enumerate(range(0, len(values), BLOCK), 1):
        part = slice(start, start + BLOCK)
        waiting.append(_block(function, values[part], None if there is None else there[part]))
        while number % 2 == 0:
            newest = waiting.pop()
            waiting[-1] = _join(function, waiting[-1], newest)
            number //= 2
    result = waiting.pop()
    while waiting:
        result = _join(function, waiting.pop(), result)
    return result


def by_tree(function, values, there, axes):
    """Over several axes: the longest first, of equal ones the last first. (values, present) without these axes."""
    remaining = list(range(values.ndim))
    for axis in sorted(axes, key=lambda axis: (-values.shape[remaining.index(axis)], -axis)):
        place = remaining.index(axis)
        remaining.remove(axis)
        values, there = _tree(
            function, np.moveaxis(values, place, 0), None if there is None else np.moveaxis(there, place, 0)
        )
    return values, there


def from_left(function, values, there, axes):
    """In C order of the axes."""
    order = sorted(axes) + [axis for axis in range(values.ndim) if axis not in axes]
    kept = tuple(values.shape[axis] for axis in order[len(axes) :])
    n = int(np.prod([values.shape[axis] for axis in axes]))
    values = values.transpose(order).reshape((n, *kept))
    there = None if there is None else there.transpose(order).reshape((n, *kept))
    result = _take(values, there, 0)
    for i in range(1, n):
        result = _join(function, result, _take(values, there, i))
    return result


def accumulate(function, values, axis):
    values = np.moveaxis(values, axis, 0)
    result = np.empty_like(values)
    for i in range(len(values)):
        result[i] = values[i] if i == 0 else function(result[i - 1], values[i])
    return np.moveaxis(result, 0, axis)
