"""Arguments of a wrong type: the library's own exceptions, which name the function, the argument, and what came."""

import inspect
import unittest

import ravel
from .support import needs_numpy, np


@needs_numpy
class WrongTypes(unittest.TestCase):
    """Each row: what the text begins with, what came, a call that writes to `out` if it goes wrong."""

    def rows(self, out):
        x, array = np.ones((2, 3)), ravel.Array(np.zeros((2, 3)))
        yield "ravel.sum: axis must be an integer or a tuple", "1.0", lambda: ravel.sum(x, axis=1.0, out=out)
        yield "ravel.sum: axis must be", "'x'", lambda: ravel.sum(x, axis="x", out=out)
        yield "ravel.sum: axis must be", "(0, 'y')", lambda: ravel.sum(x, axis=(0, "y"), out=out)
        yield "ravel.sum: axis must be", "dict", lambda: ravel.sum(x, axis={0: 1.5, "a": 2}, out=out)
        yield "ravel.sum: keepdims must be True or False", "'no'", lambda: ravel.sum(x, keepdims="no", out=out)
        yield "ravel.sum: keepdims must be", "None", lambda: ravel.sum(x, keepdims=None, out=out)
        yield "ravel.sum: keepdims must be", "2", lambda: ravel.sum(x, keepdims=2, out=out)
        yield "ravel.sum: keepdims must be", "1.0", lambda: ravel.sum(x, keepdims=1.0, out=out)
        yield "ravel.sum: output must be an array", "3", lambda: ravel.sum(x, axis=0, out=3)
        yield "ravel.sum: output: expected an array", "str", lambda: ravel.sum(x, axis=0, out="there")
        yield "ravel.sum: initial must be a number", "'a'", lambda: ravel.sum(x, axis=0, initial="a", out=out)
        yield "ravel.sum: where: expected an array", "str", lambda: ravel.sum(x, axis=0, where="all", out=out)
        yield "ravel.sum: casting must be one of 'no'", "3", lambda: ravel.sum(x, axis=0, casting=3, out=out)
        yield "ravel.sum: casting must be one of 'no'", "'often'", lambda: ravel.sum(x, casting="often", out=out)
        yield "ravel.sum: dtype: a dtype must be a name", "3.5", lambda: ravel.sum(x, axis=0, dtype=3.5)
        yield "ravel.sum: dtype is the output's", "cannot", lambda: ravel.sum(x, axis=0, dtype="f8", out=out)
        yield "ravel.sum: input: expected an array", "list", lambda: ravel.sum([1, 2], out=out)
        yield "ravel.var: correction must be a number", "'a'", lambda: ravel.var(x, axis=0, correction="a", out=out)
        yield "ravel.var: correction must be a number", "None", lambda: ravel.var(x, axis=0, correction=None, out=out)
        yield "ravel.var: correction must be a number", "[1]", lambda: ravel.var(x, axis=0, correction=[1], out=out)
        yield "ravel.var: correction has dtype complex128", "real", lambda: ravel.var(x, axis=0, correction=1j, out=out)
        yield "ravel.var: correction has shape (2,)", "0-d", lambda: ravel.var(x, axis=0, correction=np.ones(2), out=out)
        yield "ravel.var: correction is NaN", "number", lambda: ravel.var(x, correction=np.array(np.nan), out=out)
        yield "ravel.var takes no initial", "correction", lambda: ravel.var(x, axis=0, initial=1, out=out)
        yield "ravel.ptp: ptp takes no mask", "", lambda: ravel.ptp(x, axis=0, where=x > 0)
        yield "ravel.argmax: argmax has no index", "initial", lambda: ravel.argmax(x, axis=0, where=x > 0)
        yield "ravel.argmax: initial is the literal 0.5", "int64", lambda: ravel.argmax(x, axis=0, initial=0.5)
        yield "ravel.exact_sum: exact_sum takes no initial", "", lambda: ravel.exact_sum(x, axis=0, initial=1, out=out)
        yield "ravel.mean: mean takes no initial", "", lambda: ravel.mean(x, axis=0, initial=1, out=out)
        yield "ravel.mean takes no correction", "where", lambda: ravel.mean(x, axis=0, correction=1, out=out)
        yield "ravel.sum takes no axes", "axis", lambda: ravel.sum(x, axes=0, out=out)
        yield "ravel.add.reduce: axis must be", "2.0", lambda: ravel.add.reduce(x, 2.0, out=out)
        yield "ravel.add: output 0 must be an array", "5", lambda: ravel.add(x, x, out=5)
        yield "ravel.add takes 2 inputs", "1", lambda: ravel.add(x, out=out)
        yield "ravel.add: casting must be", "True", lambda: ravel.add(x, x, casting=True, out=out)
        yield "ravel.add: where= needs out=", "undefined", lambda: ravel.add(x, x, where=x > 0)
        yield "ravel.add: input 1: 1180591620717411303424", "uint64", lambda: ravel.add(x, 2**70, out=out)
        yield "ravel.divmod: out must be a tuple of 2", "ndarray", lambda: ravel.divmod(x, x, out=out)
        yield "ravel.cumulative_sum: axis must be an integer", "1.0", lambda: ravel.cumulative_sum(x, 1.0)
        yield "ravel.cumulative_sum: axis must be", "(0, 1)", lambda: ravel.cumulative_sum(x, (0, 1))
        yield "ravel.cumulative_sum: include_initial", "'y'", lambda: ravel.cumulative_sum(x, 0, include_initial="y")
        yield "ravel.cumulative_sum: axis is needed", "2", lambda: ravel.cumulative_sum(x)
        yield "ravel.sum: axis must be integers of 32 bits", "4294967296", lambda: ravel.sum(x, axis=2**32, out=out)
        yield "ravel.sum: axis must be an integer", "True", lambda: ravel.sum(x, axis=True, out=out)
        yield "ravel.Array: strides must be one number", "(8,)", lambda: ravel.Array(bytearray(32), "f8", (2, 2), (8,))
        yield "ravel.min_max: out must be a tuple of 2", "ndarray", lambda: ravel.min_max(x, out=out)
        yield "ravel.mean_var: correction must be a float64", "beyond", lambda: ravel.mean_var(x, correction=10**400)
        yield "ravel.var: correction: an integer of 1329 bits", "uint64", lambda: ravel.var(x, correction=10**400)
        yield "ravel.sum: keepdims must be True or False", "ndarray", lambda: ravel.sum(x, keepdims=np.ones(2), out=out)
        yield "ravel.mean_var: correction must be a number", "ndarray", lambda: ravel.mean_var(x, correction=np.ones(2))
        yield "ravel.histogram: bins must be from 1", "2305843009213693952", lambda: ravel.histogram(x, 2**61, (0, 1))
        yield "ravel.diff: n must be an integer", "True", lambda: ravel.diff(x, n=True)
        yield "ravel.diff: n must be an integer", "1.0", lambda: ravel.diff(x, n=1.0)
        yield "ravel.diff: axis must be an integer", "'x'", lambda: ravel.diff(x, axis="x")
        yield "ravel.diff: n must be an integer of 64 bits", str(2**70), lambda: ravel.diff(x, n=2**70)
        yield "ravel.vecdot: axis must be", "0.5", lambda: ravel.vecdot(x, x, axis=0.5)
        yield "ravel.vecdot: keepdims must be", "'no'", lambda: ravel.vecdot(x, x, keepdims="no")
        yield "ravel.bincount: length must be", "3.0", lambda: ravel.bincount(x.astype(int), 3.0)
        yield "ravel.bincount: length must be from 0", "-1", lambda: ravel.bincount(x.astype(int), -1)
        yield "ravel.histogram: range must be (lower, upper)", "5", lambda: ravel.histogram(x, 3, 5)
        yield "ravel.histogram: bins must be", "3.5", lambda: ravel.histogram(x, 3.5, (0, 1))
        yield "ravel.Partial: first must be an integer", "1.5", lambda: ravel.Partial("sum", "f8", first=1.5)
        yield "ravel.Partial: kernel must be the name", "3", lambda: ravel.Partial(3, "f8")
        yield "ravel.Partial: dtype: a dtype must be", "NoneType", lambda: ravel.Partial("sum", None)
        yield "ravel.Partial.from_bytes: state must be bytes", "7", lambda: ravel.Partial.from_bytes("sum", 7)
        sums = ravel.Partial("sum", "f8").update(x)
        yield "ravel.Partial(sum): correction is for variances", "", lambda: sums.result(correction=1)
        yield "ravel.Partial(sum): initial must be a number", "'a'", lambda: sums.result("a")
        yield "ravel.Partial(sum): casting must be", "7", lambda: sums.result(casting=7)
        yield "ravel.Partial(sum): out must be an array", "7", lambda: sums.result(out=7)
        yield "ravel.Partial(sum).merge: right must be a Partial", "7", lambda: sums.merge(7)
        moments = ravel.Partial("var", "f8").update(x)
        yield "ravel.Partial(var): correction must be a number", "'a'", lambda: moments.result(correction="a")
        yield "ravel.Partial(var): correction is NaN", "number", lambda: moments.result(correction=float("nan"))
        yield "ravel.Partial(var): correction is for", "initial", lambda: moments.result(1, correction=1)
        yield "ravel.Context: threads must be an integer", "'2'", lambda: ravel.Context(threads="2")
        yield "ravel.Context: threads must be an integer", "2.0", lambda: ravel.Context(threads=2.0)
        yield "ravel.Context: threads must be from 1", "-1", lambda: ravel.Context(threads=-1)
        yield "ravel.Context: casting must be one of", "['no']", lambda: ravel.Context(casting=["no"])
        yield "ravel.Context: isa must be a name or None", "3", lambda: ravel.Context(isa=3)
        yield "ravel.Context: scratch_limit must be an integer", "'1M'", lambda: ravel.Context(scratch_limit="1M")
        yield "ravel.find: name must be a string", "3", lambda: ravel.find(3)
        yield "ravel.can_cast: casting must be", "'x'", lambda: ravel.can_cast("f4", "f8", "x")
        yield "ravel.result_type: dtype: a dtype must be", "1.5", lambda: ravel.result_type("f4", 1.5)
        yield "ravel.require: ndim must be an integer", "'2'", lambda: ravel.require(array, "double", "2")
        yield "ravel.require: order must be one of", "['C']", lambda: ravel.require(array, "double", order=["C"])
        yield "ravel.empty: shape must be", "2.5", lambda: ravel.empty(2.5)
        yield "ravel.Array: shape must be", "'3'", lambda: ravel.Array(bytes(24), "f8", "3")
        yield "ravel.Array: offset must be", "1.5", lambda: ravel.Array(bytes(24), "f8", 2, offset=1.5)
        yield "ravel.Array: the buffer must be", "7", lambda: ravel.Array(7, "f8", 2)
        yield "ravel.Array: dtype and shape go together", "", lambda: ravel.Array(bytes(8), "f8")
        yield "ravel.Array: an index must be", "1.5", lambda: array[1.5]
        yield "ravel.Array: each bound of a slice must be", "'a'", lambda: array["a":]
        yield "ravel.Array.reshape: shape must be", "(2, 1.5)", lambda: array.reshape((2, 1.5))
        yield "ravel.Array.flip: axes must be", "'x'", lambda: array.flip("x")
        yield "ravel.Array.permute: axes must be", "(0, None)", lambda: array.permute((0, None))
        yield "ravel.Array.diagonal: offset must be", "'0'", lambda: array.diagonal("0")
        yield "ravel.Array.diagonal: each axis must be", "1.0", lambda: array.diagonal(0, 0, 1.0)
        yield "ravel.Array.sliding_window: windows must be", "2.0", lambda: array.sliding_window(2.0, 0)
        yield "ravel.kernel: identity must be a number", "'0'", lambda: ravel.kernel("f8, f8 -> f8", identity="0")(max)
        yield "ravel.kernel: a signature must be text", "3", lambda: ravel.kernel(3)(max)

    def test_they_are_the_librarys_own(self):
        out = np.full(3, 7.0)
        for start, text, call in self.rows(out):
            with self.subTest(start=start, text=text):
                with self.assertRaises(ravel.RavelError) as caught:
                    call()
                self.assertTrue(str(caught.exception).startswith(start), caught.exception)
                self.assertIn(text, str(caught.exception))
                self.assertIsInstance(caught.exception, (TypeError, ValueError))
            np.testing.assert_array_equal(out, [7, 7, 7])

    def test_a_wrong_type_is_a_type_error_and_a_value_error(self):
        with self.assertRaises(ravel.ArgumentTypeError) as caught:
            ravel.sum(np.ones(3), axis=1.0)
        self.assertIsInstance(caught.exception, TypeError)
        self.assertIsInstance(caught.exception, ValueError)
        self.assertEqual(caught.exception.status, 9)

    def test_yes_and_no(self):
        for yes in (True, 1, np.True_, np.int8(1)):
            self.assertEqual(ravel.sum(np.ones((2, 3)), axis=0, keepdims=yes).shape, (1, 3))
        for no in (False, 0, np.False_):
            self.assertEqual(ravel.sum(np.ones((2, 3)), axis=0, keepdims=no).shape, (3,))


