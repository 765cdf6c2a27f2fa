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
                        result = ravel.diff(x[::-1][::-1], axis, n=n)
                        self.assertEqual(result.dtype, expected.dtype)
                        np.testing.assert_array_equal(result, expected)
        out = np.zeros((5, 6))
        x = np.arange(35, dtype="int16").reshape(5, 7)
        self.assertIs(ravel.diff(x, out=out), out)
        np.testing.assert_array_equal(out, np.ones((5, 6)))

    def test_mistakes(self):
        for error, text, call in (
            (ravel.AxisError, "ravel.diff: axis 2", lambda: ravel.diff(np.zeros((2, 2)), 2)),
            (ravel.ArgumentError, "ravel.diff: n is -1", lambda: ravel.diff(np.zeros(3), n=-1)),
            (ravel.ShapeError, "ravel.diff: output", lambda: ravel.diff(np.zeros(3), out=np.zeros(3))),
            (ravel.RavelError, "ravel.diff: input is 0-d", lambda: ravel.diff(2.5)),
        ):
            with self.assertRaisesRegex(error, text):
                call()


if __name__ == "__main__":
    unittest.main()
