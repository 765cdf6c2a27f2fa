"""Mutation testing: changes one thing of the library at a time, and sees whether the tests tell.

    python3 tests/mutation/mutate.py [options]          `./dev mutation` builds first

A mutant is killed if a test fails, crashes or hangs. One whose object code is that of the original is none, and the
next one is taken. The rest survive; tests/mutation/survivors.txt explains those that no test can tell from it.
Fails if less than 90 % are killed, or if a survivor among checks and overlap is not explained."""

import argparse
import collections
import json
import pathlib
import re
import sys
import threading
import time

import survivors
from bench import Bench
from layers import LAYERS, candidates, quotas
from limits import run
from project import Project

ROOT = pathlib.Path(__file__).resolve().parents[2]
WANTED_SCORE = 0.9
TITLES = "layer       mutants   killed  explained  unexplained  equivalent   score"


def parse(arguments):
    parser = argparse.ArgumentParser(prog="./dev mutation", description=__doc__.split("\n")[0])
    parser.add_argument("--seed", default="1", help="another seed takes another sample (default: %(default)s)")
    parser.add_argument("--count", type=int, default=300, help="so many mutants (default: %(default)s)")
    parser.add_argument("--files", default="", metavar="REGEX", help="only of files whose path has it")
    parser.add_argument("--tests", default="", metavar="REGEX", help="only tests whose name has it")
    parser.add_argument("--within", type=float, default=1e9, metavar="SECONDS", help="only tests this fast")
    parser.add_argument("--only", default="", metavar="ID,...", help="only these mutants")
    parser.add_argument("--again", action="store_true", help="run only those that the last run did not kill")
    parser.add_argument("--explained", action="store_true", help="run also those that survivors.txt explains")
    parser.add_argument("--list", action="store_true", help="list the sample, and equivalent ones, and run nothing")
    parser.add_argument("--jobs", type=int, default=2, help="so many mutants at a time (default: %(default)s)")
    parser.add_argument("--build", default=ROOT / "build/mutation", type=pathlib.Path, help="the build folder")
    return parser.parse_args(arguments)


