"""Statistics of the elevation model, whole, by row and by column, as examples/README.md says.

Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT.
"""

import os
import sys
import zlib

import ravel
from demo_files import read_npy

STATISTICS = (ravel.min, ravel.max, ravel.mean, ravel.std)
PARTS = (("whole", None), ("row", 1), ("column", 0))


def summarise(elevation, axis):
    """The statistics along an axis, or of all; each a ravel.Array of float64."""
    return [statistic(elevation, axis=axis, out=ravel.empty(shape)) for statistic in STATISTICS
            for shape in [() if axis is None else (elevation.shape[1 - axis],)]]  # fmt: skip


def main(source, target):
    elevation = read_npy(os.path.join(source, "elevation.npy"))
    results = b""
    for name, axis in PARTS:
        lowest, highest, mean, deviation = summarise(elevation, axis)
        if axis is None:
            print("whole   min %g, max %g, mean %.3f, std %.3f" % tuple(map(float, (lowest, highest, mean, deviation))))
        else:
            print("%-7s %d is the highest on average, %d the most rugged" % (
                name, int(ravel.argmax(mean)), int(ravel.argmax(deviation))))  # fmt: skip
        results += b"".join(bytes(each.owner) for each in (lowest, highest, mean, deviation))
    print("check   CRC-32 %08x of %d numbers" % (zlib.crc32(results), len(results) // 8))
    with open(os.path.join(target, "python.summary"), "wb") as file:
        file.write(results)


if __name__ == "__main__":
    try:
        main(os.environ["RAVEL_DEM_DIR"], os.environ["RAVEL_DEMO_OUT"])
    except KeyError as missing:
        sys.exit("the environment variable %s must name a folder; `./dev demo` sets it" % missing)
