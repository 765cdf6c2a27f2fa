"""Where ravel differs from NumPy on purpose: the one list of rules.

A case is decided by NumPy's own answer, or by rows of this list; what the rules compute is in loops.py, compute.py,
fold.py and the two expect_*.py, which name the row wherever they leave NumPy. docs/numpy.md has the same rows."""

# name: (what, ravel, NumPy)
DEPARTURES = {
    "casting rule": (
        "casts",
        '"safe" unless asked otherwise, for inputs and outputs, in reductions and accumulations too',
        '"same_kind"; reductions take anything',
    ),
    "byte order": ('`casting="no"`', "byte order is no part of a dtype", 'swapping bytes is a cast ("equiv")'),
    "uint64": ("signed integers with uint64", "an error; comparisons are exact", "float64; comparisons are exact"),
    "common dtype": (
        "integers in a function of floats, such as atan2(uint16, int8)",
        "the common dtype decides (int32, so float64)",
        "each dtype by itself (float32)",
    ),
    "clip of bool": ("clip of bool", "int8", "bool"),
    "complex order": ("maximum, minimum, fmax, fmin, clip, max, min, <, <=, >, >= of complex numbers", "an error", "lexicographic"),
    "literals": (
        "Python's numbers beyond the other operand's dtype",
        "an error, but `copy` takes them as int64 or float64; integers from 2^63 on are uint64",
        "an error, but comparisons and `initial` take them; floats become infinite",
    ),
    "truth of literals": (
        "a literal in logical_and and logical_or",
        "takes the other's dtype first (1e-8 is 0 in float16)",
        "is true unless it is 0",
    ),
    "bfloat16": ("bfloat16", "a dtype: computed in float32, rounded once", "none"),
    "bool bytes": ("bytes of a bool array other than 0 and 1", "true", "undefined"),
    "saturation": (
        "float to integer, out of range or NaN",
        "the nearest integer, 0 for NaN; an event flag tells",
        "undefined",
    ),
    "zeros": (
        "maximum, minimum, fmax and fmin of +0 and -0; fmax and fmin of a signalling NaN",
        "-0 < +0; the number beside it",
        "either",
    ),
    "rounded integers": ("round and rint of integers and bool", "themselves", "float64, or less for narrow ones"),
    "reciprocal of integers": ("reciprocal of integers and bool", "float64", "the same integers: 0 but for 1 and -1"),
    "complex products": (
        "product of complex numbers",
        "each product and sum is rounded",
        "may be fused, by instruction set",
    ),
    "elementary functions": (
        "sin, exp, … of floats; abs, sqrt, sign and quotient of complex numbers",
        "the same bits everywhere, at most 1 ULP (complex: 2, quotient 4, as numbers)",
        "up to 4 ULP, by machine",
    ),
    "floor_divide": (
        "floor_divide of floats",
        "an infinity / a finite number is infinite, as the standard says; exact below 2^24 (float64: 2^53), beyond x / y",
        "NaN; off by 1 or more from 2^22 (2^51) on",
    ),
    "output's shape": ("shape of an output", "exactly that of the result", "the result may be repeated to fill it"),
    "mask's shape": ("shape of a mask", "broadcasts to the result", "may enlarge the result"),
    "mask without output": ("`where=` without `out=`", "an error", "uninitialised elements"),
    "mask and overlap": (
        "`where=` with an output that shares memory with an input or the mask",
        "as if all had been read first",
        "undefined",
    ),
    "output over itself": ("an output whose elements overlap (stride 0, …)", "an error", "accepted"),
    "order of sums": ("sums and products of floats", "one order, fixed by the shape", "depends on layout and machine"),
    "float16": (
        "reductions and accumulations of float16",
        "in float32, rounded once at the end",
        "rounded at each step",
    ),
    "add.reduce": (
        "add.reduce, multiply.reduce, .accumulate of small integers and bool",
        "their own dtype (`sum` has int64)",
        "int64, uint64",
    ),
    "narrow sums": ("`sum` of integers into less than 64 bits", "an error", "wraps"),
    "lost parts": (
        "prod, and folds by multiply, divide, pow and float_power, of complex numbers with a real `out=` or `dtype=`",
        "an error",
        "imaginary parts are dropped first",
    ),
    "fold dtype": (
        "reduction with `out=` or `dtype=`",
        "computes in that dtype",
        "add and multiply do, others in the input's",
    ),
    "folding truths": (
        "reductions by logical_and and logical_or",
        "in bool, then cast as asked",
        "often refuses other outputs",
    ),
    "mean": (
        "mean",
        "the fixed sum, divided in the output's dtype; no `initial`",
        "float16 in float32, integers in float64",
    ),
    "count": (
        "count_nonzero",
        "takes `where`, and an output of any dtype that the casting rule lets int64 become",
        "int64, which it returns",
    ),
    "moments": (
        "var, std, nanvar, nanstd",
        "in one pass: blocks of 128, joined in the fixed order; of no elements NaN; a correction of NaN is an error",
        "in several passes; with a negative correction 0; NaN",
    ),
    "ptp": (
        "ptp",
        "the difference is taken in the output's dtype, which the casting rule lets the input become",
        "in the input's dtype",
    ),
    "index": (
        "argmax, argmin",
        "-0 is smaller than +0, as in max and min; over all axes also where a tuple names them; complex numbers are an error; "
        "an output of any dtype that the casting rule lets int64 become; `where=`, with `initial=` the index of no elements",
        "the first of equal zeros; one axis or None; complex numbers in lexicographic order; outputs of int64; no mask",
    ),
    "norms": (
        "norm1, norm2, norm_inf",
        "named functions; integers in float64; 0 of nothing; no overflow or underflow in between",
        "linalg.vector_norm",
    ),
    "integers of numbers": (
        "nansum, nanmax, nanmin of floats with integers as `out=` or `dtype=`",
        "computes in the dtype of the floats, then casts: among integers NaN would be 0",
        "computes in that dtype, or refuses it",
    ),
    "sums of numbers": ("nansum", "what is not NaN is summed as by `sum`, NaN counts as +0", "as ravel, but for its sum"),
    "initial": (
        "`initial` of a reduction that may not be reordered",
        "joins the finished result, on its left",
        "comes first",
    ),
    "several axes": ("subtract.reduce, … over several axes", "from the left, in C order", "an error"),
    "identity": (
        "reduction of nothing",
        "only sums, products, truths and bits have a result (but an empty output is one)",
        "hypot, logaddexp and logaddexp2 too; max and min refuse empty outputs",
    ),
    "negative powers": (
        "pow of integers with a negative exponent",
        "1 / x ** -y rounded towards 0, and 0 for x = 0; an event flag tells",
        "an error",
    ),
    "pow of bool": ("pow of bool", "an error", "int8"),
    "axis of a number": ("`axis=0` of a 0-d array", "an error", "accepted"),
}


def table():
    """The rows, as in docs/numpy.md."""
    rows = ["| %s | %s | %s |\n" % row for row in DEPARTURES.values()]
    return "| | ravel | NumPy |\n|---|---|---|\n" + "".join(rows)
