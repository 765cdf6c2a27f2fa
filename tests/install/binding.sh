#!/bin/sh
# binding.sh PREFIX LIBDIR SCRIPT [ARGUMENT...]: runs a binding's script where the library installed in PREFIX is found.
set -eu
prefix=$1 libdir=$2 script=$3
shift 3
export PKG_CONFIG_PATH="$prefix/$libdir/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
export LD_LIBRARY_PATH="$prefix/$libdir${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
status=0
"$script" "$@" || status=$?
if [ $status = 77 ] && [ "${RAVEL_REQUIRE_ALL:-}" = 1 ]; then
    echo "$script: its runtime is missing, and everything is required"
    exit 1
fi
exit $status