@needs_numpy
class Signatures(unittest.TestCase):
    def test_reductions_list_what_they_take(self):
        def listed(function):
            return set(inspect.signature(function).parameters) & {"where", "initial", "correction"}

        self.assertEqual(listed(ravel.sum), {"where", "initial"})
        self.assertEqual(listed(ravel.mean), {"where"})
        self.assertEqual(listed(ravel.var), {"where", "correction"})
        self.assertEqual(listed(ravel.argmax), {"where", "initial"})
        for function in (ravel.exact_sum, ravel.logsumexp):
            self.assertEqual(listed(function), {"where"})
            self.assertNotIn("initial:", function.__doc__)
        self.assertEqual(listed(ravel.ptp), set())
        self.assertNotIn("where", ravel.ptp.__doc__)
        self.assertNotIn("initial:", ravel.ptp.__doc__)
        self.assertIn("initial: the index where no element counts", ravel.argmin.__doc__)
        self.assertEqual(listed(ravel.add.reduce), {"where", "initial"})

    def test_they_take_what_they_list(self):
        x = np.array([1.0, 2, 3])
        values = {"where": x > 1, "initial": 1, "correction": 0.5}
        for name in ravel.names:
            function = getattr(ravel, name)
            if function.kernel.verbs != 2:
                continue
            given = {each: values[each] for each in inspect.signature(function).parameters if each in values}
            function(x, **given)

    def test_none_is_nothing(self):
        x = np.array([1.0, 2, 3])
        self.assertEqual(ravel.argmax(x, where=None, initial=None), 2)
        self.assertEqual(ravel.mean(x, initial=None), 2)
        with self.assertRaises(ravel.ArgumentTypeError):
            ravel.mean(x, correction=None)

    def test_partial_variances_take_their_correction(self):
        x = np.arange(9.0) ** 2
        part = ravel.Partial("var", "f8", first=0).update(x)
        self.assertEqual(part.result(correction=1), ravel.var(x, correction=1))
        self.assertEqual(part.result(1), ravel.var(x, correction=1))
