"""What a build folder of Ninja and CMake knows: how objects are compiled, what is linked, and which tests there are."""

import collections
import json
import os
import re
import shlex
import subprocess

Object = collections.namedtuple("Object", "path command")
Test = collections.namedtuple("Test", "name command environment folder program static")

OTHERS = "slow|contract|install|bindings"  # labels of tests that take too long, or that run no code of the library
UNMOVED = ("fault_reload",)  # opens the library of the build folder, whatever is linked
FIXED = {"random_cases": ["--seed", "1"]}  # else each run would take another one
INSTRUCTION_SETS = r"(battery|digest)_(generic|x86_64_v\d|neon)"


def _lines(folder, *command):
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


class Project:
    """A build folder, and the source folder that it is of."""

    def __init__(self, root, folder):
        self.root, self.folder = root, folder
        self._read_links()
        self._read_tests()
        self._read_objects()

    def _read_links(self):
        """The words of each command that links, by what it makes."""
        self.links = {}
        for line in _lines(self.folder, "ninja", "-t", "commands", "all"):
            made = re.search(r" -o (\S+)", line)
            if made and " -c " not in line:
                self.links[made.group(1)] = shlex.split(line.split("&&")[1])
        self.shared = next(made for made in self.links if made.startswith("libravel.so"))

    def _read_tests(self):
        listed = json.loads("".join(_lines(self.folder, "ctest", "--show-only=json-v1", "-LE", OTHERS)))["tests"]
        sets = [match.group(2) for match in (re.fullmatch(INSTRUCTION_SETS, test["name"]) for test in listed) if match]
        self.instruction_set = sets[-1]  # the best that is here, which is what runs where nobody chooses
        self.tests = [self._test(row) for row in listed if self._is_wanted(row["name"])]

    def _is_wanted(self, name):
        chosen = re.fullmatch(INSTRUCTION_SETS, name)
        return name not in UNMOVED and (not chosen or chosen.group(2) == self.instruction_set)

    def _test(self, row):
        properties = {field["name"]: field["value"] for field in row["properties"]}
        environment = dict(setting.split("=", 1) for setting in properties.get("ENVIRONMENT", []))
        made = (os.path.relpath(word, self.folder) for word in row["command"] if word.startswith(str(self.folder)))
        program = next(path for path in made if path in self.links)
        command = row["command"] + FIXED.get(row["name"], [])
        folder = properties["WORKING_DIRECTORY"]
        return Test(row["name"], command, environment, folder, program, "libravel.a" in self.links[program])

    def _read_objects(self):
        """The library's objects, those of other instruction sets left out, by the files that they are made of."""
        compiled = {}
        for row in json.loads((self.folder / "compile_commands.json").read_text()):
            path = re.search(r" -o (\S+)", row["command"]).group(1)
            chosen = re.search(r"-DRVL_ISA=(\w+)", row["command"])
            of_library = row["file"].startswith(str(self.root / "src"))
            if of_library and (not chosen or chosen.group(1) == self.instruction_set):
                compiled[path] = Object(path, _quiet(row["command"]))
        self.objects = collections.defaultdict(list)
        path = None
        for line in _lines(self.folder, "ninja", "-t", "deps"):
            if not line.startswith(" "):
                path = line.split(":")[0]
            elif path in compiled:
                file = os.path.normpath(self.folder / line.strip())
                self.objects[os.path.relpath(file, self.root)].append(compiled[path])


def _quiet(command):
    """Nobody warns about mutants, but a function that ends without a result is none; line numbers are no difference."""
    return [word for word in shlex.split(command) if word != "-Werror"] + ["-w", "-Werror=return-type", "-g0"]
