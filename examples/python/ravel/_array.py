"""ravel.Array: a descriptor that is made once and used often, and its views."""

import ctypes
import operator
import sys
import weakref

from ._context import casting_number, context
from ._dtypes import CTYPES, FORMATS, SWAPPED, WRITEABLE, itemsize_of, name_of, native, parse, typestr_of
from ._errors import ArgumentError, ArgumentTypeError, ElementError, LayoutError, RavelError, as_own, out_of_range, wrong
from ._library import lib, text_of
from ._memory import Export, claimed_memory, int32_list, int64_list, memory_of, number, scalar_handle, several

C_CONTIGUOUS, F_CONTIGUOUS = 32, 64
_FLAG_NAMES = {
    1: "writeable", 2: "swapped", 4: "size unknown", 8: "weak", 16: "scalar", 32: "C contiguous", 64: "F contiguous",
    128: "aligned",
}  # fmt: skip
_OPEN = -(2**63)
_NOTHING = ctypes.create_string_buffer(16)  # where empty arrays are shown: NumPy wants an address


def _nested(numbers, shape):
    """Lists of this shape, filled in C order from an iterator; without axes a number."""
    return [_nested(numbers, shape[1:]) for _ in range(shape[0])] if shape else next(numbers)


def _choice(called, name, value, choices):
    try:
        return choices[value]
    except (KeyError, TypeError):
        raise wrong(called, name, "one of " + ", ".join(map(repr, choices)), value) from None


def _index_of(part):
    try:
        if not isinstance(part, bool):
            return operator.index(part)
    except TypeError:
        pass
    raise wrong("ravel.Array", "an index", "an integer, a slice, None or ...", part)