class Session:
    """One run: the queue of each layer, and what became of the mutants."""

    def __init__(self, options, points):
        self.options, self.points = options, points
        self.folder = options.build.resolve()
        self.explained = survivors.read(pathlib.Path(__file__).with_name("survivors.txt"))
        self.lock = threading.Lock()
        self.kills = collections.Counter()
        self.results = collections.defaultdict(list)
        self.memory = self.folder / "mutation.json"
        self.outcomes = json.loads(self.memory.read_text()) if self.memory.exists() else {}
        for outcome in self.outcomes.values():
            self.kills[outcome["file"], outcome["by"]] += 1
        self.left = self._quotas()
        self.total = sum(self.left.values())

    def _quotas(self):
        present = {name: len(points) for name, points in self.points.items()}
        if self.options.only:
            return present
        wanted = quotas(self.options.count)
        if self.options.files:  # all from what is there
            whole = sum(present.values())
            wanted = {name: -(-self.options.count * n // max(whole, 1)) for name, n in present.items()}
        return {name: min(wanted[name], n) for name, n in present.items()}

    def measure(self):
        """How long each test takes on what is not mutated, where all must pass."""
        path = self.folder / "mutation-times.json"
        known = json.loads(path.read_text()) if path.exists() else {}
        self.seconds = {}
        for test in self.project.tests:
            program = self.folder / test.program
            if known.get(test.name, [0])[0] < program.stat().st_mtime:
                status, cpu = run(test.command, test.environment, test.folder, 3000, 9000)
                if status not in (0, 77):
                    raise SystemExit("%s fails without a mutation" % test.name)
                known[test.name] = [time.time(), cpu]
                path.write_text(json.dumps(known))
            self.seconds[test.name] = known[test.name][1]

    def order(self, file):
        """The tests, those first that killed mutants of the same file before, and then the fast ones."""
        return sorted(self.project.tests, key=lambda test: (-self.kills[file, test.name], self.seconds[test.name]))

    def take(self):
        """The next mutant of the sample."""
        with self.lock:
            for layer in LAYERS:
                if self.left[layer.name] > 0 and self.points[layer.name]:
                    self.left[layer.name] -= 1
                    return layer.name, self.points[layer.name].pop(0)
        return None, None

    def judge(self, bench, point):
        """What becomes of a mutant, and the test that killed it."""
        known = self.outcomes.get(point.id)
        if self.options.again and known and known["state"] != "survived":
            return known["state"], known["by"]
        state = bench.make(point)
        if state != "made":
            return state, ""
        if point.id in self.explained and not (self.options.explained or self.options.only):
            return "survived", ""
        for test in self.order(point.file):
            if not bench.passes(test, self.seconds[test.name]):
                return "killed", test.name
        return "survived", ""

    def work(self, number):
        bench = Bench(self.project, self.folder / "mutants" / str(number))
        while True:
            layer, point = self.take()
            if not point:
                return
            began = time.time()
            state, by = self.judge(bench, point)
            with self.lock:
                self.tell(layer, point, state, by, time.time() - began)

    def tell(self, layer, point, state, by, seconds):
        self.results[layer, state].append(point)
        self.outcomes[point.id] = {"file": point.file, "state": state, "by": by}
        self.memory.write_text(json.dumps(self.outcomes, indent=1))
        if state in ("killed", "survived"):
            self.kills[point.file, by] += 1
            done = sum(len(points) for (_, state), points in self.results.items() if state in ("killed", "survived"))
            print("[%3d/%d] %-8s %4.1f s  %s:%d  %s" % (done, self.total, state, seconds, point.file, point.line, by))
            if state == "survived":
                print(survivors.shown(point))
            sys.stdout.flush()
        elif not self.options.only:
            self.left[layer] += 1

    def run(self):
        self.project = Project(ROOT, self.folder)
        self.project.tests = [test for test in self.project.tests if re.search(self.options.tests, test.name)]
        self.measure()
        self.project.tests = [test for test in self.project.tests if self.seconds[test.name] <= self.options.within]
        threads = [threading.Thread(target=self.work, args=(i,)) for i in range(self.options.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def report(self):
        """Prints the survivors and the table; whether they are good enough."""
        good, totals = True, collections.Counter()
        unexplained = []
        print("\n" + TITLES)
        for layer in LAYERS:
            survived = self.results[layer.name, "survived"]
            new = [point for point in survived if point.id not in self.explained]
            row = collections.Counter(
                killed=len(self.results[layer.name, "killed"]),
                explained=len(survived) - len(new),
                unexplained=len(new),
                equivalent=len(self.results[layer.name, "equivalent"]),
            )
            unexplained += new
            good = good and not (layer.strict and new)
            totals.update(row)
            print(_row(layer.name, row))
        print(_row("all", totals))
        for point in unexplained:
            print("\nnot explained: " + survivors.shown(point))
        there = {point.id for found in candidates(ROOT, "", "").values() for point in found}
        for name in sorted(set(self.explained) - there):
            print("\nno longer a mutation, to be removed from survivors.txt: " + name)
        return good and _score(totals) >= WANTED_SCORE


def _mutants(row):
    return row["killed"] + row["explained"] + row["unexplained"]


def _score(row):
    return row["killed"] / max(_mutants(row), 1)


def _row(name, row):
    numbers = (_mutants(row), row["killed"], row["explained"], row["unexplained"], row["equivalent"], 100 * _score(row))
    return "%-10s %8d %8d %10d %12d %11d %6.1f%%" % ((name,) + numbers)


def main(arguments):
    options = parse(arguments)
    points = candidates(ROOT, options.seed, options.files)
    if options.only:
        only = options.only.split(",")
        points = {name: [point for point in found if point.id in only] for name, found in points.items()}
    session = Session(options, points)
    if options.list:
        for name, found in points.items():
            for point in found[: session.left[name]]:
                print(survivors.shown(point))
        return 0
    began = time.time()
    session.run()
    good = session.report()
    print("\n%d minutes" % ((time.time() - began) / 60))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
