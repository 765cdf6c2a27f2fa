#!/bin/sh
# format.sh: clang-format 14 has nothing to change.
. "$(dirname "$0")/common.sh"
tool=clang-format-14
command -v $tool >/dev/null 2>&1 || tool=clang-format
need $tool
$tool --version | grep -q 'version 14\.' || missing "clang-format 14"
c_files include src tests bench examples | grep -v '\.def$' | xargs $tool --dry-run -Werror
