"""Mistakes: which exception, what it says, and that nothing has been written."""

import array
import ctypes.util
import pickle
import unittest

import ravel
from ravel._library import lib
from .support import needs_numpy, np


class Classes(unittest.TestCase):
    def test_every_status_has_a_class(self):
        from ravel._errors import error_of

        for status in range(1, 42):
            error = error_of(status)
            self.assertIsNot(type(error), ravel.RavelError, status)
            self.assertIsInstance(error, ravel.RavelError)
            self.assertEqual(str(error), lib.status_text(status).decode())
        unknown = error_of(9999)
        self.assertIs(type(unknown), ravel.RavelError)
        self.assertEqual(str(unknown), "unknown status")

    def test_built_in_bases(self):
        for error, bases in (
            (ravel.ShapeError, (ValueError,)),
            (ravel.DtypeError, (TypeError,)),
            (ravel.AxisError, (ValueError, IndexError)),
            (ravel.ElementError, (IndexError,)),
            (ravel.RangeError, (ValueError, OverflowError)),
            (ravel.LayoutError, (BufferError, ValueError)),
            (ravel.ScratchError, (MemoryError,)),
            (ravel.UnknownKernelError, (LookupError,)),
        ):
            for base in bases + (ravel.RavelError,):
                self.assertTrue(issubclass(error, base))

    def test_what_an_error_knows(self):
        x = ravel.Array(array.array("d", [1, 2, 3]))
        y = ravel.Array(bytes(24), "float64", (3,))
        with self.assertRaises(ravel.LayoutError) as caught:
            ravel.add(x, x, out=y)
        error = caught.exception
        self.assertEqual((error.status, error.argument), (24, 2))
        self.assertIn("output 0 is read-only", str(error))
        self.assertTrue(error.kind)
        other = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(other), str(other), other.status), (type(error), str(error), 24))


@needs_numpy
class Refusals(unittest.TestCase):
    """Each row: the exception, a piece of its text, a call that writes to `out` (three float64) if it goes wrong."""

    def rows(self, out):
        x, wide = np.arange(3.0), np.arange(4.0)
        yield ravel.ShapeError, r"\(3,\)", lambda: ravel.add(x, wide, out=out)
        yield ravel.ShapeError, "output 0", lambda: ravel.add(wide, wide, out=out)
        yield ravel.ShapeError, "output 0", lambda: ravel.add(x[None], x, out=out)
        yield ravel.DtypeError, "complex128", lambda: ravel.add(x, 1j * x, out=out)
        yield ravel.DtypeError, "no", lambda: ravel.add(x.astype("f4"), x, out=out, casting="no")
        yield ravel.DtypeError, "uint64", lambda: ravel.add(x.astype("u8"), x.astype("i8"), out=out)
        yield ravel.DtypeError, "where", lambda: ravel.add(x, x, out=out, where=x)
        yield ravel.DtypeError, "bool", lambda: ravel.subtract(x > 1, x > 1, out=out)
        yield ravel.DtypeError, "complex", lambda: ravel.maximum(1j * x, x, out=out)
        yield ravel.AxisError, "axis", lambda: ravel.sum(x[None], axis=2, out=out)
        yield ravel.AxisError, "axis", lambda: ravel.sum(x[None], axis=(0, -2), out=out)
        yield ravel.AxisError, "axis", lambda: ravel.cumulative_sum(x, axis=1, out=out)
        yield ravel.ShapeError, "", lambda: ravel.sum(x[None], axis=1, out=out)
        yield ravel.ArgumentError, "", lambda: ravel.max(np.zeros((0, 3)), axis=0, out=out)
        yield ravel.DtypeError, "", lambda: ravel.sum(1j * x[None], axis=0, out=out)
        yield TypeError, "list", lambda: ravel.add(x, [1, 2, 3], out=out)
        yield TypeError, "masked", lambda: ravel.add(x, np.ma.masked_array(x), out=out)

    def test_nothing_is_written(self):
        out = np.full(3, 7.0)
        for number, (error, text, call) in enumerate(self.rows(out)):
            with self.subTest(row=number), self.assertRaisesRegex(error, text):
                call()
            np.testing.assert_array_equal(out, [7, 7, 7])

    def test_outputs_that_overlap_themselves(self):
        room = np.full(5, 7.0)
        folded = np.lib.stride_tricks.as_strided(room, (3, 3), (8, 8))
        with self.assertRaisesRegex(ravel.LayoutError, "overlaps itself"):
            ravel.full(1.0, out=folded)
        np.testing.assert_array_equal(room, [7] * 5)

    def test_casting(self):
        x, out = np.array([1.5, -2.5, np.nan, 1e30]), np.zeros(4, "int8")
        with self.assertRaisesRegex(ravel.DtypeError, "safe"):
            ravel.copy(x, out=out)
        ravel.copy(x, out=out, casting="unsafe")
        np.testing.assert_array_equal(out, [1, -2, 0, 127])
        with ravel.Context(casting="unsafe") as here:
            ravel.copy(x, out=out)
            self.assertEqual(here.events, {"invalid cast"})
            here.clear_events()
            self.assertEqual(here.events, set())
            np.testing.assert_array_equal(ravel.pow(np.array([2, -1, 3]), np.array([-1, -3, 2])), [0, -1, 9])
            self.assertEqual(here.events, {"negative power"})


