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


def _square(parts):
    return sum(part * part for part in parts)


def _join_moments(left, right):
    """The formula of Chan, Golub and LeVeque for (n, the parts of the sum, the squared deviations)."""
    (n, x, squares), (m, y, others) = left, right
    some, more = n.astype(squares.dtype), m.astype(squares.dtype)
    between = _square([b / more - a / some for a, b in zip(x, y)])
    weight = some * more / (n + m).astype(squares.dtype)
    joined = (squares + others) + between * weight
    squares = np.where(m == 0, squares, np.where(n == 0, others, joined))
    return n + m, [np.where(m == 0, a, np.where(n == 0, b, a + b)) for a, b in zip(x, y)], squares


def _lanes(join, items):
    """Items of a block, joined in lanes."""
    lanes = list(items[:LANES])
    for i in range(LANES, len(items)):
        lanes[i % LANES] = join(lanes[i % LANES], items[i])
    step = LANES // 2
    while step:
        for i in range(step):
            if i + step < len(lanes):
                lanes[i] = join(lanes[i], lanes[i + step])
        lanes, step = lanes[:step], step // 2
    return lanes[0]


def _moments_of_block(parts, there):
    """Of the parts of numbers along the first axis, which add nothing where they are not there."""
    n, real = np.asarray(there.sum(axis=0)), parts[0].dtype.type
    sums = [_lanes(np.add, list(np.where(there, part, real(-0.0)))) for part in parts]
    means = [total / n.astype(real) for total in sums]
    squares = [_square([p[i] - mean for p, mean in zip(parts, means)]) for i in range(len(there))]
    return n, sums, np.asarray(_lanes(np.add, [np.where(here, x, real(0)) for here, x in zip(there, squares)]))


def _moments_tree(blocks):
    waiting = []
    for number, block in enumerate(blocks, 1):
        waiting.append(block)
        while number % 2 == 0:
            newest = waiting.pop()
            waiting[-1] = _join_moments(waiting[-1], newest)
            number //= 2
    result = waiting.pop()
    while waiting:
        result = _join_moments(waiting.pop(), result)
    return result


def moments(values, there, axes):
    """(n, the parts of the sum, the squared deviations) without these axes."""
    parts = [values.real, values.imag] if values.dtype.kind == "c" else [values]
    remaining = list(range(values.ndim))
    order = sorted(axes, key=lambda axis: (-values.shape[axis], -axis))
    if not order:
        return _moments_of_block([part[np.newaxis] for part in parts], there[np.newaxis])
    place = order[0]
    remaining.remove(place)
    parts, there = [np.moveaxis(part, place, 0) for part in parts], np.moveaxis(there, place, 0)
    n, sums, squares = _moments_tree(
        _moments_of_block([part[start : start + BLOCK] for part in parts], there[start : start + BLOCK])
        for start in range(0, len(there), BLOCK)
    )
    for axis in order[1:]:
        place = remaining.index(axis)
        remaining.remove(axis)
        n, squares = np.moveaxis(n, place, 0), np.moveaxis(squares, place, 0)
        sums = [np.moveaxis(x, place, 0) for x in sums]
        states = [(np.asarray(n[i]), [x[i] for x in sums], np.asarray(squares[i])) for i in range(len(squares))]
        n, sums, squares = _moments_tree(
            _lanes(_join_moments, states[start : start + BLOCK]) for start in range(0, len(states), BLOCK)
        )
    return n, sums, squares


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
