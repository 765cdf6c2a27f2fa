"""Every function that introspection gives, for every loop that it has, against NumPy."""

import inspect
import math
import unittest

import ravel
from .support import DTYPES, needs_numpy, np, numbers

NUMPY_NAMES = {"acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh", "atan": "arctan", "atan2": "arctan2",
               "atanh": "arctanh", "bitwise_invert": "invert", "bitwise_left_shift": "left_shift",
               "bitwise_right_shift": "right_shift", "cumulative_sum": "cumsum", "cumulative_prod": "cumprod",
               "pow": "power"}  # fmt: skip
POSITIVE = ("log", "log1p", "log2", "log10", "pow", "float_power", "sqrt", "sum", "nansum", "mean", "nanmean", "prod", "cumulative_sum",
            "cumulative_prod", "divide")  # fmt: skip
EXPONENTIAL = ("exp", "exp2", "exp10", "expm1", "sinh", "cosh")
EXACT = ("copy", "add", "subtract", "multiply", "negative", "square", "maximum", "minimum", "clip", "where", "equal",
         "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and", "logical_or", "logical_not",
         "isnan", "max", "min", "all", "any", "positive", "copysign", "ceil", "floor", "trunc", "round", "rint", "fmax",
         "fmin", "heaviside", "nextafter", "spacing", "frexp", "ldexp", "modf", "cumulative_max",
         "cumulative_min")  # fmt: skip


def multiply_add(x, y, z):
    return x * y + z if x.dtype.kind in "iu" else x.astype("longdouble") * y + z


# What NumPy has under no name, or not for all of ravel's dtypes.
OTHERS = {
    "cumulative_max": lambda x, axis: np.maximum.accumulate(x, axis),
    "cumulative_min": lambda x, axis: np.minimum.accumulate(x, axis),
    "bitwise_count": lambda x: np.vectorize(lambda each: bin(abs(int(each))).count("1"))(x),
    "ceil": lambda x: np.ceil(x) if x.dtype.kind == "f" else x,
    "floor": lambda x: np.floor(x) if x.dtype.kind == "f" else x,
    "trunc": lambda x: np.trunc(x) if x.dtype.kind == "f" else x,
    "sign": lambda x: np.where(x == 0, 0, x / np.abs(x)) if x.dtype.kind == "c" else np.sign(x),
    "copy": lambda x: x,
    "erf": lambda x: np.vectorize(math.erf)(x),
    "erfc": lambda x: np.vectorize(math.erfc)(x),
    "tgamma": lambda x: np.vectorize(math.gamma)(x),
    "lgamma": lambda x: np.vectorize(math.lgamma)(x),
    "exp10": lambda x: np.power(x.dtype.type(10), x),
    "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "fma": multiply_add,
    "isclose": lambda x, y, rtol, atol, _: np.isclose(x, y, rtol, atol),  # none is NaN
    "nan_to_num": lambda x, *_: x,
    "rint": lambda x: np.rint(x) if x.dtype.kind in "fc" else x,
    "round": lambda x: np.rint(x) if x.dtype.kind in "fc" else x,
    "spacing": lambda x: np.copysign(np.spacing(abs(x)), x),  # of float16 NumPy has no sign
    "sincos": lambda x: (np.sin(x), np.cos(x)),
}


def magnitudes(x):
    return np.abs(x.astype("complex128" if x.dtype.kind == "c" else "float64"))


def log_of_exponentials(x, axis=None, **options):
    x = x.astype("float64")
    top = x.max(axis=axis, keepdims=True)
    sums = np.exp(x - top).sum(axis=axis, **options)
    return np.log(sums) + top.reshape(sums.shape)


# In float64.
NORMS = {
    "logsumexp": log_of_exponentials,
    "exact_sum": lambda x, **options: x.astype("complex128" if x.dtype.kind == "c" else "float64").sum(**options),
    "norm1": lambda x, **options: magnitudes(x).sum(**options),
    "norm2": lambda x, **options: np.sqrt(np.square(magnitudes(x)).sum(**options)),
    "norm_inf": lambda x, **options: magnitudes(x).max(**options),
}


