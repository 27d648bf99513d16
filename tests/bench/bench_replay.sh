#!/usr/bin/env bash
# Times `merit replay` over a generated history: bench_replay.sh BUILD_DIR [LINES] [RUNS]
set -euo pipefail

merit=$1/merit
lines=${2:-1000000}
runs=${3:-5}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# About 141 lines for each tenant: a little more than asked for, then exactly that many.
tenants=$((lines / 125 + 1))
"$merit" generate --tenants "$tenants" --partners $((tenants / 20 + 1)) >"$scratch/all.jsonl"
head -n "$lines" "$scratch/all.jsonl" >"$scratch/history.jsonl"
rm "$scratch/all.jsonl"
lines=$(wc -l <"$scratch/history.jsonl")

TIMEFORMAT='%U %S'
for ((run = 0; run < runs; run++)); do
    { time "$merit" replay --rules "$source_dir/tests/rules/modern_work_only" "$scratch/history.jsonl" \
        >/dev/null 2>"$scratch/errors"; } 2>>"$scratch/times" || {
        cat "$scratch/errors" >&2
        exit 1
    }
done
awk '{ print $1 + $2 }' "$scratch/times" | sort -n >"$scratch/sorted"
seconds=$(sed -n "$(((runs + 1) / 2))p" "$scratch/sorted")

bytes=$(wc -c <"$scratch/history.jsonl")
awk -v lines="$lines" -v bytes="$bytes" -v seconds="$seconds" -v runs="$runs" '
    function say(name, value, format, unit) {
        printf "\t%-56s\t" format "\t%s\n", name, value, unit
    }
    BEGIN {
        say("replay of " lines " lines, median of " runs, lines / seconds, "%12.0f", "lines/s")
        say("replay: one line", seconds / lines * 1e9, "%12.0f", "ns")
        say("replay: input", bytes / seconds / 1e6, "%12.1f", "MB/s")
    }'
