#!/bin/sh
# run.sh PROGRAM TARGET SECONDS: lets a fuzz target look for something new, from the committed inputs and what earlier runs
# here have found, and says in one line how far it came. On a failure shows the log; the input stays beside it.
set -eu
program=$1 target=$2 seconds=$3
here=$(cd "$(dirname "$0")" && pwd)
corpus=$here/corpus/$target
work=$(cd "$(dirname "$program")" && pwd)/fuzz-$target
mkdir -p "$work/found"
log=$work/log
words=''
[ ! -e "$here/$target.dict" ] || words=-dict=$here/$target.dict

status=0
ASAN_OPTIONS=allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 "$program" -max_total_time="$seconds" \
    -max_len=400 -timeout=20 -use_value_profile=1 -print_final_stats=1 -artifact_prefix="$work/" \
    ${words:+"$words"} "$work/found" "$corpus" >"$log" 2>&1 || status=$?
if [ $status != 0 ]; then
    tail -60 "$log"
    exit $status
fi
stat() {
    sed -n "s/^stat::$1: *//p" "$log"
}
edges() {
    sed -n "s/^#[0-9]*[[:space:]]*$1[[:space:]]*cov: \([0-9]*\).*/\1/p" "$log" | tail -1
}
echo "$target: $(stat number_of_executed_units) runs in $seconds s, $(stat average_exec_per_sec) a second," \
    "edges $(edges INITED) -> $(edges DONE), $(stat new_units_added) new inputs"