def by_numpy(name, operands):
    return OTHERS.get(name, getattr(np, NUMPY_NAMES.get(name, name), None))(*operands)


@needs_numpy
class Functions(unittest.TestCase):
    def setUp(self):
        self.generator = np.random.default_rng(2)

    def compare(self, name, result, expected):
        result, expected = np.asarray(result), np.asarray(expected)
        self.assertEqual(result.shape, expected.shape)
        if expected.dtype.kind in "biu" or (name in EXACT and expected.dtype.kind == "f"):
            np.testing.assert_array_equal(result, expected)
        else:
            tolerance = 64 * np.finfo(expected.dtype).eps
            np.testing.assert_allclose(result, expected, rtol=tolerance, atol=tolerance)

    def operands(self, function, row, shape):
        names = row.split(" -> ")[0].split(", ")
        positive = function.kernel.name in POSITIVE
        operands = [numbers(self.generator, dtype, shape, positive) for dtype in names]
        if function.kernel.name in EXPONENTIAL:
            operands = [np.clip(x.real, -4, 4).astype(x.dtype) for x in operands]
        return operands

    def rows(self, function):
        rows = [row for row in function.kernel.loops if "bfloat16" not in row]
        self.assertTrue(rows, function)
        return rows

    def functions(self, verb):
        for name in ravel.names:
            function = getattr(ravel, name)
            if function.kernel.verbs & verb and name != "full":
                yield name, function

    def test_elementwise(self):
        for name, function in self.functions(1):
            for row in self.rows(function):
                with self.subTest(function=name, loop=row), np.errstate(all="ignore"):
                    operands = self.operands(function, row, (6, 37))
                    results, expected = function(*operands), by_numpy(name, operands)
                    if function.kernel.n_out == 1:
                        results, expected = (results,), (expected,)
                    self.assertEqual(", ".join(str(result.dtype) for result in results), row.split(" -> ")[1])
                    for result, wanted in zip(results, expected):
                        self.compare(name, result, wanted.astype(result.dtype))

    def test_reductions(self):
        for name, function in self.functions(2):
            if function.kernel.verbs & 1:
                continue
            for row in self.rows(function):
                (x,) = self.operands(function, row, (4, 3, 5))
                if name == "prod":
                    x[...] = 1
                    x.flat[::20] = 2 if x.dtype.kind != "b" else 1
                one = name in ("argmax", "argmin")
                for axis in (None, 0, -1) if one else (None, 0, -1, (0, 2), (), (2, 0, 1)):
                    for keepdims in (False, True):
                        with self.subTest(function=name, loop=row, axis=axis, keepdims=keepdims):
                            result = function(x, axis=axis, keepdims=keepdims)
                            dtype = np.asarray(result).dtype
                            sums = ("sum", "prod", "mean", "nansum", "nanmean")
                            options = {"dtype": dtype} if name in sums else {}
                            of = NORMS.get(name) or getattr(np, name)
                            expected = np.asarray(of(x, axis=axis, keepdims=keepdims, **options)).astype(dtype)
                            if name in ("max", "min"):
                                self.assertEqual(dtype, x.dtype)
                            self.compare(name, result, expected)

    def test_exact_sums(self):
        numbers = self.generator.normal(size=(40, 50)) * 10.0 ** self.generator.integers(-300, 300, (40, 50))
        x = np.concatenate([numbers, -numbers[:, ::-1], self.generator.normal(size=(40, 3))], axis=1)
        self.assertEqual(ravel.exact_sum(x), math.fsum(x.flat))
        self.assertEqual(ravel.exact_sum(self.generator.permutation(x.ravel())), math.fsum(x.flat))
        np.testing.assert_array_equal(ravel.exact_sum(x, axis=0), [math.fsum(column) for column in x.T])
        np.testing.assert_array_equal(ravel.exact_sum(x, axis=1), [math.fsum(row) for row in x])
        self.assertEqual(ravel.exact_sum(np.float32([1, 1e30, 2**-24, 2**-60, -1e30])), np.float32(1 + 2**-23))
        with self.assertRaisesRegex(TypeError, "exact_sum takes floats and complex numbers"):
            ravel.exact_sum(np.arange(3))

    def test_variances(self):
        x = numbers(self.generator, "float32", (5, 6))
        np.testing.assert_allclose(ravel.var(x, axis=1, correction=1), x.var(axis=1, ddof=1), 1e-5)
        np.testing.assert_array_equal(ravel.std(x), np.sqrt(ravel.var(x)))
        self.assertTrue(np.isnan(ravel.var(x[:, :1], axis=1, correction=1)).all())
        for wrong in (np.nan, None):
            with self.assertRaisesRegex(ValueError, "ravel.std: correction"):
                ravel.std(x, correction=wrong)
        with self.assertRaisesRegex(TypeError, "ravel.std: correction must be a number, got '1'"):
            ravel.std(x, correction="1")
        with self.assertRaisesRegex(ravel.ArgumentError, "NaN"):
            ravel.std(x, correction=np.array(np.nan))
        here = np.arange(x.size).reshape(x.shape) % 4 > 0  # two of each column at least, or NumPy warns
        gaps = np.where(here, x, np.nan)
        for name in ("var", "std"):
            masked = getattr(ravel, name)(x, axis=0, where=here, correction=1)
            np.testing.assert_allclose(masked, getattr(np, name)(x, axis=0, where=here, ddof=1), 1e-5)
            np.testing.assert_array_equal(getattr(ravel, "nan" + name)(gaps, axis=0, correction=1), masked)

    def test_indices(self):
        x = numbers(self.generator, "float64", (4, 3, 5))
        self.assertEqual(ravel.argmax(x.T, axis=(0, 1, 2)), x.T.argmax())
        with self.assertRaisesRegex(ValueError, "argmin takes one axis, or all of them"):
            ravel.argmin(x, axis=(0, 2))

    def test_accumulations(self):
        for name, function in self.functions(4):
            if function.kernel.verbs & 1:
                continue
            for row in self.rows(function):
                (x,) = self.operands(function, row, (4, 5))
                for axis in (0, 1, -1):
                    with self.subTest(function=name, loop=row, axis=axis):
                        result = function(x, axis=axis)
                        self.compare(name, result, by_numpy(name, [x, axis]).astype(result.dtype))

    def test_kernels_as_reductions(self):
        x = numbers(self.generator, "int32", (5, 6))
        np.testing.assert_array_equal(ravel.add.reduce(x, axis=1), x.sum(axis=1, dtype="int32"))
        np.testing.assert_array_equal(ravel.maximum.reduce(x, axis=0), x.max(axis=0))
        np.testing.assert_array_equal(ravel.subtract.reduce(x, axis=1), np.subtract.reduce(x, axis=1))
        np.testing.assert_array_equal(ravel.subtract.accumulate(x, axis=1), np.subtract.accumulate(x, axis=1))
        np.testing.assert_array_equal(ravel.maximum.accumulate(x, 0), np.maximum.accumulate(x, 0))
        self.assertFalse(hasattr(ravel.sin, "reduce"))

    def test_reduction_options(self):
        x = np.arange(12, dtype="int8").reshape(3, 4)
        self.assertEqual(ravel.sum(x).dtype, np.dtype("int64"))
        self.assertEqual(ravel.sum(x, dtype="float32").dtype, np.dtype("float32"))
        self.assertEqual(ravel.sum(x, initial=10), 76)
        self.assertEqual(ravel.max(np.zeros(0), initial=-1.0), -1)
        self.assertEqual(ravel.max(x, where=x < 5, initial=0), 4)
        out = np.zeros(3, "int64")
        self.assertIs(ravel.sum(x, 1, out=out), out)
        np.testing.assert_array_equal(out, x.sum(1))
        np.testing.assert_array_equal(ravel.cumulative_sum(x[0]), np.cumsum(x[0]))
        with self.assertRaisesRegex(TypeError, "axis is needed"):
            ravel.cumulative_sum(x)
        with self.assertRaisesRegex(TypeError, "dtype"):
            ravel.sum(x, 1, out=out, dtype="int64")

    def test_the_initial_element(self):
        x = numbers(self.generator, "int32", (4, 5))
        for axis, rows, columns in ((0, 1, 0), (1, 0, 1)):
            padded = np.pad(x.cumsum(axis, "int64"), ((rows, 0), (columns, 0)))
            np.testing.assert_array_equal(ravel.cumulative_sum(x, axis, include_initial=True), padded)
            out = np.ones(padded.shape)
            self.assertIs(ravel.add.accumulate(x, axis, include_initial=True, out=out), out)
            np.testing.assert_array_equal(out, padded)
        np.testing.assert_array_equal(ravel.cumulative_prod(x[:0], 0, include_initial=True), np.ones((1, 5)))
        with self.assertRaisesRegex(ValueError, "ravel.cumulative_max: .*no identity"):
            ravel.cumulative_max(x, 0, include_initial=True)

    def test_full(self):
        out = np.zeros((2, 3))
        self.assertIs(ravel.full(7, out=out), out)
        np.testing.assert_array_equal(out, np.full((2, 3), 7.0))
        self.assertEqual(float(ravel.full(7)), 7.0)

    def test_promotion_is_numpys(self):
        for a in DTYPES:
            for b in DTYPES:
                with self.subTest(a=a, b=b):
                    if (a[0] == "i" and b == "uint64") or (a == "uint64" and b[0] == "i"):
                        with self.assertRaisesRegex(ravel.DtypeError, "cast one"):
                            ravel.result_type(a, b)
                        continue
                    self.assertEqual(ravel.result_type(a, b), str(np.result_type(a, b)))
                    self.assertEqual(ravel.add(np.ones(2, a), np.ones(2, b)).dtype, np.result_type(a, b))
                    self.assertEqual(ravel.can_cast(a, b, "safe"), np.can_cast(a, b, "safe"))


