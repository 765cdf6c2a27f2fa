#!/bin/sh
# digest.sh FOLDER ISA COMMAND...: the digests of ISA equal those of generic, whose list stays in FOLDER.
set -eu
folder=$1 isa=$2
shift 2
list=$folder/digest_$isa.txt
RAVEL_ISA=$isa "$@" "$isa" >"$list"
[ "$(wc -l <"$list")" -gt 100 ] || { echo "hardly anything was computed"; exit 1; }
if [ "$isa" != generic ]; then
    RAVEL_ISA=generic "$@" generic | diff - "$list" || { echo "results differ: < generic, > $isa"; exit 1; }
fi
echo "$(wc -l <"$list") digests on $isa"
