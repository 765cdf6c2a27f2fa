#!/bin/sh
# Builds and runs the MPI program with the installed library, for several numbers of ranks and chunks, and the Dask program:
# all must print the same digest. Exits with 77 where there is no MPI, or no Python with Dask.
set -eu
cd "$(dirname "$0")"
command -v mpicc >/dev/null 2>&1 && command -v mpirun >/dev/null 2>&1 || {
    echo "there is no mpicc or no mpirun"
    exit 77
}
dask=''
for python in ../../build/numpy/bin/python "${PYTHON:-python3}" python3; do
    [ -z "$dask" ] && "$python" -c 'import dask, numpy' 2>/dev/null && dask=$python
done
[ -n "$dask" ] || {
    echo "there is no Python with NumPy and Dask"
    exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# shellcheck disable=SC2046 # lists of words
mpicc -O2 statistics.c $(pkg-config --cflags --libs ravel) -o "$folder/statistics"

# More ranks than processors, by root too, in folders with short names, which Open MPI wants for its sockets.
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_base_warn_component_unused=0 PYTHONDONTWRITEBYTECODE=1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 PYTHONPATH="$PWD/../python" TMPDIR=/tmp
passed=0
failed=0
expected=''
# same WHAT COMMAND...: the command ends well, and its last line is that of the first.
same() {
    what=$1
    shift
    if "$@" >"$folder/out" 2>"$folder/err" && last=$(tail -1 "$folder/out") && [ "${expected:=$last}" = "$last" ]; then
        passed=$((passed + 1))
        echo "$what: $last"
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        cat "$folder/out" "$folder/err"
    fi
}
n=1500001
for ranks in 1 2 4; do
    for chunk in 1048576 99999; do
        same "MPI, $ranks ranks, chunks of $chunk" mpirun -n $ranks "$folder/statistics" $n $chunk
    done
done
for chunk in 262144 99991; do
    same "Dask, chunks of $chunk" "$dask" statistics.py $n $chunk
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
