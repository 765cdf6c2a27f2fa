"""bench.py: runs the cases and makes the records."""

import math
import statistics
import time

import numpy
import ravel

import cases
import machine
import operands
import peers
import roofline
import timing

PEER = "NumPy " + numpy.__version__
_TWO_THREADS_FROM = 100_000  # elements: below, no call is shared
_CTYPES_UP_TO = 100_000  # elements: above, the caller makes no difference
_QUICK_DTYPES = ("float32", "float64", "int32")


class Bench:
    def __init__(self, library, progress):
        self.contexts = {threads: ravel.Context(threads, casting="unsafe") for threads in (1, 2)}
        self.timing = timing.Timing(library, self.contexts)
        self.progress = progress
        self.operands = operands.Operands()
        self.differing = []
        progress("measuring the memory")
        self.roofline = roofline.Roofline(self.timing)
        numpy.seterr(all="ignore")

    def measure(self, wanted, quick):
        """The records of the cases that the expression `wanted` finds."""
        dtypes = _QUICK_DTYPES if quick else cases.DTYPES
        sizes = [n for n in cases.SIZES if n <= 100_000 or not quick]
        chosen = list(cases.all_cases(dtypes, sizes, wanted))
        records, group, began = {}, None, time.monotonic()
        for done, i in enumerate(cases.cheap_order(chosen)):
            case = chosen[i]
            if group != (case.n, case.dtype):
                group = case.n, case.dtype
                self.progress("%6.0f s  %5d of %d  n = %g, %s"
                              % (time.monotonic() - began, done, len(chosen), *group))  # fmt: skip
            records[i] = self.one(case)
        return [record for i in range(len(chosen)) for record in records[i]]

    def one(self, case):
        """The records of one case: from C with one thread, with two, and through ctypes: with NumPy's arrays as they
        are, and with arrays that have been described once."""
        inputs, outputs = self.operands.of(case)
        samples = {(1, "C"): self.timing.ours(case, inputs, outputs, 1)}
        if case.n >= _TWO_THREADS_FROM:
            samples[2, "C"] = self.timing.ours(case, inputs, outputs, 2)
        names = self._names(case, inputs, outputs)
        theirs = case.function.theirs if case.function else peers.call(case.name, case.verb, len(inputs), len(outputs))
        if case.layout.title == "contiguous" and case.n <= _CTYPES_UP_TO and not case.is_cast:
            samples[1, "ctypes"] = timing.of_expression(self._by_ctypes(case), names)
            samples[1, "ctypes, described"] = timing.of_expression(self._by_ctypes(case), self._described(names))
        peer = self._peer(case, theirs, names, samples[1, "C"])
        times = timing.in_turn([*samples.values()] + ([peer] if peer else []))
        peer_times = times.pop() if peer else None
        return [self._record(case, inputs, outputs, *key, list_of, peer_times)
                for key, list_of in zip(samples, times)]  # fmt: skip

    @staticmethod
    def _names(case, inputs, outputs):
        names = {"numpy": numpy, "math": math, "ravel": ravel, "axis": case.layout.axis, "out": outputs[0]}
        names.update(("x%d" % slot, each) for slot, each in enumerate(inputs))
        names.update(("out%d" % slot, each) for slot, each in enumerate(outputs))
        return names

    @staticmethod
    def _described(names):
        """The same names, but with arrays that have been described to ravel once."""
        return {name: ravel.Array(each) if isinstance(each, numpy.ndarray) else each for name, each in names.items()}

    @staticmethod
    def _by_ctypes(case):
        """The call through the binding in examples/python."""
        if case.function:
            return case.function.ours
        inputs = ", ".join("x%d" % slot for slot in range(len(case.inputs)))
        if case.verb != "apply":
            return "ravel.%s(x0, axis, out=out)" % case.name
        outs = ", ".join("out%d" % slot for slot in range(len(case.outputs)))
        return "ravel.%s(%s, out=%s)" % (case.name, inputs, "out" if len(case.outputs) == 1 else "(%s)" % outs)

    def _peer(self, case, theirs, names, ours):
        """NumPy's call, once it has been seen to work and to give the same."""
        out, mine = names["out"], None
        if case.n <= 1000:
            ours(1)
            mine = out.copy()
        try:
            result = eval(theirs, names)
        except (AttributeError, TypeError):  # NumPy has it not, or not for this dtype
            return None
        if mine is not None:
            result = out if result is None else result[0] if isinstance(result, tuple) else result
            exact = {"float16": 0.05, "float32": 1e-4}.get(case.dtype, 1e-9)
            if not numpy.allclose(mine, result, rtol=exact, atol=exact, equal_nan=True):
                self.differing.append(case.title)
        return timing.of_expression(theirs, names)

    def _record(self, case, inputs, outputs, threads, caller, times, peer_times):
        ns = statistics.median(times)
        peer_ns = statistics.median(peer_times) if peer_times else None
        share = self.roofline.share(inputs, outputs, ns) if (threads, caller) == (1, "C") else None
        ratios = [theirs / mine for mine, theirs in zip(times, peer_times)] if peer_times else None
        with self.contexts[threads]:
            isa = (case.kernel or ravel.copy.kernel).isa
        return {
            "kernel": case.name, "dtype": case.dtype, "layout": case.layout.name, "n": case.n,
            "shape": list(case.shape), "alignment": case.layout.alignment, "threads": threads, "caller": caller,
            "isa": isa, "ravel_ns": ns, "ravel_quartiles": timing.quartiles(times), "peer": PEER if peer_times else None,
            "peer_ns": peer_ns, "peer_quartiles": timing.quartiles(peer_times) if peer_times else None,
            "ratio": peer_ns / ns if peer_times else None,
            "ratio_quartiles": timing.quartiles(ratios) if ratios else None,
            "roofline_share": share, "rounds": len(times),
        }  # fmt: skip

    def facts(self):
        """Lines that say what was measured where."""
        with self.contexts[1]:
            isa = ravel.copy.kernel.isa
        return [
            "ravel %s (%s) against %s, %s" % (ravel.__version__, isa, PEER, machine.cpu()),
            "NumPy's instructions: %s" % (" ".join(machine.numpy_groups()) or "its baseline"),
            "one look-up of a handle: %.1f ns" % self.timing.lookup(),
            "",
            *self.roofline.table(),
            *(["", "Results that differ from NumPy's: " + ", ".join(self.differing)] if self.differing else []),
        ]
