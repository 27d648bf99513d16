#!/bin/bash
# Configurations that must be refused, and with which words; what `meritd --check-config` prints of a good
# one; exit codes. Called with the merit program, beside which meritd lies, and the source tree. With
# MERIT_ACCEPT=1 the expected texts are written anew, to be read before they are kept.
set -u

meritd=$(dirname "$(realpath "$1")")/meritd
source=$(realpath "$2")
cd "$source/tests/config" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# compare NAME FILE EXPECTED: the file must read as expected.
compare() {
    if [ "${MERIT_ACCEPT:-}" = 1 ]; then
        cp "$2" "$3"
    elif ! diff -u "$3" "$2"; then
        fail "$1"
    fi
}

# run NAME EXIT ARGUMENT...: meritd with these arguments and the variables of `variables`.
variables=()
run() {
    local name=$1 expected=$2 code
    shift 2
    env -i "${variables[@]}" "$meritd" "$@" >"$work/out" 2>"$work/err"
    code=$?
    if [ "$code" != "$expected" ]; then
        fail "$name: exit $code, not $expected"
        cat "$work/err"
    fi
}

# refused NAME ARGUMENT...: nothing on standard output, and on standard error expected/NAME.txt.
refused() {
    local name=$1
    shift
    run "$name" 2 "$@"
    [ -s "$work/out" ] && fail "$name: something on standard output"
    compare "$name" "$work/err" "expected/$name.txt"
}

for file in wrong/*.yaml; do
    name=$(basename "$file" .yaml)
    refused "$name" --config "$file" --check-config
done
good=../../config/meritd.yaml

# The file that comes with meritd; directories and the host's own are not the same everywhere.
run complete 0 --config "$good" --check-config
sed -E 's/^((rules|schemas)\.directory: ).*/\1DIRECTORY/; s/^(instance_id|workers): .*/\1: HERE/' \
    "$work/out" >"$work/shown"
compare complete "$work/shown" expected/complete.txt
[ -s "$work/err" ] && fail "complete: something on standard error"

# What comes later wins, and is named.
variables=(MERITD_COMMIT_INTERVAL_MS=20 MERITD_LOG_LEVEL=debug MERITD_FAIL=commit:1
    "MERITD_KAFKA_PROPERTIES_SASL_PASSWORD=hun: #ter2" OTHER=1)
run overridden 0 --config "$good" --check-config --set commit.interval_ms=10 \
    --set 'score_changes.thresholds=[50, 70]' --set workers=3 --set kafka.properties.linger.ms=1
grep ' # ' "$work/out" >"$work/shown"
compare overridden "$work/shown" expected/overridden.txt
grep -q hun "$work/out" && fail "overridden: a secret is shown"

# All faults of all sources, in one run.
variables=(MERITD_COMIT_INTERVAL_MS=20 MERITD_LOG_LEVEL=trace MERITD_KAFKA_PROPERTIES_GROUP_ID=x
    MERITD_KAFKA_PROPERTIES_Sasl=x)
refused overrides --config "$good" --check-config --set commit.interval_ms=soon --set state.dir=/x \
    --set 'score_changes.thresholds=[70' --set workers --set framing.default=confluent
variables=()
refused no_files --config "$good" --check-config --set rules.directory=wrong/none \
    --set schemas.directory=wrong/none --set time.source=wrong/none
refused no_file --config wrong/none --check-config

# Where the state is to be, and what the time's source says.
run state_is_a_file 2 --config "$good" --check-config --set "state.directory=$work/out/state"
grep -q '^state.directory: error: .*/out is no folder' "$work/err" || fail "state: $(cat "$work/err")"
run state_can_be_made 0 --config "$good" --check-config --set "state.directory=$work/not/yet"
run no_instant 2 --config "$good" --check-config --set time.source=run.sh
grep -q 'time.source: error: run.sh: it does not hold an instant' "$work/err" ||
    fail "time.source: $(cat "$work/err")"
try=(--try --set rules.directory=../../config/rules --set schemas.directory=../../config/schemas)
run try_time 2 "${try[@]}" --set time.source=run.sh
run try_file 2 "${try[@]}" none.jsonl
grep -q 'none.jsonl: cannot be read: No such file.*nothing was changed' "$work/err" ||
    fail "a file of --try: $(cat "$work/err")"

# The command line.
refused no_arguments
refused unknown_option --config "$good" --chek
refused files_without_try --config "$good" history.jsonl
run help 0 --help
compare help "$work/out" expected/help.txt
run try_settings 0 --try --check-config
[ "$(head -n 1 "$work/out")" = "settings: good" ] || fail "try_settings: not said to be good"
run version 0 --version
grep -Eqx 'meritd [0-9]+\.[0-9]+\.[0-9]+' "$work/out" || fail "version: $(cat "$work/out")"
"$meritd" --config "$good" --check-config >/dev/full 2>"$work/err"
[ $? = 1 ] || fail "a full device: not exit code 1"

[ "$failures" = 0 ] || echo "$failures failures"
[ "$failures" = 0 ]
