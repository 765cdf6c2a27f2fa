"""Reductions in parts."""

import copy
import pickle
import unittest

import ravel
from .support import needs_numpy, np


@needs_numpy
class Partials(unittest.TestCase):
    def setUp(self):
        self.x = np.random.default_rng(11).normal(size=30000)

    def parts(self, kernel, cuts, ordered=True):
        made = []
        for first, end in zip([0, *cuts], [*cuts, len(self.x)]):
            made.append(ravel.Partial(kernel, self.x.dtype, first=first if ordered else None))
            made[-1].update(self.x[first:end])
        return made

    def test_what_a_kernel_raises_comes_out(self):
        @ravel.kernel("float64, float64 -> float64", reorderable=True, identity=0)
        def fail(x, y, out):
            raise KeyError("mine")

        for _ in range(2):
            with self.assertRaisesRegex(KeyError, "mine"):
                ravel.Partial(fail, "float64", first=0).update(self.x)
        with self.assertRaises(ravel.ShapeError):  # nothing of it is left
            ravel.add(self.x, self.x[:5])
        with self.assertRaises(ravel.DtypeError):
            fail(self.x, self.x + 1j)

    def test_any_parts_give_the_bits_of_the_whole(self):
        for name in ("sum", "prod", "mean", "max", "count_nonzero", "var", "argmin", "norm1", "exact_sum", "logsumexp"):
            kernel = getattr(ravel, name)
            for cuts in ([], [1000, 2000], [1, 130, 10007, 10008], list(range(100, 30000, 997))):
                parts = [pickle.loads(pickle.dumps(part)) for part in self.parts(kernel, cuts)]
                while len(parts) > 1:  # in pairs, as a scheduler would
                    parts = [a.merge(b) for a, b in zip(parts[::2], parts[1::2])] + parts[len(parts) // 2 * 2 :]
                self.assertEqual(parts[0].result().tobytes(), kernel(self.x).tobytes())
                self.assertEqual(parts[0].count, 30000)

    def test_without_an_order(self):
        a, b, c = self.parts("min", [500, 600], ordered=False)
        self.assertEqual(c.merge(a).merge(b).result(), self.x.min())

    def test_layouts_masks_and_outputs(self):
        x = self.x.reshape(100, 300)
        part = ravel.Partial(ravel.sum, "float64", first=0).update(x.T, where=x.T > 0)
        self.assertEqual(part.result(), ravel.sum(x.T.ravel(), where=x.T.ravel() > 0))
        out = np.zeros((), "float32")
        self.assertIs(part.result(out=out, casting="same_kind"), out)
        self.assertEqual(out, np.float32(part.result()))
        self.assertEqual(repr(part), "<ravel.Partial sum of %d elements>" % (x > 0).sum())

    def test_initial(self):
        a, b = self.parts("var", [777])
        self.assertEqual(a.merge(b).result(1), ravel.var(self.x, correction=1))
        total = ravel.Partial("sum", "float64", first=0).update(self.x)
        self.assertEqual(total.result(5.0), ravel.sum(self.x, initial=5.0))
        with self.assertRaisesRegex(ravel.ArgumentError, "mean takes no initial value"):
            ravel.Partial("mean", "float64").result(1)
        with self.assertRaisesRegex(ravel.ArgumentError, "initial, the correction of var, is NaN"):
            a.result(np.nan)

    def test_ones_own_kernel(self):
        @ravel.kernel("float64, float64 -> float64", reorderable=True)
        def larger(x, y, out):
            np.maximum(x, y, out=out)

        a, b = self.parts(larger, [12345])
        self.assertEqual(copy.copy(a).merge(copy.deepcopy(b)).result(), self.x.max())
        self.assertEqual(ravel.Partial.from_bytes(larger, bytes(a)).merge(b).result(), self.x.max())
        with self.assertRaisesRegex(TypeError, "cannot be pickled"):
            pickle.dumps(a)

    def test_mistakes(self):
        a, b = self.parts("sum", [100])
        for error, text, call in (
            (ravel.ArgumentError, "right begins at element 0; expected 30000", lambda: b.merge(a)),
            (TypeError, "merge: right must be a Partial, got 3", lambda: a.merge(3)),
            (TypeError, "the name of a reduction", lambda: ravel.Partial(np.sum, "float64")),
            (ravel.DtypeError, "float32", lambda: a.update(self.x.astype("float32"))),
            (ravel.RavelError, "may not be reordered|no reduction|not for reduce", lambda: ravel.Partial("subtract", "float64")),
            (ravel.ArgumentError, "damaged", lambda: ravel.Partial.from_bytes("sum", bytes(a)[:-1] + b"x")),
            (ravel.ArgumentError, "first is -1, expected", lambda: ravel.Partial("sum", "float64", first=-1)),
            (ravel.ArgumentError, "of which its state has", lambda: ravel.Partial.from_bytes("sum", bytes(a) + bytes(b))),
            (ravel.ArgumentError, "state of sum", lambda: ravel.Partial.from_bytes("max", bytes(a))),
            (ravel.RavelError, "counted no elements", lambda: ravel.Partial("max", "int8").result()),
        ):
            with self.assertRaisesRegex(error, text):
                call()


if __name__ == "__main__":
    unittest.main()
