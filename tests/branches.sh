#!/bin/sh
# branches.sh BUILD: makes BUILD/index.html of the branches that the tests in this folder took, and fails where they are
# fewer than the limits below. GCOVR names gcovr, 8 or newer: it joins the functions that one file becomes for each dtype
# and instruction set. A row of a .def file has no branches of its own: what gcov finds there is what macros make of it.
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
status=0
gcovr=${GCOVR:-gcovr}

# reached LIMIT PATTERN [OPTION...]: whether LIMIT per cent of the branches in the matching files were taken; if not, which.
reached() {
    limit=$1 pattern=$2
    shift 2
    if "$gcovr" --root . --add-tracefile "$build/branches.json" --filter "$pattern" --fail-under-branch "$limit" \
        --txt-metric branch --txt --print-summary "$@" >"$build/branches.txt" 2>&1; then
        echo "$pattern $(grep '^branches:' "$build/branches.txt")"
    else
        status=1
        cat "$build/branches.txt"
    fi
}

"$gcovr" --root . --filter src/ --exclude 'src/.*\.def' -j "$(getconf _NPROCESSORS_ONLN)" \
    --merge-mode-functions=separate --json "$build/branches.json" "$build"
reached 95 src/ --html-details "$build/index.html" --html-title 'ravel: branches that the tests take'
reached 99 src/core/ # all, but that threads have to meet for a few
reached 99 src/api/
reached 100 'src/(run/.*_check|plan/overlap)\.c'
echo "page: $build/index.html"
exit $status
