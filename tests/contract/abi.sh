#!/bin/sh
# abi.sh: abidiff finds no difference between the library and tests/abi/ravel.abi. `abi.sh baseline` writes that file.
. "$(dirname "$0")/common.sh"
need abidw
need abidiff
describe() {
    abidw --exported-interfaces-only --drop-undefined-syms --headers-dir include --drop-private-types --no-corpus-path --no-comp-dir-path --no-show-locs \
        --out-file "$1" "$RAVEL_BUILD/libravel.so"
}
if [ "${1:-}" = baseline ]; then
    describe tests/abi/ravel.abi
    nm -D --defined-only "$RAVEL_BUILD/libravel.so" | awk '$2 != "A" {print $3}' | LC_ALL=C sort >tests/abi/symbols.txt
    exit 0
fi
[ "$(uname -m)" = x86_64 ] || missing "a baseline for $(uname -m)"
describe "$folder/ravel.abi"
while IFS=@ read -r name version; do
    grep -q "<function-decl name='$name'" "$folder/ravel.abi" || fail "the debug information does not describe $name ($version)"
done <tests/abi/symbols.txt
abidiff tests/abi/ravel.abi "$folder/ravel.abi" ||
    fail "the ABI changed: say so in CHANGELOG.md's ABI line and run ./dev abi-baseline"
verdict
