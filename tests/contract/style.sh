#!/bin/sh
# style.sh: what style rules a script can check.
. "$(dirname "$0")/common.sh"
sources=$(find include src tests bench examples -path '*/target/*' -prune -o \( -name '*.[ch]' -o -name '*.def' \) -print)
own=$(find include src -name '*.[ch]' -o -name '*.def')

wc -l $sources | awk '$2 != "total" && $1 > 500' | fail_on_lines "more than 500 lines"

for file in $sources; do
    head -1 "$file" | grep -qF "/* $(basename "$file"): " || fail "$file: the first line is not a comment that says what it is"
done

# Macros are for data and for one-line wiring. The one exception is the loop from which all casts are made.
awk '
FNR == 1 { lines = 0 }
lines > 0 { lines++; if ($0 !~ /\\$/) { if (lines > 3) print where ": a macro of " lines " lines"; lines = 0 } }
/^[ \t]*#[ \t]*define[ \t]+[A-Za-z0-9_]+\(.*\\$/ { where = FILENAME ":" FNR; lines = 1 }
' $(echo "$own" | grep '\.[ch]$' | grep -v '^src/move/cast[a-z_]*\.[ch]$') | fail_on_lines "function-like macros of more than 3 lines"

grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $sources | fail_on_lines "unfinished business"
grep -nE '^[ \t]*#[ \t]*if[ \t]+0\b' $sources | fail_on_lines "code that is switched off"
grep -nE 'no_sanitize|NOLINT|clang-format off|#[ \t]*pragma GCC diagnostic' $own | fail_on_lines "a tool told to look away"
grep -nE '\b(alloca|setlocale|abort|exit|f?printf|signal|sigaction|longjmp|setenv|atexit)[ \t]*\(' \
    $(find src -name '*.[ch]') | fail_on_lines "a function that the library must not call"
grep -nE '[ 	]+$' $sources | fail_on_lines "trailing blanks"
exit $failed
