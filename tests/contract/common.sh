# common.sh: what the contract tests share. They run from the source folder; RAVEL_BUILD is the build folder, CC the compiler.
set -eu
cd "$(dirname "$0")/../.."
: "${RAVEL_BUILD:=build/release}" "${CC:=cc}"
failed=0

fail() {
    echo "FAIL: $*"
    failed=1
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

temporary() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
}

# The names of the public functions, as the preprocessor gives their declarations.
declared_functions() {
    echo '#include <ravel/ravel.h>' | "$CC" -std=c11 -Iinclude -E -P - | tr '\n' ' ' | tr ';{}' '\n\n\n' |
        awk '/visibility *\( *"default" *\)/ && match($0, /ravel_[a-z0-9_]+ *\(/) {
            name = substr($0, RSTART, RLENGTH); sub(/ *\($/, "", name); print name }' | LC_ALL=C sort -u
}
