"""Kernels, and the functions that are made of them: built-in ones by introspection, the user's by `kernel`."""

import ctypes
import inspect
import numbers

from . import _call
from ._context import context
from ._dtypes import name_of
from ._errors import ArgumentError, ArgumentTypeError, UnknownKernelError, wrong
from ._library import lib, text_of

APPLY, REDUCE, ACCUMULATE = 1, 2, 4
_WHERE, _INITIAL, CORRECTION = 1, 2, 4


class Kernel:
    """What to compute: a name, numbers of inputs and outputs, verbs and loops. The functions below take it by name."""

    def __init__(self, handle):
        n_in, n_out, verbs, takes = (ctypes.c_int32() for _ in range(4))
        here, byref = context(), ctypes.byref
        here.check(lib.kernel_arity(handle, byref(n_in), byref(n_out)))
        here.check(lib.kernel_verbs(handle, byref(verbs)))
        here.check(lib.kernel_takes(handle, byref(takes)))
        self.handle = handle
        self.name = text_of(lib.kernel_name, handle)
        self.summary = text_of(lib.kernel_summary, handle)
        self.n_in, self.n_out, self.verbs, self.takes = n_in.value, n_out.value, verbs.value, takes.value

    _module = "ravel."

    def called(self, verb):
        """What people call for a verb with this kernel: ravel.add, ravel.add.reduce, ravel.sum."""
        own = "apply" if self.verbs & APPLY else "reduce" if self.verbs & REDUCE else "accumulate"
        return self._module + self.name + ("" if verb == own else "." + verb)

    def check(self, here, status, verb):
        """Raises the exception of a call with this kernel."""
        if status:
            self.raise_own()
            here.check(status, self.called(verb))

    def raise_own(self):
        """Raises what a Python loop raised, if that is why a call failed."""

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return find, (self.name,)

    @property
    def loops(self):
        """The dtypes of its loops, as lines such as "float64, float64 -> float64"."""
        n, here = ctypes.c_int32(), context()
        here.check(lib.kernel_loop_count(self.handle, ctypes.byref(n)))
        dtypes = (ctypes.c_int32 * (self.n_in + self.n_out))()
        lines = []
        for index in range(n.value):
            here.check(lib.kernel_signature(self.handle, index, len(dtypes), dtypes))
            names = [name_of(dtype) for dtype in dtypes]
            lines.append(", ".join(names[: self.n_in]) + " -> " + ", ".join(names[self.n_in :]))
        return lines

    @property
    def isa(self):
        """The instruction set that a call in this thread's context would use."""
        here, isa = context(), ctypes.c_char_p()
        here.check(lib.kernel_isa(here.handle, self.handle, ctypes.byref(isa)))
        return isa.value.decode()

    def __repr__(self):
        return "<ravel.Kernel %s>" % self.name


# ---- functions -----------------------------------------------------------------------------------------------------

# Inputs of which x1, x2 would say too little, as the Array API names them.
_INPUTS = {
    "clip": ("x", "min", "max"), "where": ("condition", "x1", "x2"), "isclose": ("x1", "x2", "rtol", "atol", "equal_nan"),
    "nan_to_num": ("x", "nan", "posinf", "neginf"),
}  # fmt: skip

_ARGUMENTS = {
    "out": "out: the array to write to, of the result's shape; None: NumPy allocates it.",
    "where": "where: a mask that broadcasts to the shape; only elements where it is true count.",
    "casting": "casting: \"no\", \"safe\", \"same_kind\" or \"unsafe\"; None: the context's.",
    "axis": "axis: which axis or axes; negative ones count from the end; None: all.",
    "keepdims": "keepdims: whether reduced axes stay, with length 1.",
    "correction": "correction: what the number of elements is diminished by: 0 for all that there is, 1 for a sample.",
    "initial": "initial: a number that the result starts with.",
    "include_initial": "include_initial: whether the kernel's identity comes first, so that the result is one longer.",
    "dtype": "dtype: the result's, in which it is computed; None: the kernel's choice.",
}
_APPLY_WHERE = "where: a mask that broadcasts to the shape; only elements where it is true are written; needs out."
_INDEX_OF_NONE = "initial: the index where no element counts, such as -1; without it that is an error, and so is a mask."
_ACCUMULATE_AXIS = "axis: which axis; negative ones count from the end; None: the one of a 1-d array."


def _document(function, name, text, inputs, options, **arguments):
    """Gives a function its name, signature and docstring; arguments: what an option means here."""
    kinds = inspect.Parameter
    parameters = [kinds(each, kinds.POSITIONAL_ONLY) for each in inputs]
    for option, default in options.items():
        kind = kinds.POSITIONAL_OR_KEYWORD if option == "axis" else kinds.KEYWORD_ONLY
        parameters.append(kinds(option, kind, default=default))
    function.__name__ = function.__qualname__ = name
    function.__module__ = "ravel"
    function.__signature__ = inspect.Signature(parameters)
    function.__doc__ = text + "\n\n" + "\n".join(arguments.get(option, _ARGUMENTS[option]) for option in options)
    return function


