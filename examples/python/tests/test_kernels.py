"""Kernels of the user's."""

import array
import ctypes
import inspect
import threading
import traceback
import unittest

import ravel
from .support import layouts, needs_numpy, np


def double_into(a, out):
    return np.multiply(a, 2, out=out)  # the block itself, as NumPy's functions return it


@needs_numpy
class Kernels(unittest.TestCase):
    def setUp(self):
        @ravel.kernel("float64, float64 -> float64", "complex128, complex128 -> complex128", reorderable=True,
                      identity=0.0)  # fmt: skip
        def add_up(x, y, out):
            """x + y by Python."""
            out[:] = x + y

        self.add_up = add_up

    def test_as_a_function_of_arrays(self):
        x = np.arange(1.0, 13).reshape(3, 4)
        for name, a in layouts(x):
            for _, out in layouts(np.zeros_like(x)):
                with self.subTest(layout=name):
                    self.add_up(a, x[0], out=out)
                    np.testing.assert_array_equal(out, x + x[0])
        self.assertEqual(self.add_up(1j, x).dtype, np.dtype("complex128"))
        self.assertEqual(self.add_up(x.astype("int8"), 1).dtype, np.dtype("float64"))
        out = np.zeros((3, 4))
        self.add_up(x, x, out=out, where=x > 6)
        np.testing.assert_array_equal(out, np.where(x > 6, 2 * x, 0))

    def test_as_a_reduction(self):
        x = np.random.default_rng(3).normal(size=(4, 1000))
        for axis in (None, 0, 1, (0, 1), ()):
            np.testing.assert_array_equal(self.add_up.reduce(x, axis=axis), ravel.add.reduce(x, axis=axis))
        self.assertEqual(self.add_up.reduce(np.zeros((0,))), 0)
        self.assertEqual(self.add_up.reduce(x, where=x > 0), ravel.add.reduce(x, where=x > 0))
        np.testing.assert_array_equal(self.add_up.accumulate(x, axis=1), np.cumsum(x, axis=1))

    def test_several_outputs(self):
        @ravel.kernel("int64, int64 -> int64, int64")
        def divide_with_rest(x, y, quotient, rest):
            np.floor_divide(x, y, out=quotient)
            np.remainder(x, y, out=rest)

        x = np.arange(10)
        quotient, rest = divide_with_rest(x, 3)
        np.testing.assert_array_equal(quotient, x // 3)
        np.testing.assert_array_equal(rest, x % 3)
        mine = np.zeros(10, "int64")
        result = divide_with_rest(x, 4, out=(None, mine))
        self.assertIs(result[1], mine)
        np.testing.assert_array_equal(mine, x % 4)
        with self.assertRaisesRegex(TypeError, "tuple of 2"):
            divide_with_rest(x, 4, out=mine)
        self.assertFalse(hasattr(divide_with_rest, "reduce"))

    def test_several_outputs_of_built_in_kernels(self):
        x = np.array([-2.5, 0.0, 6.0, np.inf])
        fraction, exponent = ravel.frexp(x)
        np.testing.assert_array_equal(fraction, [-0.625, 0.0, 0.75, np.inf])
        np.testing.assert_array_equal(exponent, np.array([2, 0, 3, 0], "int32"))
        outs = np.empty(4), np.empty(4)
        self.assertIs(ravel.modf(x, out=outs)[1], outs[1])
        np.testing.assert_array_equal(outs, [[-0.5, 0.0, 0.0, 0.0], [-2.0, 0.0, 6.0, np.inf]])

    def test_inputs_of_their_own_dtypes(self):
        x = np.array([1.0, 2.0, np.nan], "float32")
        np.testing.assert_array_equal(ravel.isclose(x, 1.0, 1e-5, 1e-8, False), [True, False, False])
        np.testing.assert_array_equal(ravel.isclose(x, x, 1e-5, 1e-8, True), [True, True, True])
        np.testing.assert_array_equal(ravel.ldexp(x, np.array([1, -1, 3])), [2.0, 1.0, np.nan])
        np.testing.assert_array_equal(ravel.nan_to_num(x, 7, 8, 9), np.array([1.0, 2.0, 7.0], "float32"))

    def test_what_a_loop_gets(self):
        seen = []

        @ravel.kernel("int32 -> bool")
        def look(x, out):
            seen.append((x.dtype, x.flags.writeable, out.flags.writeable, x.flags.aligned, x.flags.c_contiguous))
            out[:] = x > 2

        result = look(np.arange(6, dtype=">i2")[::-1])
        np.testing.assert_array_equal(result, [True] * 3 + [False] * 3)
        self.assertEqual(set(seen), {(np.dtype("int32"), False, True, True, True)})

    def test_documentation(self):
        self.assertEqual(self.add_up.__name__, "add_up")
        self.assertTrue(self.add_up.__doc__.startswith("x + y by Python."))
        self.assertIn("float64, float64 -> float64", self.add_up.__doc__)
        self.assertEqual(self.add_up.__module__, __name__)
        self.assertEqual(self.add_up.kernel.isa, "user")
        self.assertEqual(list(inspect.signature(self.add_up, follow_wrapped=False).parameters)[:2], ["x1", "x2"])

    def test_a_result_in_place_of_an_output_is_an_error(self):
        def double(a, out):
            return a * 2

        for function in (double, lambda a, out: a, lambda a, out: 0):
            with self.assertRaisesRegex(TypeError, r"must fill its output.*out\[:\] = "):
                ravel.kernel("float64 -> float64")(function)(np.arange(3.0))
        np.testing.assert_array_equal(ravel.kernel("float64 -> float64")(double_into)(np.arange(3.0)), [0, 2, 4])

    def test_outputs_start_as_zeros(self):
        def rebinds(a, out):
            seen.append(out.copy())
            out = a * 2  # noqa: F841

        def look(a, out):
            seen.append(out.copy())
            np.add(a, 1, out=out)

        for function, expected in ((rebinds, np.zeros(10000)), (look, np.ones(10000))):
            seen, room = [], np.full(10000, 7.0)
            ravel.kernel("float64 -> float64")(function)(np.zeros(10000), out=room)
            np.testing.assert_array_equal(room, expected)
            self.assertFalse(np.concatenate(seen).any())
        x = np.arange(3.0)
        ravel.kernel("float64 -> float64", in_place=True)(double_into)(x, out=x)
        np.testing.assert_array_equal(x, [0, 2, 4])

    def test_exceptions_come_out(self):
        class Stop(BaseException):
            pass

        for error in (ValueError("so"), KeyboardInterrupt(), Stop(), SystemExit(3)):
            calls = []

            @ravel.kernel("float64 -> float64")
            def fail(x, out):
                calls.append(len(x))
                raise error

            try:
                fail(np.zeros(100000))
            except BaseException as caught:
                self.assertIs(caught, error)
                self.assertIn("fail", [frame.name for frame in traceback.extract_tb(caught.__traceback__)])
            else:
                self.fail("no exception")
            self.assertEqual(len(calls), 1)
        np.testing.assert_array_equal(ravel.add(1.0, np.zeros(2)), [1, 1])  # the context is free again

        @ravel.kernel("float64, float64 -> float64")
        def wrong(x, y, out):
            out[:] = x[:-1]

        with self.assertRaisesRegex(ValueError, "broadcast"):
            wrong(np.zeros(5), 1.0)

    def test_no_call_from_within(self):
        @ravel.kernel("float64 -> float64")
        def nested(x, out):
            ravel.negative(x, out=out)

        with self.assertRaises(ravel.BusyError):
            nested(np.zeros(3))

        @ravel.kernel("float64 -> float64")
        def with_its_own(x, out):
            with ravel.Context():
                ravel.negative(x, out=out)

        np.testing.assert_array_equal(with_its_own(np.ones(3)), [-1, -1, -1])

    def test_runs_on_the_calling_thread(self):
        threads = set()

        @ravel.kernel("float64 -> float64")
        def where_am_i(x, out):
            threads.add(threading.get_ident())
            out[:] = x

        with ravel.Context(threads=4):
            where_am_i(np.zeros(1 << 20))
        self.assertEqual(threads, {threading.get_ident()})

    def test_in_place(self):
        @ravel.kernel("float64 -> float64", in_place=True)
        def double(x, out):
            np.multiply(x, 2, out=out)

        x = np.arange(5000.0)
        double(x, out=x)
        np.testing.assert_array_equal(x, 2 * np.arange(5000.0))


class Declarations(unittest.TestCase):
    def test_bad_declarations(self):
        def loop(x, out):
            pass

        for error, arguments, options in (
            (ValueError, ("float64",), {}),
            (ValueError, (3,), {}),
            (ValueError, (), {}),
            (ravel.DtypeError, ("float64 -> reel",), {}),
            (ValueError, ("float64 -> float64", "float64, float64 -> float64"), {}),
            (ravel.DtypeError, ("-> float64",), {}),
            (ravel.ArgumentError, ("float64 -> float64",), {"reorderable": True}),
            (ravel.ArgumentError, (", ".join(["float64"] * 8) + " -> float64",), {}),
            (ravel.ArgumentError, ("float64 -> float64",), {"name": "x" * 64}),
            (ravel.RangeError, ("int8, int8 -> int8",), {"identity": 1000}),
            (TypeError, ("float64, float64 -> float64",), {"identity": "0"}),
            (ValueError, ("float64 -> float64",), {"thread_safe": True}),
        ):
            with self.subTest(arguments=arguments, options=options), self.assertRaises(error):
                ravel.kernel(*arguments, **options)(loop)

    def test_a_compiled_loop(self):
        """Any C function of the type will do; this one is ctypes' own, as there is no compiler to rely on."""

        def negate(n, in_, out, user):
            source = (ctypes.c_double * n).from_address(in_[0])
            target = (ctypes.c_double * n).from_address(out[0])
            for i in range(n):
                target[i] = -source[i]
            return 0

        def refuse(n, in_, out, user):
            return 5

        function = ravel.kernel("float64 -> float64", name="negate", thread_safe=True)(ravel.LOOP(negate))
        out = array.array("d", [0, 0])
        function(array.array("d", [1, 2]), out=out)
        self.assertEqual(list(out), [-1, -2])
        refused = ravel.kernel("float64 -> float64", name="refuse")(ravel.LOOP(refuse))
        with self.assertRaisesRegex(ravel.KernelError, "returned 5"):
            refused(array.array("d", [1, 2]), out=out)
        with self.assertRaisesRegex(ValueError, "1 loops for 2 signatures"):
            ravel.kernel("float64 -> float64", "int8 -> int8")(ravel.LOOP(negate))
