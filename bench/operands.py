"""operands.py: memory for one case after another: at a stated alignment, filled with random values, and used again."""

import numpy

_PERIOD = 131_071  # values repeat after so many: long enough for no predictor of branches to know them


def memory(nbytes, alignment=64):
    """Bytes that start at a multiple of 64, or with 16 at 16 bytes past one; written to, so that they are there."""
    raw = numpy.empty(nbytes + 128, numpy.uint8)
    raw.fill(0)
    start = -raw.ctypes.data % 64 + alignment % 64
    return raw[start : start + nbytes]


def _random(dtype, low, high, seed):
    generator = numpy.random.default_rng(seed)
    if dtype == "bool":
        share = 1 if low >= 1 else 0 if high == 0 else 0.5
        return generator.random(_PERIOD) < share
    if dtype.startswith("int"):
        return generator.integers(numpy.ceil(low), numpy.floor(high), _PERIOD, dtype, endpoint=True)
    if dtype == "complex128":
        return generator.uniform(low, high, _PERIOD) + 1j * generator.uniform(low, high, _PERIOD)
    return generator.uniform(low, high, _PERIOD).astype(dtype)


class _Line:
    """One operand's memory, and what it is filled with."""

    def __init__(self):
        self.bytes = numpy.empty(0, numpy.uint8)
        self.alignment = None
        self.content = None
        self.filled = 0

    def take(self, count, dtype, alignment):
        """`count` elements, whatever they hold."""
        nbytes = count * numpy.dtype(dtype).itemsize
        if len(self.bytes) < nbytes or self.alignment != alignment:
            self.bytes = numpy.empty(0, numpy.uint8)  # frees before it allocates
            self.bytes, self.alignment, self.content = memory(nbytes, alignment), alignment, None
        return self.bytes[:nbytes].view(dtype)

    def filled_with(self, count, dtype, alignment, low, high, seed):
        """`count` elements with random values in [low, high]."""
        line = self.take(count, dtype, alignment)
        content = dtype, low, high
        if self.content != content or self.filled < count:
            pattern = _random(dtype, low, high, seed)
            for start in range(0, count, _PERIOD):
                line[start : start + _PERIOD] = pattern[: count - start]
            self.content, self.filled = content, count
        return line


class Operands:
    """The inputs and outputs of the case at hand."""

    def __init__(self):
        self._inputs, self._outputs = [], []

    def of(self, case):
        """(inputs, outputs) as NumPy arrays; those of the case before are no longer theirs."""
        alignment, views = case.layout.alignment, case.in_views()
        while len(self._inputs) < len(views):
            self._inputs.append(_Line())
        while len(self._outputs) < len(case.outputs):
            self._outputs.append(_Line())
        inputs = []
        for slot, (view, dtype, bounds) in enumerate(zip(views, case.inputs, case.values)):
            line = self._inputs[slot].filled_with(view.count, dtype, alignment, *bounds, slot)
            inputs.append(view.of(line))
        shape = case.out_shape
        count = int(numpy.prod(shape))
        outputs = [line.take(count, dtype, alignment).reshape(shape)
                   for line, dtype in zip(self._outputs, case.outputs)]  # fmt: skip
        return inputs, outputs
