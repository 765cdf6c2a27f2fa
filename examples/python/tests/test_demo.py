"""The demo's parts, on a model of the ground that is made here."""

import array
import math
import os
import struct
import tempfile
import unittest
import zlib

import demo
import demo_files
import ravel
from .support import needs_numpy, np


def npy(descr, shape, data, fortran_order=False):
    header = repr({"descr": descr, "fortran_order": fortran_order, "shape": shape}).encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + data


class Files(unittest.TestCase):
    def write(self, content):
        handle, path = tempfile.mkstemp()
        self.addCleanup(os.remove, path)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        return path

    def test_npy(self):
        data = struct.pack(">6h", 1, 2, 3, 4, 5, 6)
        array_in_c = demo_files.read_npy(self.write(npy(">i2", (2, 3), data)))
        self.assertEqual((array_in_c.dtype, array_in_c.shape, array_in_c.writeable), ("int16", (2, 3), False))
        in_fortran = demo_files.read_npy(self.write(npy(">i2", (3, 2), data, True)))
        self.assertEqual((in_fortran.shape, in_fortran.strides), ((3, 2), (2, 6)))
        out = ravel.empty((2, 3), "bool")
        ravel.equal(array_in_c, in_fortran.T, out=out)
        self.assertEqual(out.owner, bytearray([1] * 6))
        with self.assertRaises(ravel.LayoutError):
            demo_files.read_npy(self.write(npy(">i2", (2, 4), data)))
        with self.assertRaises(ValueError):
            demo_files.read_npy(self.write(b"PK\3\4"))

    def test_png(self):
        path = self.write(b"")
        demo_files.write_png(path, bytes(range(6)), 3)
        with open(path, "rb") as file:
            content = file.read()
        self.assertEqual(struct.unpack(">II", content[16:24]), (3, 2))
        at = content.index(b"IDAT")
        (size,) = struct.unpack(">I", content[at - 4 : at])
        self.assertEqual(zlib.decompress(content[at + 4 : at + 4 + size]), b"\0\0\1\2\0\3\4\5")
        (check,) = struct.unpack(">I", content[at + 4 + size : at + 8 + size])
        self.assertEqual(check, zlib.crc32(content[at : at + 4 + size]))

    @needs_numpy
    def test_numpys_own_files(self):
        for x in (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3)), np.float64(2)):
            path = self.write(b"")
            with open(path, "wb") as file:
                np.save(file, x)
            np.testing.assert_array_equal(np.asarray(demo_files.read_npy(path)), x)


class Relief(unittest.TestCase):
    def test_a_level_plain(self):
        """Light from 45 degrees: 255 times its sine, rounded."""
        plain = ravel.Array(array.array("h", [100] * 20)).reshape((4, 5))
        grey = demo.shaded_relief(plain, 0.001, 0.001, 0.0)
        self.assertEqual(grey.shape, (2, 3))
        self.assertEqual(bytes(grey.owner), bytes([round(255 * math.sqrt(0.5))] * 6))

    def test_slopes_that_face_the_sun_are_brighter(self):
        towards = ravel.Array(array.array("h", [10 * (row + column) for row in range(4) for column in range(5)]))
        away = ravel.Array(array.array("h", [-10 * (row + column) for row in range(4) for column in range(5)]))
        bright, dark = (
            demo.shaded_relief(ground.reshape((4, 5)), 0.001, 0.001, 0.0) for ground in (towards, away)
        )
        self.assertGreater(ravel.min(bright, out=ravel.empty((), "uint8")).owner[0], 190)
        self.assertLess(ravel.max(dark, out=ravel.empty((), "uint8")).owner[0], 170)

    @needs_numpy
    def test_as_numpy_does(self):
        ground = np.random.default_rng(5).integers(0, 3000, (50, 70)).astype("int16")
        grey = np.asarray(demo.shaded_relief(ground, 0.001, 0.002, 30.0)).astype(int)
        other = demo.shaded_relief_by_numpy(ground, 0.001, 0.002, 30.0)
        self.assertLessEqual(abs(grey - other).max(), 1)
