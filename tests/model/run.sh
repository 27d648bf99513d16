#!/usr/bin/env bash
# Checks commit.pml with Spin: that it holds in every scene, and that each variant is refuted.
# run.sh [--trail VARIANT] [MERIT SOURCE]: the last two come from the build and are not looked at.
# --trail prints, in words, the shortest way in which that variant fails.
set -euo pipefail

trail=
if [ "${1:-}" = --trail ]; then
    trail=${2:?a variant}
fi
model=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/commit.pml

for program in spin gcc; do
    if ! command -v "$program" >/dev/null; then
        echo "no $program: install the package $program" >&2
        exit 1
    fi
done

# Name, faults, records, processes, snapshots, and what else is defined. Each holds every order of
# steps and faults; `ends` also that nothing goes on for ever.
scenes() {
    cat <<'END'
alone         2 2 1 1
alone_ends    1 2 1 1 ends
small_alone   4 1 1 1
takeover      3 1 2 0
takeover_ends 2 1 2 0 ends
handover      1 2 2 1
same_id       3 1 2 0 SAME_ID
same_id_ends  2 1 2 0 SAME_ID ends
same_id_large 1 2 2 1 SAME_ID
END
}

# Name, the scene that refutes it, and what it does otherwise.
variants() {
    cat <<'END'
DISK_FIRST            alone    the disk is handed a delta before its commit is known
POSITIONS_OUTSIDE     alone    positions are committed behind the transaction
DOUBT_IS_COMMITTED    alone    a commit in doubt is taken as committed
DOUBT_IS_ABORTED      alone    a commit in doubt is aborted, with the same producer
KEEPS_PRODUCER        alone    no new epoch after a connection broke
MEMORY_KEPT           alone    after an abort the state stays as it is
NO_SEEK               alone    after an abort the input goes on where it was
TRUNCATION_EARLY      alone    the log is deleted before the end mark is committed
SNAPSHOT_WITHOUT_TAIL alone    a snapshot is loaded and no delta behind it
LOG_UNCOMMITTED       alone    the log is read with open and aborted transactions
GAPS_ACCEPTED         alone    a disk older than the log is used, missing commits passed over
FACTS_UNCOMMITTED     alone    facts are read with open and aborted transactions
NO_GENERATION         takeover positions are sent without the group's generation
UNSTABLE_OFFSETS      takeover positions are read while a transaction holds newer ones
LOG_TO_STABLE         takeover the log is read to its last stable offset, not to its end
OFFSET_AT_END         takeover a disk is noted to lack nothing before the log's end, not the commit's
END
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# defines_of SCENE: its -D; `ends` is not one.
defines_of() {
    local name faults records processes snapshots more word
    read -r name faults records processes snapshots more < <(scenes | grep "^$1 ")
    [ "$name" = "$1" ]
    printf -- '-DFAULTS=%s -DRECORDS=%s -DPROCESSES=%s -DSNAPSHOTS=%s' \
        "$faults" "$records" "$processes" "$snapshots"
    for word in $more; do
        [ "$word" = ends ] || printf -- ' -D%s' "$word"
    done
}

# check DIRECTORY DEFINES HOW: `safety`, `ends` (no endless run: the model marks no progress, so
# that any cycle is one without), `quick` (soon over) or `shortest`. Leaves pan's report there;
# false where pan failed.
check() {
    local directory=$1 defines=$2 how=$3 options="-O2 -DSAFETY" arguments=-m10000
    mkdir -p "$directory"
    cd "$directory"
    case "$how" in
    ends) options="-O2 -DNP" arguments="-l $arguments" ;;
    quick) options="-O1 -DSAFETY" ;;
    shortest) # breadth first: Spin keeps no variable hidden then
        sed 's/^hidden //' "$model" >commit.pml
        model=$directory/commit.pml
        options="-O2 -DSAFETY -DBFS"
        ;;
    esac
    # shellcheck disable=SC2086 # options and defines are several words
    {
        spin $defines -a "$model" >spin.log &&
            gcc -w -DVECTORSZ=1024 -DMEMLIM=3500 $options -o pan pan.c &&
            ./pan $arguments >report
    } >errors 2>&1
}

# told NAME DIRECTORY VERDICT
told() {
    local states seconds
    states=$(sed -nE 's/^ *([0-9]+) states, stored.*/\1/p' "$2/report")
    seconds=$(sed -nE 's/^pan: elapsed time ([0-9.e+-]+) seconds/\1/p' "$2/report")
    printf '%-22s %9s states %6.1f s  %s\n' "$1" "$states" "${seconds:-0}" "$3"
}

# Complete: every state was reached, in the memory and the depth that there are.
holds() {
    local name=$1 directory=$scratch/$1 how=safety
    if scenes | grep -q "^$name .*ends"; then
        how=ends
    fi
    if check "$directory" "$(defines_of "$name")" "$how" &&
        grep -q 'errors: 0$' "$directory/report" &&
        ! grep -qE 'max search depth|out of memory|not completed' "$directory/report"; then
        told "$name" "$directory" "holds"
        return 0
    fi
    cat "$directory/errors" "$directory/report" 2>/dev/null
    echo "$name: does not hold, or was not checked to its end"
    return 1
}

refuted() {
    local name=$1 scene=$2 directory=$scratch/$1
    if check "$directory" "$(defines_of "$scene") -D$name" quick &&
        grep -q 'errors: 1$' "$directory/report" &&
        ! grep -q '_high<' "$directory/report"; then # not for want of room in the model
        told "$name" "$directory" "refuted: ${*:3}"
        return 0
    fi
    cat "$directory/errors" 2>/dev/null
    echo "$name: was not refuted in the scene $scene"
    return 1
}

print_trail() {
    local scene defines
    scene=$(variants | sed -nE "s/^$trail +([a-z_]+) .*/\1/p")
    if [ -z "$scene" ]; then
        echo "no such variant; there are:" >&2
        variants >&2
        return 2
    fi
    defines="$(defines_of "$scene") -D$trail"
    check "$scratch/trail" "$defines" shortest || cat "$scratch/trail/errors"
    cd "$scratch/trail"
    # shellcheck disable=SC2086
    spin $defines -T -t commit.pml 2>&1 | sed '/^spin: trail ends/,$d' | grep -v '^ *$'
}

if [ -n "$trail" ]; then
    print_trail
    exit
fi

# Two at a time: the large ones first.
one() {
    if [ $# -eq 1 ]; then holds "$1"; else refuted "$@"; fi
}
failed=0
running=0
while read -r -a arguments; do
    (one "${arguments[@]}") &
    running=$((running + 1))
    if [ "$running" -ge 2 ]; then
        wait -n || failed=$((failed + 1))
        running=$((running - 1))
    fi
done < <(scenes | cut -d' ' -f1 && variants)
while [ "$running" -gt 0 ]; do
    wait -n || failed=$((failed + 1))
    running=$((running - 1))
done
echo "$(scenes | wc -l) scenes, $(variants | wc -l) variants, $failed failed"
[ "$failed" -eq 0 ]
