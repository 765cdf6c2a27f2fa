"""The README's examples give what it says."""

import doctest
import os
import unittest

from .support import needs_numpy

README = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "README.md")


@needs_numpy
class Readme(unittest.TestCase):
    def test_examples(self):
        failed, tried = doctest.testfile(README, module_relative=False, optionflags=doctest.ELLIPSIS)
        self.assertEqual(failed, 0)
        self.assertGreater(tried, 8)
