#!/bin/sh
# coverage.sh: each public header has its tests/check_<header>*.c, and each public function is called by a test.
. "$(dirname "$0")/common.sh"

for header in include/ravel/*.h; do
    name=$(basename "$header" .h)
    grep -q RAVEL_API "$header" || continue
    case $name in export) continue ;; esac # only defines the word
    set -- tests/check_"$name"*.c
    [ -e "$1" ] || fail "$header has no tests/check_$name.c"
done
# What the programs that test the public API take from the shared library.
need nm
nm -D --undefined-only "$RAVEL_BUILD"/tests/check_* "$RAVEL_BUILD"/tests/battery "$RAVEL_BUILD"/tests/random_cases 2>/dev/null |
    sed -n 's/^ *U \(ravel_[a-z0-9_]*\).*$/\1/p' | LC_ALL=C sort -u >"$folder/called"
declared_functions >"$folder/declared"
LC_ALL=C comm -23 "$folder/declared" "$folder/called" | fail_on_lines "no test calls these functions"
verdict
