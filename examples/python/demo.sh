#!/bin/sh
# Runs the demo with the installed library; exits with 77 where there is no Python 3.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
command -v "$python" >/dev/null 2>&1 || {
    echo "there is no $python"
    exit 77
}
"$python" demo.py
echo
"$python" summary.py