@needs_numpy
class Sentences(unittest.TestCase):
    """Each row: the exception, how its text begins, what else is in it, a call."""

    def check(self, *rows):
        for error, start, text, call in rows:
            with self.subTest(start=start, text=text):
                with self.assertRaises(error) as caught:
                    call()
                self.assertTrue(str(caught.exception).startswith(start), caught.exception)
                self.assertIn(text, str(caught.exception))

    def test_they_tell_the_values(self):
        x, array = np.arange(3.0), ravel.Array(np.zeros((2, 3)))
        self.check(
            (ravel.RangeError, "ravel.add: ", "input 1 is the literal 300, which", lambda: ravel.add(np.array([1], "u1"), 300)),
            (ravel.RangeError, "ravel.add: ", "the literal 10000000000, which", lambda: ravel.add(np.array([1], "f2"), 1e10)),
            (ravel.ArgumentError, "ravel.histogram: ", "lower is 5 and upper is 0.5", lambda: ravel.histogram(x, 3, (5, 0.5))),
            (ravel.ArgumentError, "ravel.histogram: ", "from 1 to 2147483646, got 0", lambda: ravel.histogram(x, 0, (0, 1))),
            (ravel.RangeError, "ravel.Context: ", "from 1 to 1024, got 0", lambda: ravel.Context(threads=0)),
            (ravel.ArgumentError, "ravel.Context.isa: ", '"generic"', lambda: ravel.Context(isa="none")),
            (ravel.ArgumentTypeError, "ravel.Array: ", "got list", lambda: ravel.Array([1, 2])),
            (ravel.LayoutError, "ravel.Array: ", "read-only", lambda: ravel.Array(bytes(8), "f8", (1,), writeable=True)),
            (ravel.ElementError, "ravel.Array: ", "3 indices for 2", lambda: array[0, 0, 0]),
            (ravel.ElementError, "ravel.Array: ", "one ellipsis", lambda: array[..., ...]),
            (ravel.ArgumentTypeError, "ravel.Array: ", "an index must be", lambda: array[x > 1]),
            (ravel.RangeError, "ravel.empty: ", "9223372036854775808", lambda: ravel.empty(2**60)),
            (ravel.ArgumentTypeError, "ravel.kernel: ", "got none", lambda: ravel.kernel()),
        )  # fmt: skip

    def test_they_begin_with_what_was_called(self):
        x, array = np.zeros((2, 3)), ravel.Array(np.zeros((2, 3)))

        @ravel.kernel("float64, float64 -> float64")
        def both(x, y, out):
            np.add(x, y, out=out)

        self.check(
            (ravel.ShapeError, "ravel.add: input 1 has shape", "", lambda: ravel.add(x, np.zeros(4))),
            (ravel.ShapeError, "ravel.negative: output 0 has shape", "", lambda: ravel.negative(x, out=np.zeros(4))),
            (ravel.ShapeError, "ravel.negative: output 0", "", lambda: ravel.negative(array, out=ravel.Array(x[0]))),
            (ravel.AxisError, "ravel.sum: axis 2", "", lambda: ravel.sum(x, axis=2)),
            (ravel.AxisError, "ravel.sum: axis 2", "", lambda: ravel.sum(x, axis=2, out=x[0])),
            (ravel.AxisError, "ravel.cumulative_sum: axis 5", "", lambda: ravel.cumulative_sum(x, 5)),
            (ravel.AxisError, "ravel.add.reduce: axis 5", "", lambda: ravel.add.reduce(x, 5)),
            (ravel.AxisError, "ravel.add.accumulate: axis 5", "", lambda: ravel.add.accumulate(x, 5)),
            (ravel.ShapeError, "both: input 1", "", lambda: both(x, np.zeros(4))),
            (ravel.AxisError, "both.reduce: axis 5", "", lambda: both.reduce(x, 5)),
            (ravel.DtypeError, "ravel.require: the array has dtype", "", lambda: ravel.require(x, "int")),
            (ravel.LayoutError, "ravel.Array: offset", "", lambda: ravel.Array(bytes(3), "int", (3,))),
            (ravel.ElementError, "ravel.Array: axis 0", "", lambda: array[5]),
            (ravel.ShapeError, "ravel.Array.reshape: ", "", lambda: array.reshape((3, 3))),
            (ravel.ArgumentError, "ravel.Context.isa: ", "", lambda: ravel.Context(isa="abacus")),
            (ravel.ArgumentError, "ravel.kernel: ", "", lambda: ravel.kernel("i2 -> i2", identity=0)(both)),
            (ravel.DtypeError, '"foo" names no', "", lambda: ravel.empty(3, "foo")),
        )

    def test_they_name_the_operand(self):
        x, record = np.zeros(3), np.zeros(3, [("height", "f8"), ("n", "i4")])
        field = "structured dtype, [('height', '<f8'), ('n', '<i4')]; take a field, such as array['height']"
        self.check(
            (ravel.DtypeError, "ravel.add: input 1: ", field, lambda: ravel.add(x, record)),
            (ravel.DtypeError, "ravel.add: input 0: ", field, lambda: ravel.add(record[0], x)),
            (ravel.DtypeError, "ravel.add: output 0: ", field, lambda: ravel.add(x, x, out=record)),
            (ravel.DtypeError, "ravel.sum: input: ", "dtype object", lambda: ravel.sum(record.astype(object))),
            (ravel.DtypeError, "ravel.sum: where: ", "dtype <U3", lambda: ravel.sum(x, where=np.zeros(3, "U3"))),
            (ravel.DtypeError, "ravel.sum: initial: ", "datetime64", lambda: ravel.sum(x, initial=np.datetime64("nat"))),
            (ravel.DtypeError, "its elements ", "|V8, which ravel has not", lambda: ravel.Array(np.zeros(3, "V8"))),
            (TypeError, "ravel.add: input 1: expected an array", "got list", lambda: ravel.add(x, [1, 2, 3])),
            (OverflowError, "ravel.add: input 1: 1180591620717411303424 ", "", lambda: ravel.add(x, 2**70)),
            (TypeError, "ravel.add: output 0 must be an array", "got 5", lambda: ravel.add(x, x, out=5)),
            (TypeError, "ravel.sum: output must be an array", "5.0", lambda: ravel.sum(x, out=np.float64(5))),
        )
        np.testing.assert_array_equal(ravel.add(record["height"], 1), [1, 1, 1])

    def test_choices(self):
        array = ravel.Array(np.zeros((2, 3)))
        self.check(
            (ValueError, "ravel.require: order must be one of None, 'C', 'F'", "'A'", lambda: ravel.require(array, "double", order="A")),
            (ValueError, "ravel.Array.reshape: order must be", "'K'", lambda: array.reshape(6, order="K")),
            (TypeError, "ravel.Array.reshape: order must be", "reshape((3, 4))", lambda: array.reshape(3, 2)),
        )

    def test_names_that_are_none(self):
        self.check(
            (LookupError, "ravel.find: ", "ravel.names lists all", lambda: ravel.find("zzzz")),
            (LookupError, "ravel.find: ", "near it are: add", lambda: ravel.find("ravel_add")),
            (LookupError, "ravel.find: ", "; ravel.vecdot is a function of its own", lambda: ravel.find("vecdot")),
            (LookupError, "ravel.find: ", "; ravel.histogram is a function", lambda: ravel.find("ravel_histogram")),
            (LookupError, "ravel.find: ", "; ravel.diff is a function", lambda: ravel.Partial("diff", "f8")),
            (AttributeError, "module 'ravel' has no attribute 'arctan2'; near", "are: atan2", lambda: ravel.arctan2),
            (AttributeError, "module 'ravel' has no attribute 'zz'; ravel.names lists", "", lambda: ravel.zz),
        )

    def test_a_closed_context(self):
        here = ravel.Context()
        here.close()
        with here:
            self.check((ravel.HandleError, "this ravel.Context has been closed", "", lambda: ravel.add(1, 2)))
        self.check((ravel.HandleError, "this ravel.Context has been closed", "", here.trim))