class Array:
    """A description of memory that another object owns. That object lives as long as the description.

        Array(x)                                 x as it is: NumPy array, array.array, bytearray, memoryview, number …
        Array(buffer, dtype, shape, strides=None, offset=0, writeable=None)
                                                 the bytes of a buffer, as claimed; what does not fit is an error

    Every function takes what Array takes. An Array made once saves the time of describing it in each call. `shape`,
    `strides` (in bytes), `dtype` and so on tell what it is. Indexing, `T` and the methods give views, never copies;
    indices that Python would clip in silence are errors. tolist() and iteration give Python's numbers, a 0-d array is
    one; numpy.asarray(array) shows the same memory to NumPy.
    """

    __slots__ = ("handle", "owner", "_export", "_finalizer", "__weakref__")

    def __init__(self, value, dtype=None, shape=None, strides=None, offset=0, writeable=None):
        here = context()
        if (dtype is None) != (shape is None):
            raise ArgumentTypeError("ravel.Array: dtype and shape go together")
        if dtype is not None:
            memory = claimed_memory(value, dtype, shape, strides, offset, writeable)
        elif strides is not None or offset != 0 or writeable is not None:
            raise ArgumentTypeError("ravel.Array: strides, offset and writeable need dtype and shape")
        else:
            handle = scalar_handle(here, value)
            if handle is not None:
                self._own(handle, None, None)
                return
            if isinstance(value, Array):
                self._own(value._view_handle(lib.array_squeeze, 0, int32_list(())), value.owner, value._export)
                return
            try:
                memory = memory_of(value)
            except RavelError:
                raise
            except (TypeError, ValueError, BufferError, OverflowError) as error:
                raise as_own(error, "ravel.Array") from None
        handle = memory.create(here)
        if memory.export is not None:
            memory.export.release_when_dropped()
        self._own(handle, memory.owner, memory.export)

    def _own(self, handle, owner, export):
        self.handle = handle
        self.owner = owner
        self._export = export
        self._finalizer = weakref.finalize(self, lib.array_destroy, handle)

    def rebind(self, buffer, offset=0):
        """Points the description at another buffer, with the same dtype, shape and strides."""
        here, offset = context(), number(offset, "ravel.Array.rebind", "offset")
        try:
            export = Export(buffer)
        except TypeError:
            expected = "an object with the buffer protocol"
            raise wrong("ravel.Array.rebind", "the buffer", expected, buffer) from None
        if export.view.readonly and self.writeable:
            export.release()
            text = "ravel.Array.rebind: the buffer of %s is read-only, and the array is writeable"
            raise LayoutError(text % type(buffer).__name__)
        status = lib.array_rebind(here.handle, self.handle, export.view.buf, export.view.len, offset)
        if status:
            export.release()
            here.check(status)
        export.release_when_dropped()
        self.owner = buffer
        self._export = export

    def __copy__(self):
        return Array(self)

    def __reduce__(self):
        raise TypeError(
            "a ravel.Array describes memory of another object, and can be neither deep-copied nor pickled: "
            "copy or send its owner (numpy.array(array)), and describe that"
        )

    # ---- what it is ------------------------------------------------------------------------------------------------

    def _ask(self, function, kind):
        answer = kind()
        context().check(function(self.handle, ctypes.byref(answer)))
        return answer.value

    @property
    def dtype(self):
        """The name of the element type, such as "float64"."""
        return name_of(self._ask(lib.array_dtype, ctypes.c_int32))

    @property
    def ndim(self):
        return self._ask(lib.array_ndim, ctypes.c_int32)

    @property
    def size(self):
        """The number of elements."""
        return self._ask(lib.array_size, ctypes.c_int64)

    @property
    def nbytes(self):
        """The bytes of the elements."""
        return self._ask(lib.array_nbytes, ctypes.c_size_t)

    @property
    def itemsize(self):
        return itemsize_of(self._ask(lib.array_dtype, ctypes.c_int32))

    def _lengths(self, function):
        n = self.ndim
        answer = int64_list((0,) * n)
        context().check(function(self.handle, n, answer))
        return tuple(answer)

    @property
    def shape(self):
        return self._lengths(lib.array_shape)

    @property
    def strides(self):
        """In bytes."""
        return self._lengths(lib.array_strides)

    @property
    def flags(self):
        """A set of words, such as "writeable" and "C contiguous"."""
        bits = self._ask(lib.array_flags, ctypes.c_uint64)
        return {text for bit, text in _FLAG_NAMES.items() if bits & bit}

    @property
    def writeable(self):
        return bool(self._ask(lib.array_flags, ctypes.c_uint64) & WRITEABLE)

    def address(self, *index):
        """The address of one element: of all axes, negative indices count from the end."""
        answer, here = ctypes.c_void_p(), context()
        here.check(
            lib.array_element(here.handle, self.handle, len(index), int64_list(index, "ravel.Array.address", "each index"), ctypes.byref(answer))
        )
        return answer.value

    @property
    def __array_interface__(self):
        bits = self._ask(lib.array_flags, ctypes.c_uint64)
        if "scalar" in self.flags:
            raise AttributeError("a number has no memory to show")
        start = self.address(*(0,) * self.ndim) if self.size else ctypes.addressof(_NOTHING)
        typestr = typestr_of(self._ask(lib.array_dtype, ctypes.c_int32), bits & SWAPPED)
        return {
            "version": 3, "shape": self.shape, "strides": self.strides, "typestr": typestr,
            "data": (start, not bits & WRITEABLE),
        }  # fmt: skip

    # ---- its elements as Python's numbers --------------------------------------------------------------------------

    def tolist(self):
        """The elements as Python's numbers, in nested lists; the number of a 0-d array."""
        name, shape = self.dtype, self.shape
        name = "float32" if name in ("float16", "bfloat16") else name  # as Python knows them
        plain, here, copy = empty(shape, name), context(), ctypes.c_void_p()
        here.check(lib.kernel_find(here.handle, b"copy", ctypes.byref(copy)))
        source, target = ctypes.c_void_p(self.handle), ctypes.c_void_p(plain.handle)
        unsafe = casting_number("unsafe")  # whatever the context forbids: this widens at most
        here.check(lib.apply(here.handle, copy, 1, ctypes.byref(source), None, unsafe, 1, ctypes.byref(target)))
        parts = FORMATS.get(name) or FORMATS[plain.real.dtype]
        numbers = iter(memoryview(plain.owner).cast(parts))
        if name not in FORMATS:
            numbers = map(complex, numbers, numbers)
        return _nested(numbers, shape)

    def __iter__(self):
        """The numbers of a 1-d array; else views along the first axis."""
        n = len(self)
        return iter(self.tolist()) if self.ndim == 1 else (self[i] for i in range(n))

    def _number(self):
        if self.ndim:
            raise TypeError("only a 0-d array is a number; this one has shape %r" % (self.shape,))
        return self.tolist()

    def __int__(self):
        return int(self._number())

    def __float__(self):
        return float(self._number())

    def __complex__(self):
        return complex(self._number())

    def __bool__(self):
        return bool(self._number())

    def __len__(self):
        shape = self.shape
        if not shape:
            raise TypeError("a 0-d array has no length")
        return shape[0]

    def __repr__(self):
        return "<ravel.Array: %s>" % text_of(lib.array_describe, self.handle)

    # ---- views -----------------------------------------------------------------------------------------------------

    def _view_handle(self, function, *arguments):
        here, handle = context(), ctypes.c_void_p()
        here.check(function(here.handle, self.handle, *arguments, ctypes.byref(handle)))
        return handle.value

    def _view(self, function, *arguments):
        view = Array.__new__(Array)
        view._own(self._view_handle(function, *arguments), self.owner, self._export)
        return view

    def _over(self, function, axes, called):
        """A view by a function of axes: None for all of them, a number or a list."""
        if axes is None:
            return self._view(function, 0, None)
        axes = int32_list(axes, "ravel.Array." + called, "axes")
        return self._view(function, len(axes), axes)

    def __getitem__(self, key):
        """a[1:, ::2, -1, None, ...]: as in NumPy, but an index or bound outside of its axis is an error."""
        key = list(key) if isinstance(key, tuple) else [key]
        named = sum(part is not None and part is not Ellipsis for part in key)
        dots = [i for i, part in enumerate(key) if part is Ellipsis]
        if len(dots) > 1:
            raise ElementError("ravel.Array: an index can have only one ellipsis")
        if named > self.ndim:
            raise ElementError("ravel.Array: %d indices for %d dimensions" % (named, self.ndim))
        at = dots[0] if dots else len(key)
        key[at : at + 1] = [slice(None)] * (self.ndim - named)
        fixed, cut, new, axis, place = [], [], [], 0, 0
        for part in key:
            if part is None:
                new.append(place)
                place += 1
                continue
            if isinstance(part, slice):
                if part != slice(None):
                    step = 1 if part.step is None else part.step
                    bounds = (_OPEN if bound is None else bound for bound in (part.start, part.stop))
                    cut.append(several((axis, *bounds, step), "ravel.Array", "each bound of a slice"))
                place += 1
            else:
                fixed.append((axis, _index_of(part)))
            axis += 1
        view = self
        if cut:
            axes, starts, stops, steps = zip(*cut)
            view = view._view(lib.array_slice, len(axes), int32_list(axes), int64_list(starts), int64_list(stops),
                              int64_list(steps))  # fmt: skip
        if fixed:
            axes, indices = zip(*fixed)
            view = view._view(lib.array_index, len(axes), int32_list(axes), int64_list(indices))
        if new:
            view = view.expand_dims(new)
        return view if view is not self else Array(self)

    @property
    def T(self):
        """The axes in reversed order."""
        return self.permute()

    def permute(self, axes=None):
        """Axis axes[i] at place i; None: reversed."""
        return self._over(lib.array_permute, axes, "permute")

    def reshape(self, shape, order="C"):
        """Another shape, in C or F order; one length may be -1. An error if the elements would have to be copied."""
        if not isinstance(order, str):
            text = "ravel.Array.reshape: order must be 'C' or 'F', got %r; several lengths are a tuple: reshape((3, 4))"
            raise ArgumentTypeError(text % (order,))
        shape = int64_list(shape, "ravel.Array.reshape", "shape")
        number_of_order = _choice("ravel.Array.reshape", "order", order, {"C": 0, "F": 1})
        return self._view(lib.array_reshape, len(shape), shape, number_of_order)

    def broadcast_to(self, shape):
        """Axes of length 1 repeated, and leading ones added; read-only."""
        shape = int64_list(shape, "ravel.Array.broadcast_to", "shape")
        return self._view(lib.array_broadcast_to, len(shape), shape)

    def flip(self, axes=None):
        """The named axes backwards; None: all."""
        return self._over(lib.array_flip, axes, "flip")

    def squeeze(self, axes=None):
        """Without the named axes of length 1; None: without any such."""
        return self._over(lib.array_squeeze, axes, "squeeze")

    def expand_dims(self, axes):
        """With axes of length 1 at these places of the result."""
        return self._over(lib.array_expand_dims, axes, "expand_dims")

    def diagonal(self, offset=0, axis1=0, axis2=1):
        """The diagonal of two axes as the last axis."""
        called = "ravel.Array.diagonal"
        axes = (number(axis, called, "each axis", ctypes.c_int32) for axis in (axis1, axis2))
        return self._view(lib.array_diagonal, number(offset, called, "offset"), *axes)

    def sliding_window(self, windows, axes=None):
        """All windows of these lengths along the axes (None: all), as new last axes; read-only."""
        called = "ravel.Array.sliding_window"
        windows = int64_list(windows, called, "windows")
        axes = int32_list(range(self.ndim) if axes is None else axes, called, "axes")
        if len(axes) != len(windows):
            raise ArgumentError(called + ": %d windows for %d axes" % (len(windows), len(axes)))
        return self._view(lib.array_sliding_window, len(axes), axes, windows)

    @property
    def real(self):
        return self._view(lib.array_real)

    @property
    def imag(self):
        return self._view(lib.array_imag)

    def view(self, dtype):
        """The same bytes as another dtype."""
        return self._view(lib.array_view, native(dtype, "ravel.Array.view"))


