#!/bin/sh
# Runs the demo with the installed library; exits with 77 where there is no Rust.
set -eu
cd "$(dirname "$0")"
command -v cargo >/dev/null 2>&1 && command -v rustc >/dev/null 2>&1 || {
    echo "there is no cargo or no rustc"
    exit 77
}
for example in relief summary; do
    cargo run --quiet --offline --release --package ravel --example $example
    echo
done
