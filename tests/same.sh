#!/usr/bin/env bash
# same.sh PROGRAM [FOLDER…]: does the program of this checkout make the same sites, byte for byte, as another program?
# Compares all cases, the example site, the 18F posts if COPUBLISH_CORPUS_18F names them, and sites in the folders.
set -eu
cd "$(dirname "$0")/.."
program=$(realpath "$1")
shift
folders=
for folder in "$@"; do folders=$folders:$(realpath "$folder"); done
COMPARE_WITH=$program COMPARE_SITES=${folders#:} cargo test --locked --profile ci --test suite -- compare:: --nocapture