class Contexts(unittest.TestCase):
    def test_settings(self):
        here = ravel.Context(threads=2, casting="same_kind", isa="generic", scratch_limit=1 << 20)
        self.assertEqual((here.threads, here.casting, here.isa, here.scratch_limit), (2, "same_kind", "generic", 1 << 20))
        self.assertIn("threads=2", repr(here))
        for change in (("threads", 0), ("threads", 2**32 + 1), ("casting", "often"), ("isa", "z80"), ("scratch_limit", -1)):
            with self.assertRaises(ValueError):
                setattr(here, *change)
        self.assertEqual((here.threads, here.casting, here.isa, here.scratch_limit), (2, "same_kind", "generic", 1 << 20))
        here.isa = here.scratch_limit = None
        here.trim()
        here.close()
        here.close()
        with self.assertRaises(ravel.HandleError):
            here.trim()

    def test_the_innermost_is_used(self):
        outer = ravel.context()
        with ravel.Context() as one:
            self.assertIs(ravel.context(), one)
            with ravel.Context() as two:
                self.assertIs(ravel.context(), two)
            self.assertIs(ravel.context(), one)
        self.assertIs(ravel.context(), outer)

    @needs_numpy
    def test_scratch_limit(self):
        x = np.arange(1000.0)
        with ravel.Context(scratch_limit=100):
            with self.assertRaises(MemoryError):
                ravel.add(x[:-1], x[1:], out=x[1:])
        np.testing.assert_array_equal(x, np.arange(1000.0))


