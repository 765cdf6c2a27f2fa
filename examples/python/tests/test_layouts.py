"""NumPy arrays of every layout, as inputs and as outputs."""

import unittest

import ravel
from .support import DTYPES, layouts, needs_numpy, np, numbers, read_only

SHAPES = ((), (1,), (7,), (0,), (3, 0, 2), (5, 6), (2, 3, 4), (1, 5, 1))


@needs_numpy
class Layouts(unittest.TestCase):
    def setUp(self):
        self.generator = np.random.default_rng(1)

    def test_inputs(self):
        for dtype in DTYPES:
            for shape in SHAPES:
                x, y = (numbers(self.generator, dtype, shape) for _ in range(2))
                with np.errstate(over="ignore"):
                    expected = np.add(x, y)
                for name, a in layouts(x):
                    for other, b in layouts(y):
                        with self.subTest(dtype=dtype, shape=shape, x=name, y=other):
                            result = ravel.add(a, b)
                            np.testing.assert_array_equal(result, expected)
                            self.assertEqual(result.dtype, expected.dtype)

    def test_outputs(self):
        for dtype in DTYPES:
            for shape in SHAPES:
                x = numbers(self.generator, dtype, shape)
                for name, out in layouts(np.zeros_like(x)):
                    with self.subTest(dtype=dtype, shape=shape, out=name):
                        self.assertIs(ravel.copy(x, out=out), out)
                        np.testing.assert_array_equal(out, x)

    def test_read_only_inputs(self):
        x = read_only(np.arange(6.0))
        np.testing.assert_array_equal(ravel.add(x, x), x + x)
        with self.assertRaises(ravel.LayoutError):
            ravel.add(x, x, out=x)

    def test_broadcast(self):
        row, column = np.arange(3.0), np.arange(4.0)[:, None]
        np.testing.assert_array_equal(ravel.multiply(row, column), row * column)
        wide = np.broadcast_to(np.float32(2), (3, 4))
        np.testing.assert_array_equal(ravel.add(wide, wide), wide + wide)
        with self.assertRaises(ravel.RavelError):
            ravel.add(row, row, out=np.broadcast_to(np.zeros(1), (3,)))

    def test_casts_between_all_dtypes(self):
        for source in DTYPES:
            x = numbers(self.generator, "bool" if source == "bool" else "uint8", (4, 5)).astype("uint8") % 100
            x = x.astype(source)
            for target in DTYPES:
                for name, a in layouts(x):
                    for _, out in layouts(np.zeros(x.shape, target)):
                        with self.subTest(source=source, target=target, layout=name):
                            ravel.copy(a, out=out, casting="unsafe")
                            np.testing.assert_array_equal(out, x.real.astype(target))

    def test_fields_of_records(self):
        records = np.zeros(5, [("tag", "u1"), ("x", "<f8"), ("y", ">i2")])  # packed: unaligned
        records["x"], records["y"] = np.arange(5), np.arange(5) * 2
        np.testing.assert_array_equal(ravel.add(records["x"], records["y"]), np.arange(5) * 3.0)
        ravel.multiply(records["x"], 2, out=records["x"])
        np.testing.assert_array_equal(records["x"], np.arange(5) * 2.0)

    def test_in_place_and_overlapping(self):
        x = np.arange(100.0)
        ravel.add(x[:-1], x[1:], out=x[1:])
        np.testing.assert_array_equal(x, np.concatenate(([0.0], 2 * np.arange(1, 100.0) - 1)))
        y = np.arange(9.0).reshape(3, 3)
        ravel.add(y, y.T, out=y)
        np.testing.assert_array_equal(y, [[0, 4, 8], [4, 8, 12], [8, 12, 16]])

    def test_masks(self):
        x, out = np.arange(6.0), np.full(6, -1.0)
        mask = np.array([1, 0, 2, 0, 255, 0], "uint8").view(bool)  # any non-zero byte is true
        ravel.negative(x, out=out, where=mask)
        np.testing.assert_array_equal(out, [0, -1, -2, -1, -4, -1])
        self.assertEqual(ravel.sum(x, where=mask), 6)
        with self.assertRaisesRegex(TypeError, "where= needs out="):
            ravel.negative(x, where=mask)

    def test_subclasses_and_interfaces(self):
        class Foreign:
            def __init__(self, array):
                self.__array_interface__ = array.__array_interface__
                self.array = array

        x = np.arange(8, dtype=">i4").reshape(2, 4)[:, ::-2]
        np.testing.assert_array_equal(ravel.add(Foreign(x), 1), x + 1)
        np.testing.assert_array_equal(ravel.add(np.eye(2).view(np.recarray), 1), np.eye(2) + 1)
        lists = Foreign(x)
        lists.__array_interface__.update(shape=[2, 2], strides=list(x.strides))
        np.testing.assert_array_equal(ravel.add(lists, 1), x + 1)
        with_memory = Foreign(x)
        with_memory.__array_interface__.update(data=bytes(range(8)), typestr="|u1", shape=(2, 2), strides=None, offset=4)
        np.testing.assert_array_equal(ravel.add(with_memory, 1), [[5, 6], [7, 8]])
        with self.assertRaisesRegex(TypeError, "masked"):
            ravel.add(np.ma.masked_array([1, 2], [True, False]), 1)

    def test_borrowed_memory(self):
        room = bytearray(np.arange(10.0).tobytes())
        for x in (np.frombuffer(room), np.frombuffer(bytes(room))[2:], np.frombuffer(memoryview(room))[::-1]):
            np.testing.assert_array_equal(ravel.add(x, 1), x + 1)

    def test_a_lie_about_strides_is_found(self):
        x = np.arange(10.0)
        lie = np.lib.stride_tricks.as_strided(x, (11,), (8,))
        with self.assertRaisesRegex(ravel.LayoutError, "buffer"):
            ravel.sum(lie)
        windows = np.lib.stride_tricks.sliding_window_view(x, 3)
        np.testing.assert_array_equal(ravel.sum(windows, axis=1), windows.sum(axis=1))


