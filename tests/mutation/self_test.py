"""That mutation testing works: python3 tests/mutation/self_test.py BUILD

It finds the mutations of a small file, and tells a mutant that is killed from one that is none and from one that does
not compile. Exits with 77 where the build folder is not one of Ninja."""

import pathlib
import sys
import tempfile

import survivors
from bench import Bench
from layers import candidates, layer_of
from mutate import ROOT
from points import mutated, points_of
from project import Project

SOURCE = """\
#define TWICE(x) ((x) + (x))
static const int table[2] = {1, 2};
int f(int a) /* 1 < 2 */
{
    const char *text = "1 < 2", letter = '0';
    int sizes[3], sum = -a;
    if (a < 2 && text)
        return sizes[0] + TWICE(0x0f);
    note(a);
    return sum - 1;
}
"""
FOUND = [
    ("(a < 2 && text)", "(!(a < 2 && text))"),
    ("<", "<="),
    ("2", "3"),
    ("&&", "||"),
    ("return sizes[0] + TWICE(0x0f);", ";"),
    ("0", "1"),
    ("+", "-"),
    ("0x0f", "0x10"),
    ("note(a);", ";"),
    ("-", "+"),
    ("1", "0"),
]
PLANTED = "src/core/bounds.c"
PLANTS = [
    ("bounded && offset < 0", "bounded && offset > 0", False),
    ("bounded && offset < 0", "bounded && 0 > offset", "equivalent"),
    ("bounded && offset < 0", "bounded && offset <", "invalid"),
]


def check(what, got, expected):
    if got != expected:
        raise SystemExit("%s: expected %r, got %r" % (what, expected, got))


def check_points():
    found = points_of("f.c", SOURCE)
    check("mutations", [(point.old, point.new) for point in found], FOUND)
    check("their names", len({point.id for point in found}), len(found))
    moved = points_of("f.c", "\n/* moved */\n" + SOURCE)
    check("names in a file that changed elsewhere", [point.id for point in moved], [point.id for point in found])
    check("a mutant", mutated(SOURCE, found[2]).splitlines()[6], found[2].after.join(("    ", "")))


def check_sample():
    first, second = (candidates(ROOT, seed, "overlap") for seed in ("1", "2"))
    check("a sample of its own for each seed", first == second, False)
    check("files that belong to no layer", layer_of("src/kernel/table.c"), None)
    for entry in survivors.read(ROOT / "tests/mutation/survivors.txt").values():
        check("the explanation of " + entry.id, len(entry.why) > 10, True)


def check_plants(folder):
    project = Project(ROOT, folder)
    test = next(test for test in project.tests if test.name == "check_array_create")
    source = (ROOT / PLANTED).read_text()
    template = points_of(PLANTED, source)[0]
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(project, pathlib.Path(place) / "bench")
        for old, new, expected in PLANTS:
            start = source.index(old)
            state = bench.make(template._replace(start=start, end=start + len(old), old=old, new=new))
            check(new, bench.passes(test, 1) if state == "made" else state, expected)


def main(folder):
    check_points()
    check_sample()
    if not (folder / "build.ninja").exists():
        sys.exit(77)
    check_plants(folder.resolve())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
