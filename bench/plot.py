"""plot.py: the records as one picture: blue where ravel leads, red where it trails."""

import math

import matplotlib

matplotlib.use("Agg")  # a file, no window
from matplotlib import colors, pyplot

from cases import DTYPES, LAYOUTS
from report import LIMIT, aligned_layout, compared, geometric_mean

_CELL = 0.17  # inches
_LABEL = 1.0  # so wide are the columns of a layout at least
_SHORT = {"float16": "f16", "float32": "f32", "float64": "f64", "complex128": "c128", "int8": "i8", "int32": "i32",
          "int64": "i64", "bool": "bool"}  # fmt: skip
_LEAST, _MOST = 1 / 4, 32  # where the colours end


def _colours():
    """Red to white up to 1, then white to dark blue, both by the logarithm."""
    norm = colors.TwoSlopeNorm(0, math.log2(_LEAST), math.log2(_MOST))
    shades = ["#67001f", "#d6604d", "#f7f7f7", "#74add1", "#08306b"]
    colours = colors.LinearSegmentedColormap.from_list("lead", list(zip((0, 0.25, 0.5, 0.72, 1), shades)))
    colours.set_bad("#dddddd")
    return norm, colours


def _first_seen(values):
    return list(dict.fromkeys(values))


def _in_order(rows, key, known):
    seen = {key(each) for each in rows}
    return [each for each in known if each in seen]


def _panel(axes, rows, kernels, columns, looks):
    """Kernels down, layouts and in each the dtypes across."""
    norm, colours = looks
    ratios = {(each["kernel"], aligned_layout(each), each["dtype"]): each["ratio"] for each in rows}
    table = [[math.log2(ratios[kernel, *column]) if (kernel, *column) in ratios else math.nan for column in columns]
             for kernel in kernels]  # fmt: skip
    mesh = axes.pcolormesh(table, norm=norm, cmap=colours, edgecolors="white", linewidth=0.3)
    for y, line in enumerate(table):
        for x, value in enumerate(line):
            if value < math.log2(LIMIT):
                axes.plot(x + 0.5, y + 0.5, ".", color="black", markersize=3)
    axes.invert_yaxis()
    axes.set_yticks([y + 0.5 for y in range(len(kernels))], kernels, fontsize=7)
    axes.set_xticks([x + 0.5 for x in range(len(columns))], [_SHORT[dtype] for _, dtype in columns], fontsize=5,
                    rotation=90)  # fmt: skip
    axes.tick_params(length=0, pad=2)
    start = 0
    for layout in _first_seen(layout for layout, _ in columns):
        width = sum(column[0] == layout for column in columns)
        axes.text(start + width / 2, -0.4, layout, ha="center", va="bottom", fontsize=7)
        start += width
        if start < len(columns):
            axes.axvline(start, color="black", linewidth=1)
    return mesh


def _folds(rows):
    """The kernels that are measured along an axis: they have layouts of their own."""
    return {each["kernel"] for each in rows if "axis" in each["layout"]}


def draw(records, title, path):
    """Writes the picture: for each n, elementwise kernels and, below them, reductions."""
    rows = compared(records)
    folds = _folds(rows)
    panels = []
    for n in sorted({each["n"] for each in rows}):
        for is_fold in (False, True):
            some = [each for each in rows if each["n"] == n and (each["kernel"] in folds) == is_fold]
            if some:
                panels.append((n, some))
    tables = []
    for _, some in panels:
        layouts = _in_order(some, aligned_layout, LAYOUTS)
        dtypes = _in_order(some, lambda each: each["dtype"], DTYPES)
        columns = [(layout, dtype) for layout in layouts for dtype in dtypes]
        tables.append((_first_seen(each["kernel"] for each in some), columns, max(_CELL, _LABEL / len(dtypes))))
    heights = [len(kernels) * _CELL + 0.9 for kernels, _, _ in tables]
    total = sum(heights) + 0.8
    width = max(max(len(columns) * cell for _, columns, cell in tables) + 1.7, 9)
    figure, top, looks = pyplot.figure(figsize=(width, total)), 0.8, _colours()
    for (n, some), (kernels, columns, cell), height in zip(panels, tables, heights):
        bottom = total - top - height + 0.35
        axes = figure.add_axes((1.4 / width, bottom / total, len(columns) * cell / width, len(kernels) * _CELL / total))
        mesh = _panel(axes, some, kernels, columns, looks)
        ratios = [each["ratio"] for each in some]
        axes.set_title("n = %s: geometric mean %.2f, lowest %.2f" % (format(n, ","), geometric_mean(ratios), min(ratios)),
                       loc="left", fontsize=9, fontweight="bold", pad=17)  # fmt: skip
        top += height
    _head(figure, width, total, title, mesh)
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _head(figure, width, total, title, mesh):
    """Title, legend and scale."""
    title += ": NumPy's time / ravel's, one thread each"
    figure.text(0.1 / width, 1 - 0.22 / total, title, fontsize=10, va="center")
    legend = "blue: ravel leads   red: it trails   dot: under %.2f   grey: no such case" % LIMIT
    figure.text(0.1 / width, 1 - 0.5 / total, legend, fontsize=8, va="center")
    place = (5.2 / width, 1 - 0.5 / total, 3.2 / width, 0.12 / total)
    bar = figure.colorbar(mesh, cax=figure.add_axes(place), orientation="horizontal")
    ticks = [_LEAST, 1 / 2, 1, 2, 4, 8, 16, _MOST]
    bar.set_ticks([math.log2(tick) for tick in ticks], labels=["%g" % tick for tick in ticks], fontsize=6)
