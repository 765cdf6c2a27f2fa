"""A case: one call. Random, from a seed; what it is can be changed part by part, which is how failures are shrunk."""

import random as random_module

import layouts
from dtypes import BOOL, CASTINGS, FLOAT, KINDS, LITERALS, NAMES, SIGNED, UNSIGNED, is_integral
from kernels import ACCUMULATING, APPLIED, ARITY, REDUCING, SELECTS
from noise import choose, fill
from operands import Memory, Number


class Case:
    __slots__ = ("verb", "name", "inputs", "out", "where", "casting", "axis", "keepdims", "initial", "dtype", "isa",
                 "prepared", "part", "buffers")  # fmt: skip

    def __init__(self, verb, name, part=range(1)):
        self.verb = verb
        self.name = name
        self.inputs = []
        self.out = self.where = self.casting = self.axis = self.initial = self.dtype = None
        self.keepdims = False
        self.isa = 0
        self.prepared = False  # whether arrays are ravel.Arrays
        self.part = part  # of the noise, of which the buffers are made
        self.buffers = []  # arguments of noise.fill or, where shrunk, (bytes, content)

    def copy(self):
        other = Case(self.verb, self.name)
        for part in Case.__slots__:
            setattr(other, part, getattr(self, part))
        other.inputs, other.buffers = list(self.inputs), list(self.buffers)
        return other

    def add_buffer(self, *content):
        self.buffers.append(content)
        return len(self.buffers) - 1

    def enlarge(self, buffer, nbytes):
        if nbytes > self.buffers[buffer][0]:
            self.buffers[buffer] = (nbytes, *self.buffers[buffer][1:])

    def contents(self):
        """The bytes of each buffer."""
        return [buffer[1] if len(buffer) == 2 else fill(*buffer) for buffer in self.buffers]

    def arrays(self):
        return [x for x in (*self.inputs, self.where, self.out) if isinstance(x, Memory)]


# ---- numbers -------------------------------------------------------------------------------------------------------

_FLOATS = (0.0, -0.0, 1.0, -2.5, 0.1, 1e-8, 1e5, 3e38, -1e300, float("inf"), float("nan"))


def _number(random, dtype):
    weak = random.random() < 0.6
    if weak and KINDS[dtype] <= UNSIGNED and dtype != "bool":
        dtype = "int64"
    elif weak:
        dtype = {BOOL: "bool", FLOAT: "float64"}.get(KINDS[dtype], "complex128")
    if dtype == "bool":
        value = random.random() < 0.5
    elif is_integral(dtype):
        low = -2 if KINDS[dtype] == SIGNED else 0
        value = (
            random.choice((0, 1, 2, 3, 100, 127))
            if random.random() < 0.8 or not weak
            else random.choice((low, 128, 255, 300, 2**15, 2**31, 2**33, 2**52, -129, -(2**31), 2**63 - 1, 2**63))
        )
        if weak and value >= 2**63:
            dtype = "uint64"
    elif KINDS[dtype] == FLOAT:
        value = random.choice(_FLOATS)
    else:
        value = complex(random.choice(_FLOATS), random.choice(_FLOATS))
    if not weak and dtype == "bfloat16":
        return Number("float32", value, False)
    return Number(dtype, value if not weak else LITERALS[dtype](value), weak)


# ---- calls ---------------------------------------------------------------------------------------------------------


def _largest(random):
    return 2000 if random.random() < 0.01 else 300 if random.random() < 0.1 else 40


def _part(random, case, dtype, whole):
    lengths = layouts.part_of(random, whole)
    if lengths and random.random() < 0.01:
        lengths = (*lengths[:-1], random.randint(0, 5))
    return layouts.place(random, case, dtype, lengths)


def _mask(random, case, whole):
    dtype = "bool" if random.random() < 0.97 else random.choice(NAMES)
    return _part(random, case, dtype, whole)


def _output(random, case, dtype, lengths):
    """An output: often one of the inputs, or in its memory."""
    same = [x for x in case.inputs if isinstance(x, Memory) and x.shape == lengths]
    if same and random.random() < 0.12:
        out = random.choice(same).changed()
    else:
        if random.random() < 0.01:
            lengths = layouts.shape(random, 8)
        elif random.random() < 0.01:
            lengths = (random.randint(0, 3), *lengths)
        out = layouts.place(random, case, dtype, lengths, output=True)
    out.read_only = random.random() < 0.01
    return out


