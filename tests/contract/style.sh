#!/bin/sh
# style.sh: what style rules a script can check.
. "$(dirname "$0")/common.sh"
sources=$(c_files include src tests bench examples)
own=$(c_files include src)

wc -l $sources | awk '$2 != "total" && $1 > 500' | fail_on_lines "more than 500 lines"

for file in $sources; do
    head -1 "$file" | grep -qF "/* $(basename "$file"): " || fail "$file: the first line is not a comment that says what it is"
done

# Macros are for data and for wiring: nothing in them decides or repeats. The one exception is the loop from which all
# casts are made.
awk '
/^[ \t]*#[ \t]*define[ \t]+[A-Za-z0-9_]+\(/ { where = FILENAME ":" FNR; inside = 1 }
inside && /[^A-Za-z0-9_](for|while|do|if|switch|goto)[ \t]*[({]/ { print where ": control flow in a macro"; inside = 0 }
!/\\$/ { inside = 0 }
' $(echo "$own" | grep -v '^src/move/cast\.c$') | fail_on_lines "macros that are more than wiring"

grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $sources | fail_on_lines "unfinished business"
grep -nE '^[ \t]*#[ \t]*if[ \t]+0\b' $sources | fail_on_lines "code that is switched off"
grep -nE 'no_sanitize|NOLINT|#[ \t]*pragma (GCC|clang) diagnostic' $own | fail_on_lines "a tool told to look away"
grep -nE '\b(alloca|setlocale|abort|exit|f?printf|signal|sigaction|longjmp|setenv|atexit)[ \t]*\(' \
    $(find src -name '*.[ch]') | fail_on_lines "a function that the library must not call"
grep -nE '[ 	]+$' $sources | fail_on_lines "trailing blanks"
verdict
