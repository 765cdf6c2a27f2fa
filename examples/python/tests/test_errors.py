"""Mistakes: which exception, what it says, and that nothing has been written."""

import array
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
        self.assertEqual((error.status, error.argument), (24, 0))
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
        self.assertIn("/nowhere/libravel.so.0", missing.stdout)
        self.assertNotEqual(missing.returncode, 0)
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if "libravel" in line}
        (path,) = paths
        self.assertEqual(run(RAVEL_LIBRARY=path).returncode, 0)
        description = os.path.join(os.path.dirname(path), "pkgconfig")
        if os.path.exists(os.path.join(description, "ravel.pc")):
            answer = run(PKG_CONFIG_PATH=description)
            self.assertEqual(answer.returncode, 0, answer.stdout)