class Introspection(unittest.TestCase):
    def test_names(self):
        self.assertGreaterEqual(set(ravel.names), {"add", "sin", "where", "sum", "cumulative_sum"})
        self.assertEqual(ravel.__version__.split(".")[0], "0")
        self.assertEqual(ravel.find("add").name, "add")
        with self.assertRaisesRegex(LookupError, "add"):
            ravel.find("ad")
        with self.assertRaisesRegex(AttributeError, "subtract"):
            ravel.subtrac
        self.assertTrue(set(ravel.names) <= set(dir(ravel)))

    def test_documentation(self):
        for name in ravel.names:
            function = getattr(ravel, name)
            with self.subTest(function=name):
                self.assertEqual(function.__name__, name)
                self.assertEqual(function.__module__, "ravel")
                self.assertTrue(function.__doc__.startswith(function.kernel.summary))
                self.assertTrue(function.kernel.summary)
                signature = inspect.signature(function)
                self.assertIn("out", signature.parameters)
                for option in list(signature.parameters)[function.kernel.n_in :]:
                    self.assertIn("\n%s: " % option, function.__doc__)
        for function, inputs in ((ravel.clip, "x, min, max"), (ravel.where, "condition, x1, x2"), (ravel.sin, "x"),
                                 (ravel.atan2, "x1, x2")):  # fmt: skip
            expected = "(%s, /, *, out=None, where=None, casting=None)" % inputs
            self.assertEqual(str(inspect.signature(function)), expected)
        self.assertRegex(ravel.add.__doc__, "where: .*needs out")
        self.assertRegex(ravel.sum.__doc__, "axis: .*None: all.\n")
        self.assertRegex(ravel.add.reduce.__doc__, "axis: .*None: all.\n")
        self.assertNotIn("needs out", ravel.sum.__doc__)
        for function in (ravel.cumulative_sum, ravel.add.accumulate):
            self.assertRegex(function.__doc__, "axis: which axis; .*None: the one of a 1-d array.\n")

    def test_wrong_calls(self):
        with self.assertRaisesRegex(TypeError, "add takes 2 inputs, got 1"):
            ravel.add(1)
        with self.assertRaises(TypeError):
            ravel.add(1, 2, unknown=3)
        with self.assertRaisesRegex(ValueError, "casting"):
            ravel.add(1, 2, casting="often")

    def test_instruction_set(self):
        with ravel.Context(isa="generic"):
            self.assertEqual(ravel.add.kernel.isa, "generic")
        self.assertIn("Kernel add", repr(ravel.add.kernel))
