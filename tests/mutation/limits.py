"""Runs a program under limits, in a group of processes of its own."""

import os
import signal
import subprocess
import time

LIMITS = 'ulimit -t "$1"; ulimit -v 16777216; ulimit -f 2097152; ulimit -c 0; shift; exec "$@"'
LONGEST_PAUSE = 0.1


def _end(process):
    """Check's programs, asked to end, end the tests that they started, which are in groups of their own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=2)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


def run(command, environment, folder, cpu_seconds, seconds):
    """The exit status, None if the time was over, and the seconds of CPU that it took. The time is the sum of pauses
    in which this program was awake: a machine that stops everything for a while makes no hang."""
    process = subprocess.Popen(
        ["sh", "-c", LIMITS, "sh", str(int(cpu_seconds) + 1)] + command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    left, pause = seconds, 0.002
    while left > 0:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, usage.ru_utime + usage.ru_stime
        time.sleep(pause)
        left -= pause
        pause = min(2 * pause, LONGEST_PAUSE)
    _end(process)
    return None, cpu_seconds
