#!/bin/sh
# Tests the binding with the installed library; exits with 77 where there is no Julia.
set -eu
cd "$(dirname "$0")"
. ./find-julia.sh
"$julia" --startup-file=no --compiled-modules=no Ravel/test/runtests.jl

# Precompiled, as users have it, and loaded again.
depot=$(mktemp -d)
trap 'rm -rf "$depot"' EXIT
for time in first second; do
    JULIA_DEPOT_PATH="$depot:" "$julia" --startup-file=no -e '
        using Ravel
        Ravel.sum(Ravel.add([1, 2], 0.5)) == 4 || exit(1)
        Ravel.kernel(x -> x / 2, Float64 => Float64)([3]) == [1.5] || exit(1)'
    echo "precompiled, $time load: passed"
done