class Library(unittest.TestCase):
    def test_where_it_is_looked_for(self):
        import os
        import subprocess
        import sys

        def run(**environment):
            command = [sys.executable, "-c", "import ravel; print(ravel.add(1, 2, out=ravel.empty((), 'int64')))"]
            clean = {key: value for key, value in os.environ.items() if not key.startswith(("LD_", "RAVEL", "PKG_"))}
            folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
            return subprocess.run(command, env=dict(clean, **environment), cwd=folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, universal_newlines=True)  # fmt: skip

        missing = run(RAVEL_LIBRARY="/nowhere/libravel.so.0")
        self.assertRegex(missing.stdout, "ImportError: .*RAVEL_LIBRARY names /nowhere/libravel.so.0")
        self.assertNotEqual(missing.returncode, 0)
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "libravel" in line}
        (path,) = paths
        self.assertEqual(run(RAVEL_LIBRARY=path).returncode, 0)
        other = ctypes.util.find_library("c")
        self.assertRegex(run(RAVEL_LIBRARY=other).stdout, "ImportError: %s is no ravel" % other)
        description = os.path.join(os.path.dirname(path), "pkgconfig")
        if os.path.exists(os.path.join(description, "ravel.pc")):
            answer = run(PKG_CONFIG_PATH=description)
            self.assertEqual(answer.returncode, 0, answer.stdout)
