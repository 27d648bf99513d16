#!/usr/bin/env bash
# Counts the instructions of one usage event with callgrind: bench_instructions.sh BUILD_DIR [TENANTS]
set -euo pipefail

build_dir=$1
tenants=${2:-300}
few=2000
many=12000

if ! command -v valgrind >/dev/null; then
    printf '\t%s\t%s\t%s\n' "instructions of one update" "skipped" "no valgrind"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# count UPDATES: the instructions of all events, from the first one on; what makes them is not in it.
count() {
    valgrind --tool=callgrind --toggle-collect='apply_block*' \
        --callgrind-out-file="$scratch/$1" "$build_dir/tests/bench_core" --part b --unwatched \
        --tenants "$tenants" --updates "$1" >"$scratch/$1.log" 2>&1 || {
        cat "$scratch/$1.log" >&2
        return 1
    }
    sed -n 's/^summary: *\([0-9]*\)$/\1/p' "$scratch/$1"
}

# What was loaded before is the same in both.
before=$(count "$few")
after=$(count "$many")
printf '\t%-56s\t%12d\t%s\n' "instructions of one update ($tenants tenants)" \
    $(((after - before) / (many - few))) instructions
