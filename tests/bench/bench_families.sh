#!/usr/bin/env bash
# Counts, with callgrind, what a usage event costs under all six designations against Modern Work
# alone: bench_families.sh BUILD_DIR [--check]. With --check it fails where that is too much.
set -euo pipefail

build_dir=$1
check=${2:-}
tenants=300
blocks=2        # of each kind of event under each rules, by turns
block_events=1024

if ! command -v valgrind >/dev/null; then
    printf '\t%s\t%s\t%s\n' "instructions under six designations" "skipped" "no valgrind"
    exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A dump for what came before each block, and one for the last: the first is the loading.
valgrind --tool=callgrind --toggle-collect='apply_block*' --dump-before='families_mark*' \
    --callgrind-out-file="$scratch/dump" "$build_dir/tests/bench_families" --tenants "$tenants" \
    --blocks "$blocks" >"$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
}
for ((number = 2; number <= 6 * blocks; number++)); do
    sed -n 's/^summary: *\([0-9]*\)$/\1/p' "$scratch/dump.$number"
done >"$scratch/counts"
sed -n 's/^summary: *\([0-9]*\)$/\1/p' "$scratch/dump" >>"$scratch/counts"

# In even blocks of a kind Modern Work is first, in odd ones the six are.
awk -v blocks="$blocks" -v events="$((blocks * block_events))" -v check="$check" '
    {
        kind = int((NR - 1) / (2 * blocks))
        block = int((NR - 1) / 2) % blocks
        six = (NR - 1 + block) % 2
        sum[kind, six] += $1
    }
    function say(name, value, format, unit) {
        printf "\t%-56s\t" format "\t%s\n", name, value, unit
    }
    END {
        if (NR != 6 * blocks) {
            print "bench_families.sh: " NR " counts instead of " 6 * blocks >"/dev/stderr"
            exit 1
        }
        split("m365/teams and the like|m365/intune|a mix of all families", names, "|")
        split("1.3|2.2|2.0", most, "|")
        for (kind = 0; kind < 3; kind++) {
            ratio = sum[kind, 1] / sum[kind, 0]
            name = "instructions: " names[kind + 1]
            if (kind < 2)
                say("Modern Work alone: " name, sum[kind, 0] / events, "%12d", "instructions")
            say("six: " name, sum[kind, 1] / events, "%12d", "instructions")
            say("six: " name ": to Modern Work alone", ratio, "%12.2f", "times")
            if (check != "" && ratio > most[kind + 1]) {
                print "bench_families.sh: " name ": at most " most[kind + 1] " times is wanted" >"/dev/stderr"
                bad = 1
            }
        }
        exit bad
    }' "$scratch/counts"
