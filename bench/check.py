"""check.py: runs the benchmark of a few kernels, and holds what it writes against what is promised. Never speed: only
that every case is there and every record is whole.

    python3 bench/check.py LIBRAVEL TIMING_LIBRARY"""

import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import unittest

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = sys.argv[1:3]

DTYPES = {"float32", "float64", "int32"}
SIZES = {8, 1000, 100_000}
ELEMENTWISE = {("contiguous", 64), ("contiguous", 16), ("a[::3]", 64), ("a.T", 64), ("a[:, ::-1]", 64), ("row", 64),
               ("column", 64), ("(k,3)+(3,)", 64)}  # fmt: skip
FOLDS = {("contiguous", 64), ("contiguous", 16), ("a[::3]", 64), ("2-d whole", 64), ("a.T whole", 64), ("axis 0", 64),
         ("axis 1", 64), ("a.T axis 0", 64), ("a.T axis 1", 64), ("(k,3) axis 0", 64), ("(k,3) axis 1", 64)}  # fmt: skip
FIELDS = {"kernel", "dtype", "layout", "n", "shape", "alignment", "threads", "caller", "isa", "ravel_ns",
          "ravel_quartiles", "peer", "peer_ns", "peer_quartiles", "ratio", "ratio_quartiles", "roofline_share",
          "rounds"}  # fmt: skip
ISAS = ["generic", "x86-64-v2", "x86-64-v3", "x86-64-v4", "neon"]
PNG = b"\x89PNG\r\n\x1a\n"


def bench(folder, *options):
    """(records, what it printed)"""
    path = os.path.join(folder, "records.json")
    command = [sys.executable, os.path.join(HERE, "run.py"), *LIBRARIES, "--json", path, *options]
    printed = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    with open(path, encoding="utf-8") as file:
        return json.load(file), printed


class Bench(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def holds(self, record):
        self.assertEqual(set(record), FIELDS)
        self.assertIn(record["isa"], ISAS)
        self.assertGreaterEqual(record["rounds"], 3)
        figures = ["ravel"]
        if record["kernel"] == "vecdot" and not hasattr(numpy, "vecdot"):  # NumPy 1 has none
            self.assertEqual([record[field] for field in ("peer", "peer_ns", "ratio")], [None] * 3)
        else:
            figures.append("peer")
            self.assertRegex(record["peer"], r"^NumPy \d")
            self.assertEqual(record["ratio"], record["peer_ns"] / record["ravel_ns"])
        for figure in figures:
            first, third = record[figure + "_quartiles"]
            self.assertLess(0, first)
            self.assertTrue(first <= record[figure + "_ns"] <= third, record)
        if record["roofline_share"] is not None:
            self.assertGreater(record["roofline_share"], 0)

    def test_quick(self):
        with_plot = importlib.util.find_spec("matplotlib") is not None
        picture = os.path.join(self.folder, "picture.png")
        records, printed = bench(self.folder, "--quick", "--filter", "^(add|sum) ",
                                 *(["--plot", picture] if with_plot else []))  # fmt: skip
        for record in records:
            self.holds(record)
        found = {}
        for each in records:
            key = each["kernel"], each["threads"], each["caller"]
            case = each["dtype"], each["layout"], each["alignment"], each["n"]
            self.assertNotIn(case, found.setdefault(key, set()))
            found[key].add(case)
        expected = {}
        for kernel, layouts in (("add", ELEMENTWISE), ("sum", FOLDS)):
            for threads, sizes in ((1, SIZES), (2, {100_000})):
                expected[kernel, threads, "C"] = {
                    (dtype, *layout, n) for dtype in DTYPES for layout in layouts for n in sizes
                }
            for caller in ("ctypes", "ctypes, described"):
                expected[kernel, 1, caller] = {(dtype, "contiguous", 64, n) for dtype in DTYPES for n in SIZES}
        self.assertEqual(found, expected)
        self.assertIn("Roofline, GB/s", printed)
        self.assertNotIn("differ", printed)
        self.assertRegex(printed, r"(?m)^\d+ ratios: geometric mean [\d.]+; minimum [\d.]+ .*; \d+ under 0.95")
        if with_plot:
            with open(picture, "rb") as file:
                self.assertEqual(file.read(len(PNG)), PNG)

    def test_functions(self):
        records, printed = bench(self.folder, "--quick", "--filter", "^(vecdot|min_max|mean_var|diff|bincount|histogram|histogram_edges) ")
        found = set()
        for record in records:
            self.holds(record)
            found.add((record["kernel"], record["dtype"], record["layout"], record["n"], record["caller"]))
        for kernel, dtypes, layouts in (
            ("vecdot", DTYPES, ("contiguous", "a[::3]", "axis 0", "axis 1", "a.T axis 1", "(k,3) axis 1")),
            ("diff", DTYPES, ("contiguous", "a[::3]", "axis 0", "axis 1", "a.T axis 1", "(k,3) axis 0")),
            ("min_max", DTYPES, ("contiguous", "a[::3]", "axis 0", "axis 1", "a.T axis 1", "(k,3) axis 0")),
            ("mean_var", DTYPES, ("contiguous", "a[::3]", "axis 0", "axis 1", "a.T axis 1", "(k,3) axis 0")),
            ("bincount", {"int32"}, ("contiguous", "a[::3]")),
            ("histogram", DTYPES, ("contiguous", "a[::3]")),
            ("histogram_edges", DTYPES, ("contiguous", "a[::3]")),
        ):
            for dtype in dtypes:
                for n in SIZES:
                    for layout in layouts:
                        self.assertIn((kernel, dtype, layout, n, "C"), found)
                    self.assertIn((kernel, dtype, "contiguous", n, "ctypes"), found)
        self.assertNotIn("differ", printed)

    @unittest.skipUnless(platform.machine() == "x86_64", "a cap of x86-64")
    def test_cap(self):
        records, printed = bench(self.folder, "--isa", "v3", "--filter", "^add float64 contiguous n=8$")
        self.assertTrue(records)
        for record in records:
            self.holds(record)
            self.assertLessEqual(ISAS.index(record["isa"]), ISAS.index("x86-64-v3"))
        for line in printed.splitlines():
            if line.startswith("NumPy's instructions"):
                self.assertNotRegex(line, "AVX512|V4")

    def test_nothing_found(self):
        with self.assertRaises(subprocess.CalledProcessError):
            bench(self.folder, "--quick", "--filter", "^no such kernel$")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
