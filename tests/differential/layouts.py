"""Random shapes and layouts: contiguous in any order, stepped, reversed, repeated, unaligned, on top of each other."""

from dtypes import ITEMSIZE
from operands import Memory


def shape(random, largest):
    """Up to 6 axes, `largest` elements in all; a length of 0 or 1 now and then."""
    ndim, room, lengths = random.randrange(7), random.randint(1, largest), []
    for axis in range(ndim):
        choice = random.randrange(12)
        length = 1 if choice == 0 else random.randint(1, min(room, 1 + random.randrange(6)))
        if choice == 1 and random.random() < 0.3:
            length = 0
        if axis == ndim - 1 and choice > 8:
            length = room
        lengths.append(length)
        room //= max(length, 1)
    random.shuffle(lengths)
    return tuple(lengths)


def part_of(random, whole):
    """A shape that broadcasts to the whole."""
    if random.random() < 0.6:
        return whole
    kept = whole[random.randint(0, len(whole)) :]
    return tuple(1 if random.random() < 0.3 else length for length in kept)


def _contiguous(order, lengths, itemsize):
    strides, step = [0] * len(lengths), itemsize
    for axis in reversed(order):
        strides[axis] = step
        step *= max(lengths[axis], 1)
    return strides


def _strides(random, lengths, itemsize, output):
    order, style = list(range(len(lengths))), random.random()
    if style < 0.3:
        return _contiguous(order, lengths, itemsize)
    if style > (0.98 if output else 0.9):  # anything
        return [random.randint(-3 * itemsize, 3 * itemsize) for _ in lengths]
    if style > 0.5:
        random.shuffle(order)
    room = [length if random.random() < 0.6 else length * random.randint(2, 3) for length in lengths]
    step = itemsize if random.random() < 0.8 else itemsize + random.randint(1, 9)
    strides = _contiguous(order, room, step)
    for axis in order:
        if random.random() < 0.3:
            strides[axis] = -strides[axis]
        elif random.random() < (0.01 if output else 0.15):
            strides[axis] = 0
        elif lengths[axis] == 1 and random.random() < 0.3:
            strides[axis] = random.randint(-50, 50)  # means nothing
    return strides


def place(random, case, dtype, lengths, output=False):
    """Lays an array out, in a buffer of its own or in one that is there."""
    strides = tuple(_strides(random, lengths, ITEMSIZE[dtype], output))
    memory = Memory(
        dtype, random.random() < 0.2 and ITEMSIZE[dtype] > 1 and dtype != "bfloat16", lengths, strides, 0, 0
    )
    low, high = memory.reach()
    if case.buffers and random.random() < (0.2 if output else 0.1):
        memory.buffer = random.randrange(len(case.buffers))
        room = max(case.buffers[memory.buffer][0] - (high - low), 0)
        memory.offset = random.randint(0, room) - low
        if random.random() < 0.5:
            memory.offset -= (memory.offset + low) % ITEMSIZE[dtype]
        case.enlarge(memory.buffer, memory.offset + high)
        return memory
    slack = random.randint(0, 40) if random.random() < 0.3 else 0
    memory.offset = slack - low
    nbytes = slack + high - low + (random.randint(0, 20) if slack else 0)
    phase = memory.offset % ITEMSIZE[dtype]
    memory.buffer = case.add_buffer(nbytes, dtype, memory.swapped, random.choice(case.part), phase)
    return memory
