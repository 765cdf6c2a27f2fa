"""Which files are mutated, as which layer, how often, and in which order."""

import collections
import hashlib
import re

from points import points_of

Layer = collections.namedtuple("Layer", "name share files strict")

PLANNING = "cut|fold_choice|reduce_plan|reduce_axes|reduce_region|operand|at_once|tile|loop"

# The first row that fits a file has it. Of a strict layer every mutant is killed or explained.
LAYERS = (
    Layer("overlap", 50, r"src/plan/(overlap|knapsack)\.c", True),
    Layer("check", 90, r"src/(run/\w+_check|core/(bounds|descriptor|index)|api/\w+)\.[ch]", True),
    Layer("core", 50, r"src/core/\w+\.[ch]", False),
    Layer("plan", 60, r"src/(plan/\w+|run/(" + PLANNING + r"))\.[ch]", False),
    Layer("move", 50, r"src/move/\w+\.[ch]", False),
)


def layer_of(file):
    for layer in LAYERS:
        if re.fullmatch(layer.files, file):
            return layer
    return None


def quotas(count):
    """How many mutants each layer has, of so many."""
    whole = sum(layer.share for layer in LAYERS)
    shares = {layer.name: count * layer.share // whole for layer in LAYERS}
    for layer in LAYERS[: count - sum(shares.values())]:
        shares[layer.name] += 1
    return shares


def candidates(root, seed, wanted):
    """Each layer's points in the order of the sample: by a hash, so that a change in a file moves no other points."""
    found = {layer.name: [] for layer in LAYERS}
    for path in sorted(root.glob("src/*/*.[ch]")):
        name = path.relative_to(root).as_posix()
        layer = layer_of(name)
        if layer and re.search(wanted, name):
            found[layer.name] += points_of(name, path.read_text())
    for points in found.values():
        points.sort(key=lambda point: hashlib.sha256(("%s %s" % (seed, point.id)).encode()).digest())
    return found
