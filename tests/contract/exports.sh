#!/bin/sh
# exports.sh: the library's symbols. Exported is exactly what is declared and what is committed; imported only what is
# allowed; the library calls none of its own public functions and runs nothing when it is loaded.
. "$(dirname "$0")/common.sh"
need nm
need readelf
export LC_ALL=C
shared=$RAVEL_BUILD/libravel.so static=$RAVEL_BUILD/libravel.a

nm -D --defined-only "$shared" | awk '$2 != "A" {print $3}' | sort >"$folder/exported"
diff tests/abi/symbols.txt "$folder/exported" ||
    fail "exported symbols differ from tests/abi/symbols.txt (< committed, > built); ./dev abi-baseline writes it anew"

sed 's/@@RAVEL_0$//' "$folder/exported" | sort >"$folder/names"
declared_functions >"$folder/declared"
[ -s "$folder/declared" ] || fail "no declarations found"
diff "$folder/declared" "$folder/names" || fail "declared with RAVEL_API (<) and exported (>) differ"

readelf -d "$shared" | grep -q 'SONAME.*\[libravel\.so\.0\]' || fail "the SONAME is not libravel.so.0"
readelf -d "$shared" | awk '/NEEDED/ && !/\[libc\.so\.6\]|\[ld-linux|\[libpthread/' | fail_on_lines "needs more than libc and pthreads"

nm -D --undefined-only "$shared" | awk '$1 == "U" {sub(/@.*/, "", $2); print $2}' | sort -u >"$folder/imported"
grep -v '^#' tests/abi/imports.txt | sort -u >"$folder/allowed"
comm -23 "$folder/imported" "$folder/allowed" | fail_on_lines "imports that tests/abi/imports.txt does not allow"

# Relocations against own public symbols would be calls through the PLT or the GOT, which another library could take over.
readelf -rW "$shared" | grep -E ' (ravel|rvl)_' | fail_on_lines "the library refers to its own symbols through the dynamic linker"
nm --undefined-only "$static" 2>/dev/null | awk '$1 == "U" && $2 ~ /^ravel_/ {print $2}' | sort -u |
    fail_on_lines "the library calls its own public functions"

# Anything in .init_array beside the compiler's own frame_dummy is code that runs at load.
readelf -SW "$static" 2>/dev/null | grep -E '\.(init_array|ctors|preinit_array|fini_array)' | fail_on_lines "something runs at load or unload"
readelf -SW "$static" 2>/dev/null | grep -E '\.t(bss|data)' | fail_on_lines "thread-local storage"
readelf -lW "$shared" | grep 'GNU_STACK.* RWE ' | fail_on_lines "an executable stack"
verdict
