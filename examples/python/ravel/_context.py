"""Contexts: where calls run. Each Python thread has its own, as a context serves one thread at a time."""

import ctypes
import os
import threading
import weakref

from ._errors import HandleError, error_of, out_of_range, wrong
from ._library import lib

CASTINGS = {"no": 1, "safe": 2, "same_kind": 3, "unsafe": 4}
_UNKNOWN_ISA = 40
_EVENTS = {1: "integer divide by zero", 2: "integer overflow", 4: "invalid cast", 8: "negative power"}


def casting_number(casting, called=""):
    try:
        return CASTINGS[casting]
    except (KeyError, TypeError):
        raise wrong(called, "casting", "one of " + ", ".join(map(repr, CASTINGS)), casting) from None


def _integer(value, argument, at_least, at_most):
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise wrong("ravel.Context", argument, "an integer", value)
    value = value.__index__()
    if not at_least <= value <= at_most:
        raise out_of_range("ravel.Context", argument, "from %d to %d" % (at_least, at_most), value)
    return value


def _error_of_create(status):
    error = error_of(status)
    if status == _UNKNOWN_ISA:
        error.args = ("the environment variable RAVEL_ISA is %r: %s" % (os.environ.get("RAVEL_ISA"), error),)
    return error


class Context:
    """Where calls run: casting rule, threads, instruction set, scratch memory, events.

    Every thread has a default one. To use another:

        with ravel.Context(threads=4, casting="same_kind"):
            ravel.add(a, b, out=c)

    threads: large calls use up to so many, the calling one included; results do not depend on it.
    casting: "no", "safe" (the default), "same_kind" or "unsafe".
    isa: the best instruction set to use, such as "x86-64-v2"; None for the best of this machine.
    scratch_limit: bytes of memory that a call may take for itself; None for no limit.
    """

    def __init__(self, threads=1, casting="safe", isa=None, scratch_limit=None):
        handle = ctypes.c_void_p()
        status = lib.context_create(ctypes.byref(handle))
        if status:
            raise _error_of_create(status)
        self.handle = handle.value
        self._finalizer = weakref.finalize(self, lib.context_destroy, self.handle)
        self.threads = threads
        self.casting = casting
        if isa is not None:
            self.isa = isa
        if scratch_limit is not None:
            self.scratch_limit = scratch_limit

    def check(self, status, called=None):
        """Raises the exception of a status that is not 0, as of the function that people called."""
        if status and not self._finalizer.alive:
            raise HandleError("%sthis ravel.Context has been closed" % (called + ": " if called else ""), status)
        if status:
            raise error_of(status, self.handle, called)

    @property
    def threads(self):
        return self._threads

    @threads.setter
    def threads(self, n):
        n = _integer(n, "threads", 1, 1024)
        self.check(lib.context_set_threads(self.handle, n))
        self._threads = n

    @property
    def casting(self):
        return self._casting

    @casting.setter
    def casting(self, casting):
        self.check(lib.context_set_casting(self.handle, casting_number(casting, "ravel.Context")))
        self._casting = casting

    _isa = None

    @property
    def isa(self):
        return self._isa

    @isa.setter
    def isa(self, isa):
        if not (isa is None or isinstance(isa, str)):
            raise wrong("ravel.Context", "isa", "a name or None", isa)
        self.check(lib.context_set_isa_cap(self.handle, None if isa is None else isa.encode()))
        self._isa = isa

    _scratch_limit = None

    @property
    def scratch_limit(self):
        return self._scratch_limit

    @scratch_limit.setter
    def scratch_limit(self, nbytes):
        largest = ctypes.c_size_t(-1).value
        nbytes = None if nbytes is None else _integer(nbytes, "scratch_limit", 0, largest)
        self.check(lib.context_set_scratch_limit(self.handle, largest if nbytes is None else nbytes))
        self._scratch_limit = nbytes

    @property
    def events(self):
        """What has happened since the last clear_events(): a set of words, such as "integer divide by zero"."""
        bits = ctypes.c_uint64()
        self.check(lib.context_events(self.handle, ctypes.byref(bits)))
        return {text for bit, text in _EVENTS.items() if bits.value & bit}

    def clear_events(self):
        self.check(lib.context_clear_events(self.handle))

    def trim(self):
        """Frees the scratch memory that is kept for the next call."""
        self.check(lib.context_trim(self.handle))

    def close(self):
        """Joins the threads and frees the memory now, instead of when the object goes."""
        self._finalizer()

    def __reduce__(self):
        raise TypeError("a ravel.Context can be neither copied nor pickled: make another one")

    def __enter__(self):
        _thread.contexts.append(self)
        return self

    def __exit__(self, *exception):
        _thread.contexts.pop()

    def __repr__(self):
        return "ravel.Context(threads=%r, casting=%r, isa=%r, scratch_limit=%r)" % (
            self.threads, self.casting, self.isa, self.scratch_limit)  # fmt: skip


class _Thread(threading.local):
    def __init__(self):
        self.contexts = [Context()]


_thread = _Thread()


def context():
    """The context of this thread's calls: that of the innermost `with`, else the thread's own."""
    return _thread.contexts[-1]
