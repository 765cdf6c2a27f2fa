"""report.py: the records as text."""

import math
import statistics

LIMIT = 0.95
_FULL = 0.85  # of the roofline, for what memory bounds


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def compared(records):
    """The records that the verdict is about: ravel from C with one thread, where NumPy has the function."""
    return [each for each in records
            if each["threads"] == 1 and each["caller"] == "C" and each["ratio"] is not None]  # fmt: skip


def aligned_layout(record):
    return record["layout"] + (" at %d" % record["alignment"] if record["alignment"] != 64 else "")


def _grouped(records, key):
    groups = {}
    for each in records:
        groups.setdefault(key(each), []).append(each)
    return groups


def _ratio_table(title, records, key):
    """Geometric means by `key` and n, the lowest ratio in brackets."""
    sizes = sorted({each["n"] for each in records})
    yield "%-22s" % title + "".join("%20s" % ("n = %g" % n) for n in sizes) + "%20s" % "all"
    for name, rows in _grouped(records, key).items():
        cells = [[each["ratio"] for each in rows if each["n"] == n] for n in sizes]
        cells.append([each["ratio"] for each in rows])
        yield "%-22s" % name + "".join(
            "%20s" % ("%.2f (%.2f)" % (geometric_mean(cell), min(cell)) if cell else "") for cell in cells
        )
    yield ""


def _memory_bound(rows):
    """The rows for which memory needs longer than the computation, as it goes in the first-level cache."""
    def key(each):
        return each["kernel"], each["dtype"], each["layout"], each["alignment"]

    in_cache = {(*key(each), each["n"]): each["ravel_ns"] for each in rows if each["n"] in (8, 1000)}
    for each in rows:
        small, larger = (in_cache.get((*key(each), n)) for n in (8, 1000))
        if each["roofline_share"] is None or small is None or larger is None:
            continue
        if (larger - small) / 992 * each["n"] < each["roofline_share"] * each["ravel_ns"]:
            yield each


def _shares(rows):
    """Shares of the roofline, contiguous, at the largest n; and which of all that memory bounds have little."""
    shown = [each for each in rows if each["roofline_share"] is not None and aligned_layout(each) == "contiguous"]
    largest = max((each["n"] for each in shown), default=0)
    shown = [each for each in shown if each["n"] == largest]
    if not shown:
        return
    dtypes = list(dict.fromkeys(each["dtype"] for each in shown))
    yield "%-26s" % ("%% of the roofline, n = %g" % largest) + "".join("%12s" % dtype for dtype in dtypes)
    for kernel, of_kernel in _grouped(shown, lambda each: each["kernel"]).items():
        shares = {each["dtype"]: each["roofline_share"] for each in of_kernel}
        yield "%-26s" % kernel + "".join(
            "%12s" % ("%.0f" % (100 * shares[dtype]) if dtype in shares else "") for dtype in dtypes
        )
    yield ""
    bound = list(_memory_bound(rows))
    low = [each for each in bound if each["roofline_share"] < _FULL]
    if bound:
        yield "Memory bounds %d rows; %d of them reach less than %.0f %% of the roofline%s" % (
            len(bound), len(low), 100 * _FULL, ":" if low else "")  # fmt: skip
        yield from _by_case(low, "roofline_share")
        yield ""


def _others(records):
    """Two threads and ctypes, each against one thread from C."""
    def key(each):
        return each["kernel"], each["dtype"], each["layout"], each["alignment"], each["n"]

    single = {key(each): each["ravel_ns"] for each in records if each["threads"] == 1 and each["caller"] == "C"}
    two = _grouped((each for each in records if each["threads"] == 2), lambda each: each["n"])
    for n, rows in sorted(two.items()):
        gains = [single[key(each)] / each["ravel_ns"] for each in rows]
        low, high = statistics.quantiles(gains, n=4, method="inclusive")[::2] if len(gains) > 1 else gains * 2
        yield "Two threads, n = %g: %.2f times the speed of one (median; quartiles %.2f to %.2f)" % (
            n, statistics.median(gains), low, high)  # fmt: skip
    calls = _grouped((each for each in records if each["caller"] != "C" and each["ratio"]),
                     lambda each: (each["caller"], each["n"]))  # fmt: skip
    for (caller, n), rows in sorted(calls.items()):
        extra = statistics.median(each["ravel_ns"] - single[key(each)] for each in rows)
        yield "Through %s, n = %g: %.0f ns more than from C (median), ratio to NumPy %.2f (geometric mean)" % (
            caller, n, extra, geometric_mean([each["ratio"] for each in rows]))  # fmt: skip


def _each(records):
    for each in records:
        share = "" if each["roofline_share"] is None else "%4.0f %% of roofline" % (100 * each["roofline_share"])
        peer = "" if each["ratio"] is None else "NumPy %13.1f ns  ratio %6.2f (%.2f to %.2f)" % (
            each["peer_ns"], each["ratio"], *each["ratio_quartiles"])  # fmt: skip
        what = "%s %s %s n=%g" % (each["kernel"], each["dtype"], aligned_layout(each), each["n"])
        how = each["caller"] if each["caller"] != "C" else "%d thread%s" % (each["threads"], "s"[: each["threads"] - 1])
        yield "%-46s %-17s ravel %13.1f ns  %s  %s" % (what, how, each["ravel_ns"], peer, share)
    yield ""


def _by_case(rows, figure):
    """One line for each kernel, layout and n."""
    for (kernel, layout, n), some in _grouped(
        rows, lambda each: (each["kernel"], aligned_layout(each), each["n"])
    ).items():
        figures = ", ".join("%s %.2f" % (each["dtype"], each[figure]) for each in some)
        yield "  %-18s %-16s n = %-6g %s" % (kernel, layout, n, figures)


def lines(records, facts):
    """The whole report."""
    yield from facts
    yield ""
    rows = compared(records)
    if len(records) <= 100:
        yield from _each(records)
    if not rows:
        yield "NumPy has nothing to compare with"
        return
    yield "Ratio = NumPy's time / ravel's: above 1 ravel is faster. Geometric means, the lowest in brackets."
    yield ""
    yield from _ratio_table("kernel", rows, lambda each: each["kernel"])
    yield from _ratio_table("layout", rows, aligned_layout)
    yield from _ratio_table("dtype", rows, lambda each: each["dtype"])
    yield from _shares(rows)
    yield from _others(records)
    yield ""
    behind = [each for each in rows if each["ratio"] < LIMIT]
    if behind:
        yield "Under %.2f:" % LIMIT
        yield from _by_case(behind, "ratio")
        yield ""
    lowest = min(rows, key=lambda each: each["ratio"])
    yield "%d ratios: geometric mean %.2f; minimum %.2f (%s %s %s n=%g); %d under %.2f (%.1f %%)" % (
        len(rows), geometric_mean([each["ratio"] for each in rows]), lowest["ratio"], lowest["kernel"],
        lowest["dtype"], aligned_layout(lowest), lowest["n"], len(behind), LIMIT, 100 * len(behind) / len(rows))  # fmt: skip
    large = [each["ratio"] for each in rows if each["n"] >= 1000]
    if large:
        yield "of them with n >= 1000: %d ratios, geometric mean %.2f, %d under %.2f" % (
            len(large), geometric_mean(large), sum(ratio < LIMIT for ratio in large), LIMIT)  # fmt: skip
