"""Functions that are no kernels, against NumPy."""

import unittest

import ravel
from .support import DTYPES, needs_numpy, np, numbers


@needs_numpy
class Differences(unittest.TestCase):
    def test_numpys(self):
        generator = np.random.default_rng(6)
        for dtype in DTYPES:
            x = numbers(generator, dtype, (5, 7))
            for axis in (0, 1, -1):
                for n in (0, 1, 2, 3, 9):
                    with self.subTest(dtype=dtype, axis=axis, n=n), np.errstate(all="ignore"):
                        expected = np.diff(x, n, axis)
                        result = ravel.diff(x[::-1][::-1], axis=axis, n=n)
                        self.assertEqual(result.dtype, expected.dtype)
                        np.testing.assert_array_equal(result, expected)
        out = np.zeros((5, 6))
        x = np.arange(35, dtype="int16").reshape(5, 7)
        self.assertIs(ravel.diff(x, out=out), out)
        np.testing.assert_array_equal(out, np.ones((5, 6)))

    def test_mistakes(self):
        for error, text, call in (
            (ravel.AxisError, "ravel.diff: axis 2", lambda: ravel.diff(np.zeros((2, 2)), axis=2)),
            (ravel.ArgumentError, "ravel.diff: n is -1", lambda: ravel.diff(np.zeros(3), n=-1)),
            (ravel.ShapeError, "ravel.diff: output", lambda: ravel.diff(np.zeros(3), out=np.zeros(3))),
            (ravel.RavelError, "ravel.diff: input is 0-d", lambda: ravel.diff(2.5)),
        ):
            with self.assertRaisesRegex(error, text):
                call()


@needs_numpy
class Products(unittest.TestCase):
    def test_numpys(self):
        generator = np.random.default_rng(8)
        for dtype in DTYPES:
            if dtype == "bool":
                continue
            x, y, line = numbers(generator, dtype, (5, 7)), numbers(generator, dtype, (5, 7)), numbers(generator, dtype, 7)
            for axis in (0, 1, -1, None, (1, 0), ()):
                with self.subTest(dtype=dtype, axis=axis), np.errstate(all="ignore"):
                    result = ravel.vecdot(x[::-1][::-1], y.T.copy().T, axis)
                    wide = "float32" if dtype == "float16" else result.dtype
                    products = ravel.multiply(ravel.conj(x.astype(wide)), y.astype(wide))
                    expected = np.asarray(ravel.sum(products, axis)).astype(result.dtype)
                    np.testing.assert_array_equal(result, expected)
            with self.subTest(dtype=dtype), np.errstate(all="ignore"):
                kept = ravel.vecdot(x, line, keepdims=True)
                self.assertEqual(kept.shape, (5, 1))
                expected = np.sum(np.conj(x).astype(kept.dtype) * line.astype(kept.dtype), -1, keepdims=True)
                np.testing.assert_allclose(kept, expected, rtol=1e-2 if dtype == "float16" else 1e-5)
        small = np.array([3, 100], "int8")
        self.assertEqual(ravel.vecdot(small, small, dtype="float64"), 10009.0)
        out = np.zeros(5)
        self.assertIs(ravel.vecdot(np.ones((5, 7), "int16"), np.arange(7), out=out, casting="unsafe"), out)
        np.testing.assert_array_equal(out, np.full(5, 21))

    def test_mistakes(self):
        square = np.zeros((2, 2))
        for error, text, call in (
            (ravel.AxisError, "ravel.vecdot: axis 2", lambda: ravel.vecdot(square, square, 2)),
            (ravel.ShapeError, "ravel.vecdot: input 0 has shape", lambda: ravel.vecdot(square, np.zeros((2, 1)))),
            (ravel.ShapeError, "ravel.vecdot: output", lambda: ravel.vecdot(square, square, out=np.zeros(3))),
            (ravel.RavelError, "ravel.vecdot: .*bool", lambda: ravel.vecdot(square == 0, square == 0)),
            (TypeError, "dtype", lambda: ravel.vecdot(square, square, out=np.zeros(2), dtype="float64")),
        ):
            with self.assertRaisesRegex(error, text):
                call()


