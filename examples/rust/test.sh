#!/bin/sh
# Tests both crates with the installed library; exits with 77 where there is no Rust. With RAVEL_REQUIRE_ALL=1 also checks
# their form, where the tools for that are there. Arguments are cargo test's.
set -eu
cd "$(dirname "$0")"
command -v cargo >/dev/null 2>&1 && command -v rustc >/dev/null 2>&1 || {
    echo "there is no cargo or no rustc"
    exit 77
}
if [ "${RAVEL_REQUIRE_ALL:-}" = 1 ]; then
    ! cargo fmt --version >/dev/null 2>&1 || cargo fmt --all --check
    ! cargo clippy --version >/dev/null 2>&1 || cargo clippy --quiet --offline --workspace --all-targets -- -D warnings
fi
cargo test --offline --workspace "$@"
