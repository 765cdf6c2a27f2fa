#!/bin/sh
# coverage.sh: each public header has its check_<header>.c, and each public function is called by a test.
. "$(dirname "$0")/common.sh"

for header in include/ravel/*.h; do
    name=$(basename "$header" .h)
    grep -q RAVEL_API "$header" || continue
    case $name in export) continue ;; esac # only defines the word
    [ -e "tests/check_$name.c" ] || fail "$header has no tests/check_$name.c"
done
cat tests/*.[ch] tests/support/*.[ch] >"$folder/tests"
for function in $(declared_functions); do
    grep -qw "$function" "$folder/tests" || fail "no test calls $function"
done
verdict