@needs_numpy
class Pairs(unittest.TestCase):
    def test_numpys(self):
        generator = np.random.default_rng(9)
        for dtype in DTYPES:
            x = numbers(generator, dtype, (5, 7, 3))
            for axis in (0, -1, None, (2, 0)):
                for keepdims in (False, True):
                    with self.subTest(dtype=dtype, axis=axis, keepdims=keepdims), np.errstate(all="ignore"):
                        mean, variance = ravel.mean_var(x.T.copy().T, axis, correction=1, keepdims=keepdims)
                        np.testing.assert_array_equal(mean, ravel.mean(x, axis, keepdims=keepdims))
                        np.testing.assert_array_equal(variance, ravel.var(x, axis, correction=1, keepdims=keepdims))
                        if np.dtype(dtype).kind == "c":
                            continue
                        smallest, largest = ravel.min_max(x[::-1][::-1], axis, keepdims=keepdims)
                        np.testing.assert_array_equal(smallest, np.min(x, axis, keepdims=keepdims))
                        np.testing.assert_array_equal(largest, np.max(x, axis, keepdims=keepdims))

    def test_masks_and_outputs(self):
        x = np.arange(12.0).reshape(3, 4)
        where = x % 3 != 0
        self.assertEqual(ravel.min_max(x, where=where, initial=5), (1.0, 11.0))
        self.assertEqual(ravel.mean_var(x, where=where), (x[where].mean(), x[where].var()))
        out = np.zeros(3), np.zeros((3, 2))[:, 1]
        smallest, largest = ravel.min_max(x, 1, out=out)
        self.assertIs(smallest, out[0])
        self.assertIs(largest, out[1])
        np.testing.assert_array_equal(largest, [3, 7, 11])
        out = np.zeros(4, "float32"), np.zeros(4)
        mean, variance = ravel.mean_var(x.astype("float32"), 0, out=out, casting="same_kind")
        np.testing.assert_array_equal(mean, [4, 5, 6, 7])
        np.testing.assert_allclose(variance, x.var(0), rtol=1e-15)

    def test_mistakes(self):
        x, shared = np.zeros((2, 3)), np.zeros(4)
        for error, text, call in (
            (ravel.AxisError, "ravel.min_max: axis 2", lambda: ravel.min_max(x, 2, out=(shared[0:1], shared[1:2]))),
            (ravel.LayoutError, "ravel.min_max: minimum and maximum overlap",
             lambda: ravel.min_max(x, 1, out=(shared[:2], shared[1:3]))),
            (ravel.ShapeError, "ravel.mean_var: variance", lambda: ravel.mean_var(x, 1, out=(shared[:2], shared[1:]))),
            (TypeError, "a tuple of 2", lambda: ravel.mean_var(x, out=shared)),
            (TypeError, "maximum must be an array", lambda: ravel.min_max(x, 1, out=(shared[:2], 3))),
        ):  # fmt: skip
            with self.assertRaisesRegex(error, text):
                call()


@needs_numpy
class Counts(unittest.TestCase):
    def setUp(self):
        self.generator = np.random.default_rng(7)

    def test_numbers(self):
        for dtype in ("bool", "int8", "uint16", "int64"):
            x = self.generator.integers(0, 2 if dtype == "bool" else 100, (20, 30)).astype(dtype)
            weights = self.generator.random((20, 30), dtype="float32")
            with self.subTest(dtype=dtype):
                numbers = x.ravel().astype("int64")
                np.testing.assert_array_equal(ravel.bincount(x, 100), np.bincount(numbers, minlength=100))
                expected = np.bincount(numbers, weights.ravel(), 100)
                np.testing.assert_array_equal(ravel.bincount(x, 100, weights=weights), expected)
                out = np.zeros(200, "int64")[::2]
                self.assertIs(ravel.bincount(x.T, where=x.T < 50, out=out), out)
                np.testing.assert_array_equal(out, np.bincount(numbers[numbers < 50], minlength=100))

    def test_bins(self):
        for dtype in ("bool", "int8", "uint64", "float16", "float32", "float64"):
            x = (self.generator.random((30, 40)) * 100).astype(dtype)
            values = x.ravel().astype("float64")
            with self.subTest(dtype=dtype):
                for bins in (1, 7, 64, 1000):
                    expected, _ = np.histogram(values, bins, (5, 90))
                    np.testing.assert_array_equal(ravel.histogram(x[:, ::-1], bins, (5, 90)), expected)
                edges = np.sort(self.generator.integers(0, 100, 20))
                np.testing.assert_array_equal(ravel.histogram(x.T, edges), np.histogram(values, edges)[0])
                out = np.zeros(19, "int64")
                self.assertIs(ravel.histogram(x, edges, where=x != 7, out=out), out)
                np.testing.assert_array_equal(out, np.histogram(values[values != 7], edges)[0])

    def test_mistakes(self):
        x = np.array([[0, 1], [-2, 3]])
        for error, text, call in (
            (ravel.RangeError, r"ravel.bincount: input at index \(1, 0\) is -2; output has 4 bins", lambda: ravel.bincount(x, 4)),
            (ravel.DtypeError, "ravel.bincount: input has dtype float64", lambda: ravel.bincount(np.zeros(2), 4)),
            (TypeError, "ravel.bincount: length and out both say .* got neither", lambda: ravel.bincount(x)),
            (ravel.ArgumentError, "ravel.histogram: lower is 1 and upper is 1", lambda: ravel.histogram(x, 4, (1, 1))),
            (ravel.ArgumentError, r"ravel.histogram.*: edges\[0\] is 2, and", lambda: ravel.histogram(x, np.array([2, 1]))),
            (TypeError, "needs range=", lambda: ravel.histogram(x, 4)),
            (TypeError, r"range must be None, got \(0, 1\)", lambda: ravel.histogram(x, np.arange(3), (0, 1))),
            (TypeError, "bins and out both say .* got neither", lambda: ravel.histogram(x, None, (0, 1))),
        ):  # fmt: skip
            with self.assertRaisesRegex(error, text):
                call()


if __name__ == "__main__":
    unittest.main()
