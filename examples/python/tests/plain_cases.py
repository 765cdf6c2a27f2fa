"""What the binding does where NumPy is not installed; test_without_numpy.py runs this with the import blocked."""

import array
import ctypes
import mmap
import unittest

import ravel


def numpy_is_missing():
    try:
        import numpy  # noqa: F401
    except ImportError:
        return True
    return False


class BufferProtocol(unittest.TestCase):
    def test_numpy_is_not_there(self):
        self.assertTrue(numpy_is_missing())

    def test_arrays_of_every_code(self):
        for code in "bBhHiIlLqQfd":
            x, out = array.array(code, [1, 2, 3]), array.array(code, [0, 0, 0])
            with self.subTest(code=code):
                self.assertEqual(ravel.Array(x).itemsize, x.itemsize)
                self.assertIs(ravel.add(x, x, out=out), out)
                self.assertEqual(list(out), [2, 4, 6])
                self.assertEqual(ravel.sum(x), 6)
                self.assertIs(type(ravel.sum(x)), float if code in "fd" else int)

    def test_bytes_and_bytearray(self):
        out = bytearray(4)
        ravel.add(b"\1\2\3\4", bytearray(b"\1\1\1\1"), out=out)
        self.assertEqual(out, bytearray(b"\2\3\4\5"))
        self.assertEqual(ravel.sum(b"\377\377"), 510)
        with self.assertRaises(ravel.LayoutError):
            ravel.add(b"\1", b"\1", out=bytes(1))
        ravel.negative(b"", out=bytearray())

    def test_memoryviews(self):
        memory = bytearray(48)
        view = memoryview(memory).cast("d", (2, 3))
        ravel.full(2.5, out=view)
        self.assertEqual(view.tolist(), [[2.5] * 3] * 2)
        line = memoryview(array.array("d", range(10)))
        self.assertEqual(ravel.sum(line[::2]), 20)
        self.assertEqual(ravel.sum(line[::-3]), 18)
        ravel.negative(line[1::2], out=line[1::2])
        self.assertEqual(line.tolist(), [0, -1, 2, -3, 4, -5, 6, -7, 8, -9])
        with self.assertRaises(ravel.LayoutError):
            ravel.negative(line, out=line.toreadonly())
        mask = memoryview(bytearray([1, 0, 2])).cast("?")
        self.assertEqual(ravel.sum(array.array("d", [1, 2, 4]), where=mask), 5)

    def test_ctypes_and_mmap(self):
        table = ((ctypes.c_double * 3) * 2)((1, 2, 3), (4, 5, 6))
        out = (ctypes.c_double * 3)()
        ravel.sum(table, axis=0, out=out)
        self.assertEqual(list(out), [5, 7, 9])
        self.assertEqual(ravel.sum(ctypes.c_int32(7)), 7)
        big = (ctypes.c_int32.__ctype_be__ * 2)(1, 256)
        self.assertEqual(ravel.sum(big), 257)
        with mmap.mmap(-1, 4096) as memory:
            ravel.full(1, out=ravel.Array(memory, "int64", (512,)))
            self.assertEqual(memory[:8], bytearray(array.array("q", [1])))

    def test_what_has_no_dtype(self):
        class Pair(ctypes.Structure):
            _fields_ = [("a", ctypes.c_int), ("b", ctypes.c_int)]

        for value in ((Pair * 2)(), memoryview(b"ab").cast("c"), "ab", [1.0], (), None):
            with self.subTest(value=value), self.assertRaises(TypeError):
                ravel.add(value, value)

    def test_claims(self):
        ten = array.array("d", range(10))
        self.assertEqual(ravel.sum(ravel.Array(ten, "float64", (5,), strides=(16,))), 20)
        with self.assertRaisesRegex(ravel.LayoutError, "80 bytes"):
            ravel.Array(ten, "float64", (3, 4))

    def test_results(self):
        self.assertEqual(ravel.add(1, 2), 3)
        self.assertEqual(ravel.divide(1, 2), 0.5)
        self.assertIs(ravel.less(1, 2), True)
        self.assertEqual(ravel.multiply(1j, 1j), -1)
        self.assertEqual(ravel.mean(array.array("d", [1, 2])), 1.5)
        with self.assertRaisesRegex(TypeError, r"out is needed.*float64.*\(2,\)"):
            ravel.add(array.array("d", [1, 2]), 1)
        with self.assertRaisesRegex(TypeError, "out is needed.*float16"):
            ravel.copy(ravel.empty((), "float16"))
        out = ravel.empty((2, 2), "complex64")
        self.assertIs(ravel.full(1 + 2j, out=out, casting="same_kind"), out)
        self.assertEqual(ravel.sum(out), 4 + 8j)
        self.assertEqual(ravel.sum(out[0].imag), 4)

    def test_reading_an_array(self):
        table = ravel.Array(array.array("h", range(6)), "short", (2, 3))
        self.assertEqual(table.tolist(), [[0, 1, 2], [3, 4, 5]])
        self.assertEqual(table.T[::-1].tolist(), [[2, 5], [1, 4], [0, 3]])
        self.assertEqual([row.tolist() for row in table], [[0, 1, 2], [3, 4, 5]])
        self.assertEqual(list(table[1]), [3, 4, 5])
        self.assertEqual(ravel.Array(b"\0\1\1\0", ">u2", (2,)).tolist(), [1, 256])
        for shape, lists in (((2, 0), [[], []]), ((0, 2), []), (0, [])):
            self.assertEqual(ravel.empty(shape).tolist(), lists)
        for name in ("float16", "bfloat16", "float32", "float64"):
            self.assertEqual(ravel.full(-1.5, out=ravel.empty(2, name)).tolist(), [-1.5, -1.5])
        self.assertEqual(ravel.full(True, out=ravel.empty(1, "bool")).tolist(), [True])
        for name in ("complex64", "complex128"):
            self.assertEqual(ravel.full(1 - 2j, out=ravel.empty((1, 1), name), casting="unsafe").tolist(), [[1 - 2j]])
        with ravel.Context(casting="no"):
            self.assertEqual(ravel.empty(1, "float16").tolist(), [0])

    def test_numbers_of_0d_arrays(self):
        seven, half = ravel.full(7, out=ravel.empty((), "uint8")), ravel.Array(0.5)
        self.assertEqual((int(seven), float(seven), bool(seven), seven.tolist()), (7, 7.0, True, 7))
        self.assertEqual((int(half), float(half), complex(half), bool(half)), (0, 0.5, 0.5, True))
        self.assertIs(bool(ravel.empty(())), False)
        with self.assertRaisesRegex(TypeError, "0-d"):
            iter(half)
        for convert in (int, float, complex, bool):
            with self.assertRaisesRegex(TypeError, r"only a 0-d array is a number.*\(1,\)"):
                convert(ravel.empty(1))
        with self.assertRaises(TypeError):
            float(ravel.Array(1j))

    def test_kernels(self):
        @ravel.kernel("float64, float64 -> float64", "int64, int64 -> int64", reorderable=True, identity=0)
        def sum_of_squares(x, y, out):
            self.assertTrue(x.readonly and y.readonly and not out.readonly)
            for i, (one, other) in enumerate(zip(x, y)):
                out[i] = one * one + other * other

        out = array.array("d", [0, 0])
        sum_of_squares(array.array("d", [3, 5]), array.array("f", [4, 12]), out=out)
        self.assertEqual(list(out), [25, 169])
        self.assertEqual(sum_of_squares(1, 2), 5)
        self.assertEqual(sum_of_squares.reduce(array.array("q", [])), 0)
        self.assertEqual(sum_of_squares.accumulate(array.array("q", [1, 2]), out=array.array("q", [0, 0]))[1], 5)

        @ravel.kernel("float64 -> float64")
        def fail(x, out):
            x[0] = 1.0

        with self.assertRaisesRegex(TypeError, "read-only"):
            fail(1.5)
        with self.assertRaisesRegex(TypeError, "complex64"):
            ravel.kernel("complex64 -> complex64")(fail.__wrapped__)


if __name__ == "__main__":
    unittest.main()
