# common.sh: what the contract tests share. They run in the source folder; RAVEL_BUILD is the build folder, CC
# the compiler, $folder a temporary folder.
set -eu
cd "$(dirname "$0")/../.."
: "${RAVEL_BUILD:=build/release}" "${CC:=cc}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Marks the test as failed; `verdict` at its end tells. A file, since pipelines run in subshells.
fail() {
    echo "FAIL: $*"
    : >"$folder/failed"
}
verdict() {
    [ ! -e "$folder/failed" ]
}

# Ends the test as skipped where a tool is missing, as failed where everything is required.
missing() {
    echo "$1 is missing"
    [ "${RAVEL_REQUIRE_ALL:-}" = 1 ] && exit 1
    exit 77
}

need() {
    command -v "$1" >/dev/null 2>&1 || missing "$1"
}

# Fails with a title if standard input has any line, and shows it.
fail_on_lines() {
    lines=$(cat)
    if [ -n "$lines" ]; then
        echo "$lines"
        fail "$1"
    fi
}

# The C files in some of the folders, those of them that are there.
c_files() {
    for place; do
        [ -d "$place" ] || continue
        find "$place" -name target -prune -o \( -name '*.[ch]' -o -name '*.def' \) -print
    done
}

# The names of the public functions, as the preprocessor gives their declarations.
declared_functions() {
    echo '#include <ravel/ravel.h>' | "$CC" -std=c11 -Iinclude -E -P - | tr '\n' ' ' | tr ';{}' '\n\n\n' |
        awk '/visibility *\( *"default" *\)/ && match($0, /ravel_[a-z0-9_]+ *\(/) {
            name = substr($0, RSTART, RLENGTH); sub(/ *\($/, "", name); print name }' | LC_ALL=C sort -u
}
