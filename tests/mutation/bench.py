"""A place where one mutant at a time is made and tested."""

import hashlib
import os
import shutil
import subprocess

from limits import run
from points import mutated

MOST_OBJECTS = 40  # a header that more objects are made of takes too long


class Bench:
    """A copy of the sources, the objects made of it, and what is linked of them."""

    def __init__(self, project, folder):
        self.project, self.folder = project, folder
        self.tree, self.made = folder / "tree", folder / "made"
        self.originals = {}
        shutil.rmtree(folder, ignore_errors=True)
        self.made.mkdir(parents=True)
        shutil.copytree(project.root / "src", self.tree / "src")

    def _compile(self, thing):
        """Compiles an object of the copy, and gives its path, or None."""
        source = str(self.project.root / "src")
        command = [word.replace(source, str(self.tree / "src")) for word in thing.command]
        path = self.made / thing.path.replace("/", "_")
        command[command.index("-o") + 1] = str(path)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return path if subprocess.run(command, cwd=self.project.folder, **quiet).returncode == 0 else None

    def _is_original(self, thing, paths):
        return self.originals[thing.path] == hashlib.sha256(paths[thing.path].read_bytes()).digest()

    def _remember_originals(self, things):
        for thing in things:
            if thing.path not in self.originals:
                self.originals[thing.path] = hashlib.sha256(self._compile(thing).read_bytes()).digest()

    def make(self, point):
        """Compiles and links a mutant: "made", "invalid" if it does not compile, "equivalent" if the original's code
        comes out of it, or "skipped"."""
        things = self.project.objects.get(point.file, [])
        if not 0 < len(things) <= MOST_OBJECTS:
            return "skipped"
        self._remember_originals(things)
        file = self.tree / point.file
        source = file.read_text()
        file.write_text(mutated(source, point))
        try:
            paths = {thing.path: self._compile(thing) for thing in things}
        finally:
            file.write_text(source)
        if None in paths.values():
            return "invalid"
        self.changed = {thing.path: paths[thing.path] for thing in things if not self._is_original(thing, paths)}
        if not self.changed:
            return "equivalent"
        shared = [str(self.changed.get(word, word)) for word in self.project.links[self.project.shared]]
        return "made" if self._link(shared, "libravel.so.0") else "invalid"

    def _link(self, words, name):
        words = list(words)
        words[words.index("-o") + 1] = str(self.made / name)
        return subprocess.run(words, cwd=self.project.folder, stderr=subprocess.DEVNULL).returncode == 0

    def _link_program(self, test):
        """Links a test of the inside, with the changed objects before the library."""
        words = self.project.links[test.program]
        place = words.index("libravel.a")
        changed = [str(path) for path in self.changed.values()]
        return self._link(words[:place] + changed + words[place:], os.path.basename(test.program))

    def _moved(self, word, test):
        """A word of a test's command, where it names a program that was linked anew, or a place to write in."""
        where = os.path.relpath(word, self.project.folder) if os.path.isabs(word) else word
        if where == "tests":
            return str(self.made)
        if where.startswith("tests/") and (test.static or where not in self.project.links):
            return str(self.made / os.path.basename(where))
        return word

    def passes(self, test, cpu_seconds):
        """Whether the mutant passes a test, which usually takes so much time."""
        if test.static and not self._link_program(test):
            return False
        command = [self._moved(word, test) for word in test.command]
        environment = {**test.environment, "LD_LIBRARY_PATH": str(self.made)}
        for _ in range(2):  # what fails only now and then, on a busy machine, did not tell
            status, _ = run(command, environment, test.folder, 5 + 4 * cpu_seconds, 120 + 40 * cpu_seconds)
            if status in (0, 77):
                return True
        return False
