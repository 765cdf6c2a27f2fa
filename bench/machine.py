"""machine.py: what the figures were measured on, and the cap on instruction sets, which must be set before NumPy and
ravel are loaded."""

import os
import platform
import subprocess
import sys

# What --isa takes: ravel's name for it, and the words by which NumPy's groups of better instructions are known.
CAPS = {"v3": ("x86-64-v3", ("AVX512", "X86_V4"))}

_GROUPS = """
try:
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
except ImportError:
    from numpy.core._multiarray_umath import __cpu_dispatch__, __cpu_features__
print(*(group for group in __cpu_dispatch__ if __cpu_features__[group]))
"""


def numpy_groups():
    """The groups of instructions that NumPy would use here, asked of another process: NumPy reads its variable once."""
    return subprocess.run([sys.executable, "-c", _GROUPS], stdout=subprocess.PIPE, check=True, text=True).stdout.split()


def cap(isa):
    """Lets neither side use anything above `isa` (None: all that there is). Before either is imported."""
    assert "numpy" not in sys.modules and "ravel" not in sys.modules
    if isa is None:
        return
    ours, words = CAPS[isa]
    above = [group for group in numpy_groups() if any(word in group for word in words)]
    os.environ["NPY_DISABLE_CPU_FEATURES"] = " ".join(above)
    os.environ["RAVEL_ISA"] = ours
    left = [group for group in numpy_groups() if any(word in group for word in words)]
    if left:
        raise SystemExit("NumPy keeps %s in spite of its variable" % ", ".join(left))


def cpu():
    """The processor's name."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as facts:
            for line in facts:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def second_level_cache():
    """The bytes of one core's second-level cache: what is much larger comes from the shared cache or from memory."""
    try:
        with open("/sys/devices/system/cpu/cpu0/cache/index2/size", encoding="ascii") as file:
            return int(file.read().strip().rstrip("K")) * 1024
    except (OSError, ValueError):
        return 2**20


def busy():
    """A warning where other programs keep this machine busy, else None."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > 0.5 * cores:
        return "the machine is busy: load %.1f on %d cores; figures are rough, ratios less so" % (load, cores)
    return None
