#!/bin/sh
# merge.sh PROGRAM TARGET: makes the committed inputs of a fuzz target few that reach every edge which they and the inputs
# found here reach.
set -eu
program=$1 target=$2
corpus=$(cd "$(dirname "$0")" && pwd)/corpus/$target
found=$(cd "$(dirname "$program")" && pwd)/fuzz-$target/found
merged=$found.merged
rm -rf "$merged"
mkdir -p "$merged" "$found" "$corpus"
ASAN_OPTIONS=allocator_may_return_null=1 "$program" -merge=1 -use_counters=0 -max_len=400 -timeout=20 "$merged" "$corpus" "$found" 2>&1 | tail -1
rm -rf "$corpus"
mv "$merged" "$corpus"
echo "$target: $(find "$corpus" -type f | wc -l) inputs, $(cat "$corpus"/* | wc -c) bytes"