@needs_numpy
class Numbers(unittest.TestCase):
    def test_literals_promote_by_kind(self):
        for dtype in DTYPES[1:]:
            x = np.ones(3, dtype)
            self.assertEqual(ravel.add(x, 1).dtype, x.dtype)
            self.assertEqual(ravel.add(True, x).dtype, x.dtype)
        self.assertEqual(ravel.add(np.ones(3, "float32"), 1.5).dtype, np.dtype("float32"))
        self.assertEqual(ravel.add(np.ones(3, "int16"), 1.5).dtype, np.dtype("float64"))
        self.assertEqual(ravel.add(np.ones(3, "float32"), 1j).dtype, np.dtype("complex64"))
        self.assertEqual(ravel.add(np.ones(3, "uint64"), 2**63).dtype, np.dtype("uint64"))

    def test_literals_that_do_not_fit(self):
        with self.assertRaisesRegex(ravel.RangeError, "int8"):
            ravel.add(np.ones(3, "int8"), 300)
        with self.assertRaises(OverflowError):
            ravel.add(np.ones(3), 2**64)

    def test_numpy_scalars_have_their_dtype(self):
        self.assertEqual(ravel.add(np.ones(3, "float32"), np.float64(1)).dtype, np.dtype("float64"))
        self.assertEqual(ravel.add(np.int8(3), np.int16(4)), 7)
        self.assertIsInstance(ravel.add(np.int8(3), np.int16(4)), np.int16)
        for dtype in DTYPES:
            self.assertEqual(ravel.copy(np.dtype(dtype).type(1)), 1)

    def test_results_without_dimensions_are_scalars(self):
        self.assertIsInstance(ravel.sum(np.arange(4)), np.int64)
        self.assertEqual(ravel.sum(np.arange(4), keepdims=True).shape, (1,))

    def test_no_arrays(self):
        for value in ([1, 2], None, "text", object(), {}):
            with self.assertRaises((TypeError, ravel.RavelError)):
                ravel.add(value, 1)
        for array in (np.array(["a"]), np.array([None]), np.zeros(2, "M8[s]"), np.zeros(2, "longdouble")):
            with self.assertRaises(TypeError):
                ravel.add(array, 1)
