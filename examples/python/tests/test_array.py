"""ravel.Array: facts, claims, views, rebinding, require."""

import array
import ctypes
import unittest

import ravel
from .support import layouts, needs_numpy, np


class Claims(unittest.TestCase):
    def test_facts(self):
        a = ravel.Array(bytearray(24), ">i4", (2, 3))
        self.assertEqual((a.dtype, a.shape, a.strides, a.ndim), ("int32", (2, 3), (12, 4), 2))
        self.assertEqual((a.size, a.nbytes, a.itemsize, len(a), a.writeable), (6, 24, 4, 2, True))
        self.assertIn("swapped", a.flags)
        self.assertIn("C contiguous", a.flags)
        self.assertIn("int32 array of shape (2, 3)", repr(a))
        self.assertFalse(ravel.Array(bytes(8), "f8", ()).writeable)
        self.assertFalse(ravel.Array(bytearray(8), "f8", (), writeable=False).writeable)
        with self.assertRaises(BufferError):
            ravel.Array(bytes(8), "f8", (), writeable=True)
        with self.assertRaises(TypeError):
            len(ravel.Array(3.0))

    def test_what_does_not_fit(self):
        buffer = bytearray(80)
        for error, arguments in (
            (ravel.LayoutError, ("double", (3, 4))),
            (ravel.LayoutError, ("double", (10,), None, 8)),
            (ravel.LayoutError, ("double", (10,), (-8,))),
            (ravel.LayoutError, ("double", (2,), (73,))),
            (ravel.LayoutError, ("double", (2,), None, -8)),
            (ravel.ShapeError, ("double", (-1,))),
            (ravel.ShapeError, ("double", (1,) * 65)),
            (ravel.RangeError, ("double", (2**62, 2**62))),
            (ravel.DtypeError, ("quadruple", (1,))),
            (OverflowError, ("double", (2**64 + 1,))),
            (OverflowError, ("double", (1,), None, 2**64)),
            (TypeError, ("double", (2, 2), (8,))),
            (TypeError, ("double", (2, 2), (16, 8, 4))),
            (TypeError, ("double", (2, 2), ())),
            (TypeError, ("double", (2, 2), 8)),
            (TypeError, ("double", ("1",))),
            (TypeError, ("double", (1.0,))),
            (TypeError, ("double",)),
            (TypeError, (None, None, (8,))),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(error):
                ravel.Array(buffer, *arguments)
        self.assertEqual(ravel.sum(ravel.Array(buffer, "double", (10,), (-8,), 72), out=ravel.empty(())).shape, ())
        buffer.append(0)  # none of the failures holds on to the buffer

    def test_numbers(self):
        self.assertEqual(ravel.Array(True).dtype, "bool")
        self.assertEqual(ravel.Array(2**63).dtype, "uint64")
        self.assertEqual(ravel.Array(-1).dtype, "int64")
        self.assertEqual(ravel.Array(1j).dtype, "complex128")
        self.assertIn("weak", ravel.Array(1.5).flags)
        with self.assertRaises(AttributeError):
            ravel.Array(1.5).__array_interface__

    def test_rebind(self):
        first, second = array.array("d", [1, 2, 3]), array.array("d", [4, 5, 6, 7])
        a = ravel.Array(first)
        view = a[1:]
        a.rebind(second, offset=8)
        self.assertIs(a.owner, second)
        total = ravel.Array(array.array("d", [0]))[0]
        ravel.sum(a, out=total)
        self.assertEqual(total.owner[0], 18)
        ravel.sum(view, out=total)
        self.assertEqual(total.owner[0], 5)
        with self.assertRaises(ravel.LayoutError):
            a.rebind(second, offset=16)
        with self.assertRaises(BufferError):
            a.rebind(bytes(24))
        self.assertIs(a.owner, second)

    def test_require(self):
        numbers = array.array("i", [1, 2, 3])
        pointer = ravel.require(numbers, "int", ndim=1, order="C", writeable=True)
        self.assertIsInstance(pointer, ctypes.POINTER(ctypes.c_int))
        pointer[1] = 20
        self.assertEqual(list(numbers), [1, 20, 3])
        for error, text, arguments in (
            (ravel.DtypeError, "int32.*int64", ("long long",)),
            (ravel.DtypeError, "uint32", ("unsigned int",)),
            (ravel.ShapeError, "", ("int", 2)),
            (ValueError, "byte order", (">i4",)),
        ):
            with self.assertRaisesRegex(error, text):
                ravel.require(numbers, *arguments)
        with self.assertRaisesRegex(ravel.LayoutError, "read-only"):
            ravel.require(bytes(4), "unsigned char", writeable=True)
        with self.assertRaisesRegex(ravel.LayoutError, "contiguous"):
            ravel.require(ravel.Array(numbers)[::2], "int", order="C")
        with self.assertRaises(ValueError):
            ravel.require(numbers, "int", order="K")
        self.assertIsInstance(ravel.require(ravel.empty(2, "complex64"), "complex64"), ctypes.c_void_p)
        ravel.require(array.array("i"), "int", ndim=1, order="F")

    def test_dtypes(self):
        self.assertEqual(ravel.itemsize("int"), ctypes.sizeof(ctypes.c_int))
        self.assertEqual(ravel.itemsize("unsigned long"), ctypes.sizeof(ctypes.c_ulong))
        self.assertEqual(ravel.itemsize("size_t"), ctypes.sizeof(ctypes.c_size_t))
        self.assertEqual(ravel.result_type(int, float), "float64")
        with self.assertRaisesRegex(ravel.DtypeError, "reel.*Known"):
            ravel.itemsize("reel")
        for dtype in (3, None, list):
            with self.assertRaises(TypeError):
                ravel.itemsize(dtype)

    @needs_numpy
    def test_dtypes_of_numpy(self):
        for dtype in (np.bool_, np.int8, np.intc, np.longlong, np.float16, np.float64, np.complex64, np.dtype("f4")):
            self.assertEqual(ravel.result_type(dtype, "bool"), np.dtype(dtype).name)
        a = ravel.Array(bytearray(8), np.dtype(">f8"), np.int64(1), offset=np.int64(0))
        self.assertEqual((a.shape, "swapped" in a.flags), ((1,), True))
        self.assertEqual(ravel.sum(np.ones((2, 3)), axis=np.int64(1)).shape, (2,))
        with self.assertRaises(OverflowError):
            ravel.sum(np.ones((2, 3)), axis=2**32)
        with self.assertRaises(OverflowError):
            ravel.cumulative_sum(np.ones(2), axis=2**32)


@needs_numpy
class Views(unittest.TestCase):
    def setUp(self):
        self.x = np.arange(2 * 3 * 4, dtype="float64").reshape(2, 3, 4)

    def same(self, view, expected):
        seen = np.asarray(view)
        np.testing.assert_array_equal(seen, expected)
        self.assertEqual(seen.dtype, expected.dtype)
        if expected.size:
            self.assertTrue(np.shares_memory(seen, self.x))
        self.assertEqual(view.shape, expected.shape)

    def test_indexing(self):
        for name, x in layouts(self.x):
            a, self.x = ravel.Array(x), x
            for key in (
                np.s_[1], np.s_[-1], np.s_[:, 2], np.s_[..., -4], np.s_[1, 2, 3], np.s_[::-1], np.s_[:, ::2, 1:3],
                np.s_[None], np.s_[..., None], np.s_[0, None, :, None, 1:], np.s_[()], np.s_[...], np.s_[:, 1:1],
                np.s_[1:, 0], np.s_[:, -2:, ::-2], np.s_[:, np.int8(1)],
            ):  # fmt: skip
                with self.subTest(layout=name, key=key):
                    self.same(a[key], x[key] if not isinstance(x[key], np.generic) else x[key + (...,)])

    def test_bad_indices(self):
        a = ravel.Array(self.x)
        for key in (2, -3, np.s_[:, 3], np.s_[:, :4], np.s_[-4:], np.s_[0, 0, 0, 0], np.s_[..., ...]):
            with self.subTest(key=key), self.assertRaises(IndexError):
                a[key]
        with self.assertRaises(ValueError):
            a[::0]
        for key in ("x", 1.5, True, [0, 1]):
            with self.subTest(key=key), self.assertRaises(TypeError):
                a[key]

    def test_shapes(self):
        x, a = self.x, ravel.Array(self.x)
        self.same(a.T, x.T)
        self.same(a.permute((1, 2, 0)), x.transpose(1, 2, 0))
        self.same(a.reshape((6, -1)), x.reshape(6, -1))
        self.same(a.reshape(24), x.reshape(24))
        self.same(a.T.reshape((4, 6), order="F"), x.T.reshape((4, 6), order="F"))
        self.same(a[:1].broadcast_to((5, 2, 3, 4)), np.broadcast_to(x[:1], (5, 2, 3, 4)))
        self.same(a.flip(), x[::-1, ::-1, ::-1])
        self.same(a.flip(1), x[:, ::-1])
        self.same(a.flip((0, -1)), x[::-1, :, ::-1])
        self.same(a[:1].squeeze(), x[0])
        self.same(a[:1].squeeze(0), x[0])
        self.same(a.expand_dims((0, -1)), x[None, ..., None])
        self.same(a.diagonal(), x.diagonal())
        self.same(a.diagonal(-1, 1, 2), x.diagonal(-1, 1, 2))
        self.same(a.sliding_window(2, 2), np.lib.stride_tricks.sliding_window_view(x, 2, 2))
        self.same(a.sliding_window((1, 2, 3)), np.lib.stride_tricks.sliding_window_view(x, (1, 2, 3)))
        self.same(a.view("int64"), x.view("int64"))
        self.same(a.view("complex128"), x.view("complex128"))
        self.same(a.view("complex128").real, x.view("complex128").real)
        self.same(a.view("complex128").imag, x.view("complex128").imag)
        self.same(a[...], x)
        self.same(ravel.Array(a), x)

    def test_bad_shapes(self):
        a = ravel.Array(self.x)
        for error, call in (
            (ravel.ShapeError, lambda: a.T.reshape(24)),
            (ravel.ShapeError, lambda: a.reshape((5, -1))),
            (ravel.ShapeError, lambda: a.squeeze(0)),
            (ravel.AxisError, lambda: a.flip(3)),
            (ravel.AxisError, lambda: a.permute((0, 0, 1))),
            (ravel.ShapeError, lambda: a.permute((0, 1))),
            (ravel.ShapeError, lambda: a.broadcast_to((4, 4, 4))),
            (ravel.DtypeError, lambda: a.imag),
            (ravel.ShapeError, lambda: a.sliding_window(5, 2)),
            (ValueError, lambda: a.sliding_window((1, 2))),
        ):
            with self.assertRaises(error):
                call()

    def test_views_as_outputs(self):
        a = ravel.Array(self.x)
        ravel.full(-1, out=a[0, ::2].T)
        self.assertTrue((self.x[0, ::2] == -1).all())
        self.assertEqual(self.x[0, 1, 1], 5)
        self.assertEqual(a.address(0, 1, 1) - a.address(0, 0, 0), 40)
        with self.assertRaises(ravel.LayoutError):
            ravel.full(1, out=a.broadcast_to((2, 2, 3, 4)))
