#!/bin/sh
# fusion.sh: the compiler has fused no product with a sum by itself. Where one lane adds and its neighbour subtracts gcc
# does so in spite of -ffp-contract=off; explicit fma never ends in these instructions.
. "$(dirname "$0")/common.sh"
need objdump
objdump -d --no-show-raw-insn "$RAVEL_BUILD/libravel.so" |
    awk '/^[0-9a-f]+ </ {name = $2} /vfm(addsub|subadd)/ {print name, $2}' | sort | uniq -c |
    fail_on_lines "products fused behind the source's back: see RVL_ROUNDED"
verdict