def _casting(random, case):
    case.casting = random.choice((None, "safe", "same_kind", "unsafe", "unsafe", random.choice(CASTINGS)))


def _apply(random, case, dtypes_of):
    whole, common = layouts.shape(random, _largest(random)), random.choice(NAMES)
    n_in = ARITY[case.name]
    complete = random.randrange(n_in)
    for i in range(n_in):
        dtype = common if random.random() < 0.6 else random.choice(NAMES)
        if case.name in SELECTS and i == 0 and random.random() < 0.95:
            dtype = "bool"
        if random.random() < 0.12:
            case.inputs.append(_number(random, dtype))
        elif i == complete:
            case.inputs.append(layouts.place(random, case, dtype, whole))
        else:
            case.inputs.append(_part(random, case, dtype, whole))
    _casting(random, case)
    masked = random.random() < 0.25
    if masked:
        case.where = _mask(random, case, whole)
    result = dtypes_of(case)
    if result == "bfloat16" or random.random() < (0.97 if masked else 0.6):
        dtype = result if result and random.random() < 0.6 else random.choice(NAMES)
        case.out = _output(random, case, dtype, whole)


def _axes(random, ndim):
    if ndim == 0 and random.random() < 0.2:
        return random.choice((0, -1))
    axes = [axis if random.random() < 0.6 else axis - ndim for axis in range(ndim) if random.random() < 0.5]
    random.shuffle(axes)
    if axes and random.random() < 0.02:
        axes[0] = random.randint(-ndim - 1, ndim)
    return axes[0] if len(axes) == 1 and random.random() < 0.5 else tuple(axes)


def _fold(random, case, dtypes_of):
    largest = _largest(random) * (4 if random.random() < 0.1 else 1)
    whole = (random.randint(0, largest),) if random.random() < 0.15 else layouts.shape(random, largest)
    dtype = random.choice(NAMES)
    case.inputs.append(_number(random, dtype) if random.random() < 0.01 else layouts.place(random, case, dtype, whole))
    whole = case.inputs[0].shape
    _casting(random, case)
    if case.verb == "accumulate":
        case.axis = (
            random.randint(-len(whole), len(whole) - 1) if whole and random.random() < 0.98 else random.randint(-2, 2)
        )
        lengths = whole
    else:
        case.axis = None if random.random() < 0.3 else _axes(random, len(whole))
        case.keepdims = random.random() < 0.3
        if random.random() < 0.25:
            case.where = _mask(random, case, whole)
        if random.random() < 0.2:
            case.initial = _number(random, dtype if random.random() < 0.8 else random.choice(NAMES))
        lengths = kept_lengths(case)
    result = dtypes_of(case)
    if result == "bfloat16" or random.random() < 0.5:
        dtype = result if result and random.random() < 0.6 else random.choice(NAMES)
        case.out = _output(random, case, dtype, lengths)
    elif random.random() < 0.3:
        case.dtype = random.choice([name for name in NAMES if name != "bfloat16"])


def reduced_axes(case, wrong=None):
    """The axes of a reduction as a set; mistakes are added to a set."""
    ndim = len(case.inputs[0].shape)
    if case.axis is None:
        return set(range(ndim))
    axes = set()
    for axis in case.axis if isinstance(case.axis, tuple) else (case.axis,):
        if not -ndim <= axis < ndim or axis % ndim in axes:
            if wrong is not None:
                wrong.add("axis")
        else:
            axes.add(axis % ndim)
    return axes


def kept_lengths(case, wrong=None):
    axes = reduced_axes(case, wrong)
    return tuple(1 if axis in axes else length for axis, length in enumerate(case.inputs[0].shape)
                 if axis not in axes or case.keepdims)  # fmt: skip


def random_case(seed, dtypes_of, n_isas):
    """The case of a seed. dtypes_of tells the result's dtype, so that most outputs fit."""
    random = random_module.Random(seed)
    choice = random.random()
    if choice < 0.6:
        case = Case("apply", random.choice(APPLIED), choose(random))
        _apply(random, case, dtypes_of)
    elif choice < 0.9:
        case = Case("reduce", random.choice(REDUCING), choose(random))
        _fold(random, case, dtypes_of)
    else:
        case = Case("accumulate", random.choice(ACCUMULATING), choose(random))
        _fold(random, case, dtypes_of)
    case.isa = random.randrange(n_isas)
    case.prepared = random.random() < 0.1
    return case
