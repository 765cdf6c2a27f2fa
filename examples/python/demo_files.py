"""The demo's files: .npy read in place, a grey PNG written."""

import ast
import struct
import zlib

import ravel


def read_npy(path):
    """A ravel.Array over the bytes of an .npy file: described, not copied."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:6] != b"\x93NUMPY":
        raise ValueError("%s is no .npy file" % path)
    size_format = "<H" if content[6] == 1 else "<I"
    (header_size,) = struct.unpack_from(size_format, content, 8)
    start = 8 + struct.calcsize(size_format)
    header = ast.literal_eval(content[start : start + header_size].decode("utf-8"))
    shape = header["shape"][::-1] if header["fortran_order"] else header["shape"]
    array = ravel.Array(content, header["descr"], shape, offset=start + header_size)
    return array.T if header["fortran_order"] else array


def write_png(path, grey, width):
    """An 8-bit grey picture of the bytes of its rows."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[i : i + width] for i in range(0, len(grey), width))
    header = struct.pack(">IIBBBBB", width, len(grey) // width, 8, 0, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.write(chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
