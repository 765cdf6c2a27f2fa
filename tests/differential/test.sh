#!/bin/sh
# Runs the differential test with the newest NumPy that is here: that of `./dev test`, else the machine's. Exits with 77
# where there is none of 2.0 or later.
set -eu
cd "$(dirname "$0")/../.."
export PYTHONPATH="$PWD/examples/python" PYTHONDONTWRITEBYTECODE=1
for python in build/numpy/bin/python "${PYTHON:-python3}" python3 /usr/bin/python3; do
    if "$python" -c 'import numpy; assert int(numpy.__version__.split(".")[0]) >= 2' 2>/dev/null; then
        exec "$python" tests/differential "$@"
    fi
done
echo "there is no Python with NumPy 2"
exit 77