def _summary(kernel):
    loops = kernel.loops
    return kernel.summary + ("\n\nLoops: " + "; ".join(loops) + "." if loops else "")


def _apply_function(kernel):
    n_in = kernel.n_in

    def function(*inputs, out=None, where=None, casting=None):
        if len(inputs) != n_in:
            raise ArgumentTypeError("%s takes %d inputs, got %d" % (kernel.called("apply"), n_in, len(inputs)))
        return _call.apply(kernel, inputs, out, where, casting)

    inputs = ["x"] if n_in == 1 else _INPUTS.get(kernel.name, ["x%d" % (i + 1) for i in range(n_in)])
    options = {"out": None, "where": None, "casting": None}
    return _document(function, kernel.name, _summary(kernel), inputs, options, where=_APPLY_WHERE)


def _reduce_function(kernel, name, text):
    """With the arguments that the library says the reduction takes."""
    options, takes = {"axis": None}, kernel.takes
    if takes & CORRECTION:
        options["correction"] = 0.0
    options["keepdims"] = False
    if takes & _WHERE:
        options["where"] = None
    if takes & _INITIAL:
        options["initial"] = None
    options.update(out=None, dtype=None, casting=None)
    # A mask or a first value that the reduction does not take, the library refuses; None is none anywhere.
    known = {*options, "where"} if takes & CORRECTION else {*options, "where", "initial"}

    def function(x, /, axis=None, **given):
        for option in given:
            if option not in known:
                listed = ", ".join(options)
                raise ArgumentTypeError("%s takes no %s; it takes %s" % (kernel.called("reduce"), option, listed))
        role = "initial"
        if takes & CORRECTION:
            role, correction = "correction", given.pop("correction", 0.0)
            if correction is None or (isinstance(correction, numbers.Real) and correction != correction):
                raise ArgumentError("%s: correction must be a number, got %r" % (kernel.called("reduce"), correction))
            given["initial"] = None if type(correction) in (int, float) and correction == 0 else correction
        return _call.reduce(kernel, x, axis, role=role, **given)

    meanings = {"initial": _INDEX_OF_NONE} if kernel.name in ("argmax", "argmin") else {}
    return _document(function, name, text, ["x"], options, **meanings)


def _accumulate_function(kernel, name, text):
    def function(x, /, axis=None, *, include_initial=False, out=None, dtype=None, casting=None):
        return _call.accumulate(kernel, x, axis, include_initial, out, dtype, casting)

    options = {"axis": None, "include_initial": False, "out": None, "dtype": None, "casting": None}
    return _document(function, name, text, ["x"], options, axis=_ACCUMULATE_AXIS)


def function_of(kernel):
    """The Python function of a kernel, with .kernel, and .reduce and .accumulate where the kernel serves them."""
    name = kernel.name
    if kernel.verbs & APPLY:
        function = _apply_function(kernel)
    elif kernel.verbs & REDUCE:
        function = _reduce_function(kernel, name, _summary(kernel))
    else:
        function = _accumulate_function(kernel, name, _summary(kernel))
    if kernel.verbs & APPLY and kernel.verbs & REDUCE:
        text = "The elements along the axes, joined by %s." % name
        function.reduce = _reduce_function(kernel, name + ".reduce", text)
    if kernel.verbs & APPLY and kernel.verbs & ACCUMULATE:
        text = "out[i] = %s(out[i - 1], x[i]) along one axis." % name
        function.accumulate = _accumulate_function(kernel, name + ".accumulate", text)
    function.kernel = kernel
    return function


def functions():
    """A function for each built-in kernel of the library, by name."""
    count, handle, here = ctypes.c_int32(), ctypes.c_void_p(), context()
    here.check(lib.kernel_count(ctypes.byref(count)))
    made = {}
    for index in range(count.value):
        here.check(lib.kernel_at(here.handle, index, ctypes.byref(handle)))
        kernel = Kernel(handle.value)
        made[kernel.name] = function_of(kernel)
    return made


def find(name):
    """The built-in kernel of this name; an error that gives the nearest names where there is none."""
    here, handle = context(), ctypes.c_void_p()
    if not isinstance(name, str):
        raise wrong("ravel.find", "name", "a string", name)
    try:
        here.check(lib.kernel_find(here.handle, name.encode(), ctypes.byref(handle)))
    except UnknownKernelError as error:
        text = error.args[0].replace("ravel_kernel_at lists", "ravel.names lists")
        error.args = (text.replace("; ravel_", "; ravel."),)
        raise
    return Kernel(handle.value)


def missing(name):
    """What to raise for an attribute that the module has not."""
    try:
        find(name)
    except UnknownKernelError as error:
        return AttributeError("module 'ravel' has no attribute %r; %s" % (name, str(error).split("; ", 1)[-1]))
    return AttributeError("module 'ravel' has no attribute %r" % name)
