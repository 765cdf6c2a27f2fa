"""The cases for programs without NumPy, in a process that cannot import it."""

import os
import subprocess
import sys
import unittest

import ravel
from .support import needs_numpy

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BLOCK = "import sys, unittest; sys.modules['numpy'] = None; "


def run(program):
    return subprocess.run([sys.executable, "-W", "error", "-c", BLOCK + program], cwd=FOLDER, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, universal_newlines=True)  # fmt: skip


class WithoutNumPy(unittest.TestCase):
    def test_plain_cases(self):
        answer = run("unittest.main('tests.plain_cases', argv=['plain'])")
        self.assertEqual(answer.returncode, 0, answer.stdout)
        self.assertRegex(answer.stdout, r"Ran [1-9]\d* tests")

    @needs_numpy
    def test_importing_ravel_does_not_import_numpy(self):
        program = "import ravel, array, sys; ravel.Array(array.array('d')); sys.exit('numpy' in sys.modules)"
        answer = subprocess.run([sys.executable, "-c", program], cwd=FOLDER)
        self.assertEqual(answer.returncode, 0)

    @needs_numpy
    def test_plain_arrays_where_numpy_is_there(self):
        import array

        result = ravel.add(array.array("d", [1, 2]), memoryview(b"\1\2"))
        self.assertEqual(result.tolist(), [2, 4])
