#!/bin/sh
# Runs the demo with the installed library; exits with 77 where there is no Julia.
set -eu
cd "$(dirname "$0")"
. ./find-julia.sh
"$julia" --startup-file=no --compiled-modules=no demo.jl
echo
"$julia" --startup-file=no --compiled-modules=no summary.jl
