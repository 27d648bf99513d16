#!/usr/bin/env bash
# Memory and disk that tenants take: bench_memory.sh BUILD_DIR [--full]. 10,000 and 50,000 of them, with
# --full 500,000 and a million too (10 GB of memory, 8 GB under /tmp); each in a process of its own.
set -euo pipefail

build_dir=$1
counts=(10000 50000)
case "${2:-}" in
--full) counts=(50000 500000 1000000) ;;
esac
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for count in "${counts[@]}"; do
    "$build_dir/tests/bench_memory" --tenants "$count" | tee -a "$scratch/figures"
done

# What each further tenant takes, between one size and the next.
awk -F '\t' '
    $4 == "MB" {
        split($2, words, " ")
        what = words[3]
        if (what in last)
            printf "\t%-56s\t%12.0f\t%s\n", what ": each tenant from " tenants[what] " to " words[1],
                ($3 - last[what]) * 1e6 / (words[1] - tenants[what]), "bytes"
        last[what] = $3
        tenants[what] = words[1]
    }' "$scratch/figures"
