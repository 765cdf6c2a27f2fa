"""ravel's statuses as exceptions: each is a RavelError, and the built-in exception that fits."""

import ctypes

from ._library import lib


class RavelError(Exception):
    """A call that ravel refused. Nothing has been written, unless a kernel of the user's failed.

    status: ravel's number. argument: its place, inputs from 0, then outputs, mask, initial; or -1. axis: which axis, or
    -1. kind: the status in words.
    """

    _usual_status = 0

    def __init__(self, message, status=None, argument=-1, axis=-1):
        super().__init__(message)
        self.status = self._usual_status if status is None else status
        self.argument = argument
        self.axis = axis

    @property
    def kind(self):
        return lib.status_text(self.status).decode()

    def __reduce__(self):
        return type(self), (self.args[0], self.status, self.argument, self.axis)


class ArgumentError(RavelError, ValueError):
    """A value that the function does not take."""

    _usual_status = 9  # that of an invalid argument


class ArgumentTypeError(ArgumentError, TypeError):
    """An argument of a type that the function does not take."""


class ShapeError(RavelError, ValueError):
    """Shapes that do not go together, or that the memory cannot have."""


class DtypeError(RavelError, TypeError):
    """Dtypes that do not go together, or that a kernel has no loop for."""


class AxisError(RavelError, ValueError, IndexError):
    """An axis that the array has not, or named twice."""


class ElementError(RavelError, IndexError):
    """An index outside of its axis."""


class RangeError(RavelError, ValueError, OverflowError):
    """A number too large for its dtype, or a size too large for an address."""


class LayoutError(RavelError, BufferError, ValueError):
    """Memory that is not as asked for: too short, read-only, overlapping, not contiguous, not aligned, swapped."""


class ScratchError(RavelError, MemoryError):
    """No memory, or less than the context may use."""


class HandleError(RavelError, RuntimeError):
    """A handle whose object is gone, or that never was one."""


class BusyError(RavelError, RuntimeError):
    """The context is in use: by another thread, or by the call that called this kernel."""


class KernelError(RavelError, RuntimeError):
    """A user's kernel or an executor failed; the outputs' content is unspecified."""


class UnknownKernelError(RavelError, LookupError):
    """No built-in kernel has this name."""


_STATUSES = {
    ArgumentError: (1, 9, 10, 31, 33, 40, 41),
    HandleError: (2, 3, 4, 5),
    BusyError: (6,),
    ScratchError: (7, 8, 39),
    DtypeError: (11, 12, 13, 14, 15, 32, 37),
    ShapeError: (16, 17, 18, 30),
    RangeError: (19, 36),
    LayoutError: (20, 24, 25, 26, 27, 28, 29),
    AxisError: (21, 22),
    ElementError: (23,),
    KernelError: (34, 38),
    UnknownKernelError: (35,),
}
_CLASSES = {status: error for error, statuses in _STATUSES.items() for status in statuses}


# What people call here for the function of C that ravel's sentence begins with; other names follow by _called.
_CALLED = {
    "array_create": "ravel.Array", "array_create_scalar": "ravel.Array", "array_slice": "ravel.Array",
    "array_index": "ravel.Array", "array_element": "ravel.Array.address", "array_require": "ravel.require",
    "context_set_isa_cap": "ravel.Context.isa", "kernel_find": "ravel.find", "kernel_create": "ravel.kernel",
    "dtype_parse": "",
}  # fmt: skip


def _called(c_name):
    name = c_name[len("ravel_") :]
    if name in _CALLED:
        return _CALLED[name]
    for start, here in (("array_", "Array."), ("context_set_", "Context."), ("context_", "Context.")):
        if name.startswith(start):
            return "ravel." + here + name[len(start) :]
    return "ravel." + name


def _in_python(text, called):
    """ravel's sentence, beginning with what was called in Python."""
    c_name, colon, sentence = text.partition(": ")
    if not (colon and c_name.startswith("ravel_")):
        return text
    called = _called(c_name) if called is None else called
    return "%s: %s" % (called, sentence) if called else sentence


_INVALID_ARGUMENT, _OUT_OF_RANGE, _OUT_OF_BOUNDS = 9, 36, 20


def wrong(called, argument, expected, got):
    """The exception of an argument that is not what the function takes; called: the function, or "" where the argument
    says enough."""
    text = "%s must be %s, got %r" % (argument, expected, got)
    if not isinstance(got, (str, bool, int, float, complex, tuple, list)):
        text = "%s must be %s, got %s" % (argument, expected, type(got).__name__)
    return ArgumentTypeError("%s: %s" % (called, text) if called else text, _INVALID_ARGUMENT)


def out_of_range(called, argument, expected, got):
    """The exception of a number that is none of those which the function takes."""
    text = "%s must be %s, got %r" % (argument, expected, got)
    return RangeError("%s: %s" % (called, text) if called else text, _OUT_OF_RANGE)


def as_own(error, where):
    """The exception of this library for one of Python's that an operand raised, with the operand in front."""
    text = "%s: %s" % (where, error)
    if isinstance(error, TypeError):
        return ArgumentTypeError(text, _INVALID_ARGUMENT)
    if isinstance(error, OverflowError):
        return RangeError(text, _OUT_OF_RANGE)
    if isinstance(error, BufferError):
        return LayoutError(text, _OUT_OF_BOUNDS)
    return ArgumentError(text, _INVALID_ARGUMENT)


def say_where(error, where):
    """Puts the operand that an exception is about in front of its text."""
    if len(error.args) == 1 and isinstance(error.args[0], str):
        text = error.args[0]
        error.args = (where + ": " + (text[len("ravel.Array: ") :] if text.startswith("ravel.Array: ") else text),)


def error_of(status, context=None, called=None):
    """The exception for a status that a call in this context has just returned on this thread. called: what people
    called; None: what stands for the function of C."""
    told, argument, axis = ctypes.c_int32(), ctypes.c_int32(-1), ctypes.c_int32(-1)
    text = ""
    if context is not None:
        buffer, needed = ctypes.create_string_buffer(1024), ctypes.c_size_t()
        byref = ctypes.byref
        failed = lib.context_error(
            context, byref(told), byref(argument), byref(axis), buffer, len(buffer), byref(needed)
        )
        if not failed and told.value == status:  # a busy context keeps the text of another call
            text = buffer.value.decode()
    if not text:
        return _CLASSES.get(status, RavelError)(lib.status_text(status).decode(), status)
    return _CLASSES.get(status, RavelError)(_in_python(text, called), status, argument.value, axis.value)
