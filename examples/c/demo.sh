#!/bin/sh
# Builds the demo with the installed library and runs it; exits with 77 where there is no C compiler.
set -eu
cd "$(dirname "$0")"
. ./build.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build "$folder" relief summary mistakes
"$folder/relief"
echo
"$folder/summary"
echo
"$folder/mistakes"
