"""The installed shared library: found, loaded, and its functions declared."""

import ctypes
import ctypes.util
import os
import subprocess

SONAME = "libravel.so.0"

# What an argument is: one letter each.
_LETTERS = {
    "h": ctypes.c_void_p,  # a handle: a number that is never dereferenced
    "p": ctypes.c_void_p,  # a pointer to what the function reads or writes
    "s": ctypes.c_char_p,
    "i": ctypes.c_int32,
    "l": ctypes.c_int64,
    "d": ctypes.c_double,
    "u": ctypes.c_uint64,
    "z": ctypes.c_size_t,
}

# Every function that the binding calls, and its arguments. All return a status but those in _RESULTS.
_FUNCTIONS = {
    "version": "ppp",
    "status_text": "i",
    "context_create": "p",
    "context_destroy": "h",
    "context_set_casting": "hi",
    "context_set_threads": "hi",
    "context_set_isa_cap": "hs",
    "context_set_scratch_limit": "hz",
    "context_trim": "h",
    "context_error": "hppppzp",
    "context_events": "hp",
    "context_clear_events": "h",
    "dtype_parse": "hspp",
    "dtype_name": "i",
    "dtype_itemsize": "ip",
    "result_type": "hippp",
    "can_cast": "iiip",
    "array_create": "hpzliippup",
    "array_create_scalar": "hipup",
    "array_destroy": "h",
    "array_rebind": "hhpzl",
    "array_require": "hhiiup",
    "array_dtype": "hp",
    "array_ndim": "hp",
    "array_size": "hp",
    "array_nbytes": "hp",
    "array_flags": "hp",
    "array_shape": "hip",
    "array_strides": "hip",
    "array_element": "hhipp",
    "array_describe": "hpzp",
    "array_slice": "hhippppp",
    "array_index": "hhippp",
    "array_permute": "hhipp",
    "array_reshape": "hhipup",
    "array_broadcast_to": "hhipp",
    "array_flip": "hhipp",
    "array_squeeze": "hhipp",
    "array_expand_dims": "hhipp",
    "array_diagonal": "hhliip",
    "array_sliding_window": "hhippp",
    "array_real": "hhp",
    "array_imag": "hhp",
    "array_view": "hhip",
    "kernel_find": "hsp",
    "kernel_count": "p",
    "kernel_at": "hip",
    "kernel_name": "hpzp",
    "kernel_summary": "hpzp",
    "kernel_arity": "hpp",
    "kernel_verbs": "hp",
    "kernel_takes": "hp",
    "kernel_loop_count": "hp",
    "kernel_signature": "hiip",
    "kernel_isa": "hhp",
    "kernel_create": "hsiiippppuhp",
    "kernel_destroy": "h",
    "apply": "hhiphuip",
    "reduce": "hhhiphhuh",
    "accumulate": "hhhiuh",
    "apply_outputs": "hhiphuipipp",
    "reduce_outputs": "hhhiphhupipp",
    "accumulate_outputs": "hhhiupipp",
    "diff": "hhiluh",
    "min_max": "hhiphhuhh",
    "mean_var": "hhiphduhh",
    "vecdot": "hhhipuh",
    "vecdot_outputs": "hhhipupipp",
    "partial_nbytes": "hhip",
    "partial_init": "hhilpz",
    "partial_update": "hhhhpz",
    "partial_merge": "hhpzpz",
    "partial_count": "hhpzp",
    "partial_finish": "hhpzhuh",
    "bincount": "hhhhuh",
    "histogram": "hhhhhuh",
    "histogram_edges": "hhhhuh",
}
_RESULTS = {"version": None, "status_text": ctypes.c_char_p, "dtype_name": ctypes.c_char_p}


def _pkg_config_path():
    command = ["pkg-config", "--variable=libdir", "ravel"]
    try:
        answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return None
    folder = answer.stdout.decode().strip()
    return os.path.join(folder, SONAME) if folder else None


def _places():
    """Where the library may be, best first; what costs a process comes last."""
    yield "what the loader finds", lambda: SONAME
    yield "ctypes.util.find_library", lambda: ctypes.util.find_library("ravel")
    yield "pkg-config", _pkg_config_path


def _open():
    chosen = os.environ.get("RAVEL_LIBRARY")
    if chosen:
        try:
            return ctypes.CDLL(chosen)  # named, so nothing else will do
        except OSError as error:
            raise ImportError(
                "the environment variable RAVEL_LIBRARY names %s, which cannot be loaded: %s" % (chosen, error)
            ) from None
    tried = []
    for place, path in _places():
        name = path()
        if name is None:
            tried.append("%s: nothing" % place)
            continue
        try:
            return ctypes.CDLL(name)
        except OSError as error:
            tried.append("%s: %s" % (place, error))
    raise ImportError(
        "the ravel library (%s) was not found (%s); install it, or name the file in the environment variable "
        "RAVEL_LIBRARY" % (SONAME, "; ".join(tried))
    )


def _declare(library):
    for name, letters in _FUNCTIONS.items():
        try:
            function = getattr(library, "ravel_" + name)
        except AttributeError:
            raise ImportError("%s is no ravel, or too old: it has no ravel_%s" % (library._name, name)) from None
        function.argtypes = [_LETTERS[letter] for letter in letters]
        function.restype = _RESULTS.get(name, ctypes.c_int32)
        setattr(library, name, function)
    return library


# CDLL lets other Python threads run during a call.
lib = _declare(_open())


def version():
    """The version of the library that runs, as "0.1.0"."""
    numbers = (ctypes.c_int32 * 3)()
    lib.version(*(ctypes.byref(numbers, 4 * i) for i in range(3)))
    return "%d.%d.%d" % tuple(numbers)


def text_of(function, handle):
    """The text that a function of the form (handle, buffer, size, needed) writes; "" where it cannot."""
    buffer = ctypes.create_string_buffer(512)
    needed = ctypes.c_size_t()
    if function(handle, buffer, len(buffer), ctypes.byref(needed)):
        return ""
    if needed.value > len(buffer):
        buffer = ctypes.create_string_buffer(needed.value)
        function(handle, buffer, len(buffer), None)
    return buffer.value.decode()
