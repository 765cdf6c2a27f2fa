#!/bin/sh
# tidy.sh: clang-tidy (.clang-tidy) finds nothing in what checks and plans.
. "$(dirname "$0")/common.sh"
need clang-tidy
[ -e "$RAVEL_BUILD/compile_commands.json" ] || fail "no compile_commands.json"
sed 's/ -fno-ipa-icf//' "$RAVEL_BUILD/compile_commands.json" >"$folder/compile_commands.json" # gcc's own
find src/core src/plan src/run src/api -name '*.c' -print0 |
    xargs -0 -n 4 -P "$(getconf _NPROCESSORS_ONLN)" clang-tidy -p "$folder" --quiet 2>&1 |
    grep -vE '^[0-9]+ warnings? generated\.$' | fail_on_lines "clang-tidy"
verdict
