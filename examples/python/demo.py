"""A shaded relief of the Jacksboro fault, as examples/README.md says, and what ravel says to classic mistakes.

Reads $RAVEL_DEM_DIR, writes $RAVEL_DEMO_OUT. NumPy is used only to check the result, where it is there.
"""

import array
import os
import sys
import time

import ravel
from demo_files import read_npy, write_png

try:
    import numpy
except ImportError:
    numpy = None


def shaded_relief(elevation, dx, dy, ymin):
    """The grey values, as a ravel.Array of uint8."""
    shape = tuple(length - 2 for length in elevation.shape)

    # The distance of two cells in metres.
    latitude, shrink, span_east, span_north = (ravel.empty(()) for _ in range(4))
    ravel.multiply(ymin, 0.017453292519943295, out=latitude)
    ravel.cos(latitude, out=shrink)
    ravel.multiply(dx, 222400.0, out=span_east)
    ravel.multiply(span_east, shrink, out=span_east)
    ravel.multiply(dy, 222400.0, out=span_north)

    # Gradients: the same memory, shifted by two.
    height = ravel.empty(elevation.shape)
    ravel.multiply(elevation, 2.0, out=height)
    west, east = height[1:-1, :-2], height[1:-1, 2:]
    north, south = height[:-2, 1:-1], height[2:, 1:-1]
    rise_east, rise_north = ravel.empty(shape), ravel.empty(shape)
    ravel.subtract(east, west, out=rise_east)
    ravel.divide(rise_east, span_east, out=rise_east)
    ravel.subtract(north, south, out=rise_north)
    ravel.divide(rise_north, span_north, out=rise_north)

    # Slope and aspect.
    slope, aspect = ravel.empty(shape), ravel.empty(shape)
    ravel.hypot(rise_east, rise_north, out=slope)
    ravel.atan2(slope, 1.0, out=slope)
    ravel.negative(rise_east, out=rise_east)
    ravel.negative(rise_north, out=rise_north)
    ravel.atan2(rise_east, rise_north, out=aspect)

    # The light of a sun in the north-west, 45 degrees high.
    ravel.subtract(aspect, 5.497787143782138, out=aspect)
    facing, tilt, light = aspect, rise_east, rise_north
    ravel.cos(aspect, out=facing)
    ravel.sin(slope, out=tilt)
    ravel.cos(slope, out=slope)
    ravel.multiply(tilt, facing, out=light)
    ravel.add(light, slope, out=light)
    ravel.multiply(light, 0.7071067811865476, out=light)

    # Grey values.
    ravel.multiply(light, 255.0, out=light)
    ravel.add(light, 0.5, out=light)
    ravel.clip(light, 0.0, 255.0, out=light)
    grey = ravel.empty(shape, "uint8")
    ravel.copy(light, out=grey, casting="unsafe")
    return grey


def shaded_relief_by_numpy(elevation, dx, dy, ymin):
    span_east = dx * 222400.0 * numpy.cos(ymin * 0.017453292519943295)
    height = elevation * numpy.float64(2.0)
    rise_east = (height[1:-1, 2:] - height[1:-1, :-2]) / span_east
    rise_north = (height[:-2, 1:-1] - height[2:, 1:-1]) / (dy * 222400.0)
    slope = numpy.arctan2(numpy.hypot(rise_east, rise_north), 1.0)
    facing = numpy.cos(numpy.arctan2(-rise_east, -rise_north) - 5.497787143782138)
    light = (numpy.sin(slope) * facing + numpy.cos(slope)) * 0.7071067811865476
    return numpy.clip(light * 255.0 + 0.5, 0.0, 255.0).astype(numpy.uint8)


def make_picture(source, target):
    names = ("elevation", "dx", "dy", "ymin")
    data = [read_npy(os.path.join(source, name + ".npy")) for name in names]
    print("read    %s of %d x %d" % ((data[0].dtype,) + data[0].shape))
    began = time.perf_counter()
    grey = shaded_relief(*data)
    took = time.perf_counter() - began
    pixels = bytes(grey.owner)
    total, low, high = (int(function(grey)) for function in (ravel.sum, ravel.min, ravel.max))
    print("made    26 calls of ravel's kernels in %.1f ms (%s, instruction set %s)" % (
        1e3 * took, "NumPy " + numpy.__version__ if numpy else "no NumPy", ravel.atan2.kernel.isa))  # fmt: skip
    print("check   sum %d, min %d, max %d" % (total, low, high))
    if total != 21781888:
        sys.exit("the picture is not the one of examples/README.md")
    if numpy is not None:
        other = shaded_relief_by_numpy(*map(numpy.asarray, data))
        apart = abs(numpy.asarray(grey).astype(int) - other)
        print("NumPy   %d of %d pixels differ, by at most %d" % ((apart > 0).sum(), apart.size, apart.max()))
        if apart.max() > 1:
            sys.exit("the picture is not the one that NumPy makes")
    with open(os.path.join(target, "python.gray"), "wb") as file:
        file.write(pixels)
    picture = os.path.join(target, "python.png")
    write_png(picture, pixels, grey.shape[1])
    print("wrote   %s (%d x %d)" % (picture, grey.shape[1], grey.shape[0]))


def refused(what, mistake):
    """Prints what ravel says to a mistake."""
    try:
        mistake()
    except ravel.RavelError as error:
        print("  %s\n    %s: %s" % (what, type(error).__name__, error))
    else:
        sys.exit("no error: " + what)


def make_mistakes():
    print("\nThe classic mistakes, and what ravel says:")
    ten = ravel.Array(array.array("d", range(10)) if numpy is None else numpy.arange(10.0))
    total = ravel.sum(ten[::2])
    print("  arange(10.)[::2] summed\n    %g: strides are part of the array" % total)
    if total != 20:
        sys.exit("the sum of every second element is wrong")

    int64 = array.array("q", range(10)) if numpy is None else numpy.arange(10, dtype="int64")
    refused("int64 data where the function was written for int", lambda: ravel.require(int64, "int"))
    table = ravel.empty((3, 4)) if numpy is None else numpy.zeros((3, 4))
    refused("a transposed array where C order was assumed", lambda: ravel.require(table.T, "double", 2, order="C"))
    refused("a buffer too short for the shape", lambda: ravel.Array(ten.owner, "double", (3, 4)))
    constant = ravel.Array(bytes(80), "double", (10,))
    if numpy is not None:
        constant = numpy.zeros(10)
        constant.flags.writeable = False
    refused("a read-only array as output", lambda: ravel.negative(ten, out=constant))


if __name__ == "__main__":
    try:
        source, target = os.environ["RAVEL_DEM_DIR"], os.environ["RAVEL_DEMO_OUT"]
    except KeyError as missing:
        sys.exit("the environment variable %s must name a folder; `./dev demo` sets it" % missing)
    make_picture(source, target)
    make_mistakes()