def empty(shape, dtype="float64"):
    """A ravel.Array over new memory (a bytearray): for programs without NumPy."""
    shape, nbytes = several(shape, "ravel.empty", "shape"), itemsize_of(parse(dtype)[0])
    for length in shape:
        nbytes *= max(length, 0)
    try:
        memory = bytearray(nbytes)
    except OverflowError:
        raise out_of_range("ravel.empty", "the number of bytes", "at most %d" % sys.maxsize, nbytes) from None
    return Array(memory, dtype, shape)


def require(array, dtype, ndim=None, order=None, writeable=False):
    """A ctypes pointer to the first element, only if the array is what a C function was written for.

    dtype: the C type of the elements ("int", "double", "size_t"), or any other name of a dtype. ndim: how many
    dimensions, None for any. order: "C" or "F" for contiguous memory; with None the function must honour the strides.
    writeable: whether the function writes. What differs is an exception. The pointer keeps the array's owner alive.
    """
    dtype_number = native(dtype, "ravel.require")
    needed = _choice("ravel.require", "order", order, {None: 0, "C": C_CONTIGUOUS, "F": F_CONTIGUOUS})
    described = array if isinstance(array, Array) else Array(array)
    here, address = context(), ctypes.c_void_p()
    ndim = -1 if ndim is None else number(ndim, "ravel.require", "ndim", ctypes.c_int32)
    needed |= WRITEABLE if writeable else 0
    here.check(
        lib.array_require(
            here.handle, described.handle, dtype_number, ndim, needed, ctypes.byref(address)
        )  # fmt: skip
    )
    kind = CTYPES.get(name_of(dtype_number))
    pointer = address if kind is None else ctypes.cast(address, ctypes.POINTER(kind))
    pointer.owner = described
    return pointer
