"""What ravel has, by introspection, and NumPy's function for each: the one of the same name, but for a few."""

import numpy as np

import ravel

APPLY, REDUCE, ACCUMULATE = 1, 2, 4
# Functions that NumPy has not are other tests' business.
NOT_IN_NUMPY = {"erf", "erfc", "tgamma", "lgamma"}
FUNCTIONS = {name: getattr(ravel, name) for name in ravel.names if name not in NOT_IN_NUMPY}
ARITY = {name: function.kernel.n_in for name, function in FUNCTIONS.items()}


def _with(verb):
    return [name for name, function in FUNCTIONS.items() if function.kernel.verbs & verb and function.kernel.n_out == 1]


# No ufuncs of NumPy's, or not of one dtype: functions.py compares them, call by call.
FUNCTIONS_ONLY = {
    "real", "imag", "angle", "nextafter", "spacing", "frexp", "ldexp", "modf", "fma", "isclose", "nan_to_num", "sincos",
}  # fmt: skip
WITHOUT_PEER = {"exp10", "exact_sum", "logsumexp"}  # NumPy has nothing like these
APPLIED, REDUCING, ACCUMULATING = (
    [name for name in _with(verb) if name not in FUNCTIONS_ONLY | WITHOUT_PEER] for verb in (APPLY, REDUCE, ACCUMULATE)
)

# Named reductions: the ufunc that folds, and how the input becomes its operand.
REDUCTIONS = {
    "sum": ("add", "sum"), "prod": ("multiply", "sum"), "max": ("maximum", "same"), "min": ("minimum", "same"),
    "all": ("logical_and", "same"), "any": ("logical_or", "same"), "mean": ("add", "mean"),
    "count_nonzero": ("add", "count"), "ptp": ("maximum", "ptp"), "argmax": ("maximum", "index"), "argmin": ("minimum", "index"),
    "norm1": ("add", "norm"), "norm2": ("add", "norm2"), "norm_inf": ("maximum", "norm"),
    "nansum": ("add", "nansum"), "nanmean": ("add", "nanmean"), "nanmax": ("fmax", "nansame"), "nanmin": ("fmin", "nansame"),
    "var": ("add", "moments"), "std": ("add", "moments"), "nanvar": ("add", "nanmoments"), "nanstd": ("add", "nanmoments"),
    "cumulative_sum": ("add", "sum"), "cumulative_prod": ("multiply", "sum"), "cumulative_max": ("maximum", "same"),
    "cumulative_min": ("minimum", "same"),
}  # fmt: skip
# No ufuncs: their calls are put together of others.
MOVES = ("copy", "full")
SELECTS = ("where",)
_OTHER_NAMES = {
    "clip": np._core.umath.clip, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "asinh": np.arcsinh,
    "acosh": np.arccosh, "atanh": np.arctanh, "atan2": np.arctan2, "round": np.rint,
}  # fmt: skip


def is_variance(name):
    return folding(name)[1] in ("moments", "nanmoments")


def folding(name):
    """The elementwise kernel that a reducing one folds with, and its rule."""
    return REDUCTIONS.get(name, (name, "same"))


def ufunc_of(name):
    ufunc = _OTHER_NAMES.get(name) or getattr(np, name, None)
    assert isinstance(ufunc, np.ufunc), (
        "NumPy has no ufunc %s: tests/differential/kernels.py must say what it is" % name
    )
    return ufunc


UFUNCS = {name: ufunc_of(name) for name in APPLIED if name not in MOVES + SELECTS}
# Kernels whose results are exact or correctly rounded: equal bits. Others are elementary functions of float numbers.
EXACT = {
    "copy", "full", "where", "add", "subtract", "multiply", "divide", "negative", "positive", "abs", "square", "sqrt",
    "maximum", "minimum", "clip", "equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and",
    "logical_or", "logical_xor", "logical_not", "isnan", "isinf", "isfinite", "signbit", "floor", "ceil", "trunc",
    "round", "sign", "copysign", "nextafter", "remainder", "floor_divide", "conj", "real", "imag", "bitwise_and",
    "bitwise_or", "bitwise_xor", "bitwise_invert", "bitwise_left_shift", "bitwise_right_shift", "bitwise_count",
    "reciprocal", "fmod", "divmod", "gcd", "lcm", "rint", "fmax", "fmin", "heaviside",
}  # fmt: skip
COMPARISONS = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"}
TRUTHS = {"logical_and", "logical_or", "logical_xor", "logical_not"}
ORDERED = {"maximum", "minimum", "fmax", "fmin", "clip", "less", "less_equal", "greater", "greater_equal"}
ROUNDINGS = {"round", "rint"}
REORDERABLE = {"add", "multiply", "maximum", "minimum", "logical_and", "logical_or", "logical_xor", "bitwise_and",
               "bitwise_or", "bitwise_xor", "fmax", "fmin"}  # fmt: skip
assert set(name for name in REDUCING + ACCUMULATING if name not in UFUNCS) <= set(REDUCTIONS)
