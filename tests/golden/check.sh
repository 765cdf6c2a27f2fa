#!/bin/sh
# check.sh LIST COMMAND...: runs the program that compares digests; what it says of each number of threads stays in LIST.
set -eu
list=$1
shift
rm -f "$list"
if [ "$1" != env ] && ! command -v "$1" >/dev/null 2>&1; then
    echo "$1 is missing"
    [ "${RAVEL_REQUIRE_ALL:-}" = 1 ] && exit 1
    exit 77
fi
status=0
"$@" >"$list.new" || status=$?
cat "$list.new"
[ $status = 0 ] || exit 1
mv "$list.new" "$list"
