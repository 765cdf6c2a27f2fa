"""Python threads, ravel's threads, and processes."""

import os
import threading
import unittest
import warnings

import ravel
from .support import needs_numpy, np


def together(n, work):
    """Runs work(i) in n threads at once; gives what they raised."""
    gate, raised = threading.Barrier(n), []

    def run(i):
        try:
            gate.wait()
            work(i)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@needs_numpy
class Threads(unittest.TestCase):
    def test_each_thread_has_its_context(self):
        contexts = []
        self.assertEqual(together(4, lambda i: contexts.append(ravel.context())), [])
        self.assertEqual(len({id(context) for context in contexts + [ravel.context()]}), 5)

    def test_calls_at_once(self):
        shared = ravel.Array(np.arange(20000.0))
        expected = 2 * np.arange(20000.0)

        def work(i):
            for _ in range(50):
                np.testing.assert_array_equal(ravel.add(shared, shared), expected)
                with self.assertRaisesRegex(ravel.ShapeError, "%d" % (i + 2)):
                    ravel.add(shared, np.zeros(i + 2))

        self.assertEqual(together(4, work), [])

    def test_a_shared_context_is_busy_or_right(self):
        context, x = ravel.Context(), np.arange(200000.0)
        told = []

        def work(i):
            with context:
                for _ in range(50):
                    try:
                        np.testing.assert_array_equal(ravel.negative(x), -x)
                    except ravel.BusyError as error:
                        told.append(str(error))

        self.assertEqual(together(3, work), [])
        self.assertLessEqual(len(set(told)), 1)

    def test_exceptions_of_kernels_stay_on_their_thread(self):
        @ravel.kernel("float64 -> float64")
        def fail(x, out):
            raise ValueError("%g" % x[0])

        def work(i):
            for _ in range(50):
                with self.assertRaisesRegex(ValueError, "^%d$" % i):
                    fail(float(i))

        self.assertEqual(together(4, work), [])

    def test_same_bits_with_threads(self):
        x = np.random.default_rng(4).normal(size=(700, 900))
        alone = ravel.sum(x), ravel.sum(x, axis=0), ravel.sin(x.T)
        for n in (2, 3):
            with ravel.Context(threads=n):
                several = ravel.sum(x), ravel.sum(x, axis=0), ravel.sin(x.T)
            for one, other in zip(alone, several):
                self.assertEqual(one.tobytes(), other.tobytes())

    def test_fork(self):
        x = np.arange(500000.0)
        with ravel.Context(threads=2):
            ravel.negative(x)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns, as threads may hold locks
                child = os.fork()
            if child == 0:
                os._exit(0 if (ravel.negative(x) == -x).all() and ravel.sum(x) == x.sum() else 1)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
