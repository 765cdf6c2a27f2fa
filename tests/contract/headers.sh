#!/bin/sh
# headers.sh: each public header alone is clean C11 and C++17, and the umbrella header includes them all.
. "$(dirname "$0")/common.sh"
need g++

compilers="$CC"
command -v clang >/dev/null 2>&1 && compilers="$compilers clang"
for header in include/ravel/*.h; do
    name=${header#include/}
    # twice, to prove the guard
    printf '#include <%s>\n#include <%s>\nextern int unused;\n' "$name" "$name" >"$folder/alone.c"
    cp "$folder/alone.c" "$folder/alone.cc"
    for compiler in $compilers; do
        "$compiler" -std=c11 -pedantic -Wall -Wextra -Wstrict-prototypes -Werror -Iinclude -fsyntax-only "$folder/alone.c" ||
            fail "$header is not clean C11 ($compiler)"
    done
    g++ -std=c++17 -pedantic -Wall -Wextra -Werror -Iinclude -fsyntax-only "$folder/alone.cc" || fail "$header is not clean C++17"
    [ "$name" = ravel/ravel.h ] || grep -q "<$name>" include/ravel/ravel.h || fail "ravel.h does not include $name"
done
verdict
