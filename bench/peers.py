"""peers.py: how NumPy computes what a kernel of ravel computes, and which values it is given.

A kernel that is not here is called by its own name in NumPy, as a ufunc or a reduction, on values in [-10, 10]. One that
NumPy has not is timed without a peer."""

# The call of NumPy, for a kernel whose call is not the usual one (see usual_call). x0, x1, ...: the inputs; out.
CALLS = {
    "copy": "numpy.copyto(out, x0)",
    "copy to": "numpy.copyto(out, x0, casting='unsafe')",
    "full": "numpy.copyto(out, x0)",
    "where": "numpy.where(x0, x1, x2)",  # it takes no out
    "real": "numpy.copyto(out, x0.real)",
    "imag": "numpy.copyto(out, x0.imag)",
    "angle": "numpy.angle(x0)",
    "isclose": "numpy.isclose(x0, x1, x2, x3)",
    "nan_to_num": "numpy.nan_to_num(x0, nan=1.0, posinf=2.0, neginf=3.0)",
    "sincos": "(numpy.sin(x0, out=out0), numpy.cos(x0, out=out1))",
    "exact_sum": "math.fsum(x0.flat) if axis is None else numpy.apply_along_axis(math.fsum, axis, x0)",
    "norm1": "numpy.linalg.vector_norm(x0, ord=1, axis=axis)",
    "norm2": "numpy.linalg.vector_norm(x0, axis=axis)",
    "norm_inf": "numpy.linalg.vector_norm(x0, ord=numpy.inf, axis=axis)",
    "logsumexp": "(lambda top: numpy.squeeze(numpy.log(numpy.exp(numpy.subtract(x0, top, dtype=out.dtype))"
    ".sum(axis=axis, keepdims=True)) + top, axis))(x0.max(axis=axis, keepdims=True))",
    "count_nonzero": "numpy.count_nonzero(x0, axis=axis)",  # it takes no out
    "cumulative_sum": "numpy.cumsum(x0, axis=axis, out=out)",
    "cumulative_prod": "numpy.cumprod(x0, axis=axis, out=out)",
    "cumulative_max": "numpy.maximum.accumulate(x0, axis=axis, out=out)",
    "cumulative_min": "numpy.minimum.accumulate(x0, axis=axis, out=out)",
}

# NumPy's other names for elementwise functions, older than the standard's and known to every version.
NAMES = {
    "abs": "absolute",
    "acos": "arccos",
    "acosh": "arccosh",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atan2": "arctan2",
    "atanh": "arctanh",
    "bitwise_invert": "bitwise_not",
    "bitwise_left_shift": "left_shift",
    "bitwise_right_shift": "right_shift",
    "concat": "concatenate",
    "conj": "conjugate",
    "pow": "power",
    "round": "rint",
}

# Kernels of one input that they repeat: a number, a row, a column.
REPEATING = {"full"}
# Kernels whose inputs from this one on are single numbers: tolerances, what replaces NaN.
NUMBERS = {"isclose": 2, "nan_to_num": 1}
# Kernels that compute integers in float64, without loops for them.
IN_FLOAT64 = {"divide", "reciprocal"}
# Binary kernels whose running results are timed too, as NAME.accumulate.
RUNNING = {"maximum"}
# What copy is timed with besides dtypes that stay: NAME to DTYPE.
CASTS = (("float64", "float32"), ("float32", "float64"), ("float64", "int32"), ("int32", "float64"),
         ("int64", "float64"), ("float32", "float16"), ("float16", "float32"), ("float64", "float16"))  # fmt: skip

_USUAL = [(-10, 10)]
# The values of the inputs, (low, high) each; the last one holds for the inputs that follow. Booleans are true half the
# time, always where low is at least 1, never where high is 0.
_VALUES = {
    "acos": [(-1, 1)],
    "acosh": [(1, 100)],
    "all": [(1, 10)],  # the whole array has to be read
    "any": [(0, 0)],
    "argmax": [(-10, 0)],  # as for max
    "argmin": [(1, 10)],
    "asin": [(-1, 1)],
    "atanh": [(-0.99, 0.99)],
    "bincount": [(0, 99)],
    "bitwise_left_shift": [(-100, 100), (0, 7)],
    "bitwise_right_shift": [(-100, 100), (0, 7)],
    "clip": [(-10, 10), (-5, -1), (1, 5)],
    "cos": [(-100, 100)],
    "divide": [(-10, 10), (1, 10)],
    "divmod": [(-100, 100), (1, 10)],
    "floor_divide": [(-100, 100), (1, 10)],
    "isclose": [(-10, 10), (-10, 10), (0, 1), (0, 1), (0, 0)],
    "fmod": [(-100, 100), (1, 10)],
    "gcd": [(-100, 100)],
    "lcm": [(-100, 100)],
    "lgamma": [(0.1, 10)],
    "log": [(0.01, 100)],
    "log10": [(0.01, 100)],
    "log1p": [(-0.9, 100)],
    "log2": [(0.01, 100)],
    "max": [(-10, 0)],  # of booleans NumPy takes any and all, which stop early
    "min": [(1, 10)],
    "min_max": [(1, 10)],
    "nanmax": [(-10, 0)],
    "nanmin": [(1, 10)],
    "pow": [(0.1, 10), (0, 3)],
    "prod": [(0.99, 1.01)],
    "ptp": [(1, 10)],  # whose smallest and largest are not zero
    "reciprocal": [(1, 10)],
    "remainder": [(-100, 100), (1, 10)],
    "sin": [(-100, 100)],
    "sincos": [(-100, 100)],
    "sqrt": [(0, 100)],
    "tan": [(-100, 100)],
}


def values(name, slot):
    """The (low, high) of input `slot` of a kernel."""
    ranges = _VALUES.get(name, _USUAL)
    return ranges[min(slot, len(ranges) - 1)]


def usual_call(name, verb, n_in, n_out):
    """NumPy's call, with memory to write to."""
    inputs = ", ".join("x%d" % slot for slot in range(n_in))
    if verb == "apply":
        out = "out" if n_out == 1 else "(%s)" % ", ".join("out%d" % slot for slot in range(n_out))
        return "numpy.%s(%s, out=%s)" % (NAMES.get(name, name), inputs, out)
    return "numpy.%s(%s, axis=axis, out=out)" % (name, inputs)


def call(name, verb, n_in, n_out):
    """The expression by which NumPy computes a kernel."""
    return CALLS.get(name.rpartition(" ")[0] or name) or usual_call(name, verb, n_in, n_out)
