#!/bin/sh
# layering.sh: includes follow the one-way arrows core <- plan, core <- move, core <- kernel, both <- dispatch,
# all of these <- run <- api.
. "$(dirname "$0")/common.sh"

awk '
BEGIN {
    allowed["core"] = " core "
    allowed["plan"] = " core plan "
    allowed["move"] = " core move "
    allowed["kernel"] = " core kernel "
    allowed["dispatch"] = " core move kernel dispatch "
    allowed["run"] = " core plan move kernel dispatch run "
    allowed["api"] = " core plan move kernel dispatch run api "
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split(FILENAME, part, "/"); folder = part[2]
    match($0, /"[^"]*"/); header = substr($0, RSTART + 1, RLENGTH - 2)
    target = folder
    if (header ~ /\.\./) { print FILENAME ":" FNR ": climbs out of its folder: " header; next }
    if (split(header, part, "/") > 1) target = part[1]
    if (!(folder in allowed)) print FILENAME ":" FNR ": unknown folder " folder
    else if (index(allowed[folder], " " target " ") == 0) print FILENAME ":" FNR ": " folder " must not include " header
}' $(find src -name '*.[ch]' -o -name '*.def') | fail_on_lines "an include goes against the arrows"

# What a program gets with a public header is ravel, fixed-width integers and size_t.
grep -n '#[[:space:]]*include' include/ravel/*.h | grep -Ev '<(ravel/[a-z]+\.h|stddef\.h|stdint\.h)>$' |
    fail_on_lines "a public header includes something else than ravel's headers, stddef.h and stdint.h" || true

verdict
