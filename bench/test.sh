#!/bin/sh
# test.sh LIBRAVEL TIMING_LIBRARY: checks that the benchmark runs and writes what it promises; 77 where NumPy is missing.
set -eu
python=${PYTHON:-python3}
"$python" -c 'import numpy' 2>/dev/null || {
    echo "$python has no NumPy"
    [ "${RAVEL_REQUIRE_ALL:-}" = 1 ] && exit 1
    exit 77
}
exec "$python" "$(dirname "$0")/check.py" "$@"
