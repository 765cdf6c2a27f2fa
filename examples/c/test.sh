#!/bin/sh
# Builds the programs with the installed library, through pkg-config and through find_package, runs them and checks what
# they print and write; exits with 77 where there is no C compiler.
set -eu
cd "$(dirname "$0")"
. ./build.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0

# check WHAT COMMAND...: the command succeeds.
check() {
    what=$1
    shift
    if "$@" >"$folder/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        cat "$folder/log"
    fi
}
# prints PROGRAM TEXT: the program has printed this line.
prints() {
    check "$1 prints: $2" grep -qF -- "$2" "$folder/$1.out"
}
# run PROGRAM ARGUMENT...: it succeeds; what it prints is kept.
run() {
    program=$1
    shift
    status=0
    "$folder/$program" "$@" >"$folder/$program.out" 2>"$folder/$program.err" || status=$?
    check "$program runs" test "$status" = 0
    [ "$status" = 0 ] || cat "$folder/$program.out" "$folder/$program.err"
}
# refuses PROGRAM ARGUMENT...: it fails with a text, not by a signal.
refuses() {
    status=0
    "$folder/$1" >"$folder/$1.out" 2>"$folder/$1.err" || status=$?
    check "$1 refuses" test "$status" = 1 -a -s "$folder/$1.err"
}

check "builds through pkg-config" build "$folder" relief summary mistakes kernel test_helpers
run test_helpers "$folder"
cat "$folder/test_helpers.out"
passed=$((passed + 0$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$folder/test_helpers.out")))

run mistakes
prints mistakes "20: strides are part of the array"
prints mistakes "the array has dtype int64, but the function expects int32"
prints mistakes "is not contiguous in C order"
prints mistakes "takes 96 bytes from offset 0 on, but the buffer has 80 bytes"
prints mistakes "output 0 is read-only"
prints mistakes "the handle of a destroyed array"

run kernel
prints kernel "-1.625"
prints kernel "the kernel exponent has 2 inputs, got n_in = 1"

model=${RAVEL_DEM_DIR:-}
(
    unset RAVEL_DEM_DIR
    "$folder/relief"
) >/dev/null 2>"$folder/relief.err" && failed=$((failed + 1)) || passed=$((passed + 1))
check "relief says what it needs" grep -q RAVEL_DEM_DIR "$folder/relief.err"
export RAVEL_DEMO_OUT="$folder" RAVEL_DEM_DIR="$folder/none"
refuses relief
refuses summary
if [ -z "$model" ] && command -v dpkg >/dev/null 2>&1 && command -v unzip >/dev/null 2>&1; then
    archive=$(dpkg -L python-matplotlib-data 2>/dev/null | grep '/jacksboro_fault_dem\.npz$' | head -1)
    if [ -n "$archive" ]; then
        model=$folder/dem
        unzip -q -d "$model" "$archive"
    fi
fi
if [ -n "$model" ]; then
    export RAVEL_DEM_DIR="$model"
    run relief
    prints relief "sum 21781888, min 0, max 255, CRC-32 ca17886e"
    check "c.gray has all pixels" test "$(wc -c <"$folder/c.gray")" -eq $((342 * 401))
    check "c.png is there" test -s "$folder/c.png"
    run summary
    prints summary "whole   min 236, max 1076, mean 531.031, std 162.457"
    prints summary "row     277 is the highest on average, 319 the most rugged"
    prints summary "CRC-32 edd6483b of 2992 numbers"
else
    echo "left out: the picture, as RAVEL_DEM_DIR names no elevation model"
fi

if command -v cmake >/dev/null 2>&1; then
    check "configures through find_package" cmake -S . -B "$folder/cmake" -DCMAKE_PREFIX_PATH="$(pkg-config --variable=prefix ravel)"
    check "builds through find_package" cmake --build "$folder/cmake"
    check "runs, built through find_package" "$folder/cmake/kernel"
else
    echo "left out: find_package, as there is no cmake"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
