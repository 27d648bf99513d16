#!/usr/bin/env bash
# The command line of merit, as a user meets it: exit codes, what goes to which output, messages.
# Usage: run.sh MERIT_BINARY SOURCE_DIR
set -u
merit=$1
rules=$2/config/rules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# expect NAME EXIT_CODE [PATTERN_ON_STDERR]: about the run before, kept in $work/out, $work/err, $code.
expect() {
    local name=$1 want=$2 pattern=${3:-}
    if [ "$code" -ne "$want" ]; then
        echo "$name: exit code $code, want $want"
        failed=$((failed + 1))
    elif [ -n "$pattern" ] && ! grep -qE -- "$pattern" "$work/err"; then
        echo "$name: standard error lacks $pattern; it is:"
        cat "$work/err"
        failed=$((failed + 1))
    elif [ "$want" -eq 2 ] && [ -s "$work/out" ]; then
        echo "$name: something on standard output"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
}

# run ARGUMENT...: merit with these arguments, standard input from $work/in.
run() {
    "$merit" "$@" <"$work/in" >"$work/out" 2>"$work/err"
    code=$?
}

# same NAME FILE: the last run's standard output is this.
same() {
    if cmp -s "$work/out" "$2"; then
        passed=$((passed + 1))
    else
        echo "$1: standard output differs"
        diff "$work/out" "$2" | head -5
        failed=$((failed + 1))
    fi
}

: >"$work/in"
run
expect "no command" 2 "Examples:"
run --help
expect "help" 0
run frobnicate
expect "unknown command" 2 "unknown command"
run replay
expect "replay without rules" 2 "--rules is missing"
run replay --rules "$work/none"
expect "replay with a folder that is not there" 2 "none"
run replay --rules "$rules" --until 2023-02-30
expect "replay with a wrong date" 2 "--until"
run replay --rules "$rules" --tasks 0
expect "replay with no tasks" 2 "--tasks"
run replay --rules "$rules" --frob
expect "replay with an unknown option" 2
run replay --rules "$rules" "$work/none.jsonl"
expect "replay of a file that is not there" 2 "cannot be read"
run replay --help
expect "replay help" 0
if [ "$(sed -n 3p "$work/out")" != "Examples:" ]; then
    echo "replay help does not start with examples"
    failed=$((failed + 1))
fi

# Wrong rules: nothing on standard output, even with good events.
cp -r "$rules" "$work/wrong"
sed -i 's/target: 5 \[S\]/targt: 5 [S]/' "$work"/wrong/modern_work/2022-10-03.yaml
"$merit" generate --partners 2 --tenants 10 --months 3 --seed 1 >"$work/history"
cp "$work/history" "$work/in"
run replay --rules "$work/wrong"
expect "replay with wrong rules" 2 "2022-10-03.yaml:[0-9]+:[0-9]+: error"

# Files, standard input and several of them are the same events.
run replay --rules "$rules" --scores
expect "replay of standard input" 0
cp "$work/out" "$work/want"
run replay --rules "$rules" --scores "$work/history"
same "a file" "$work/want"
head -n 40 "$work/history" >"$work/first"
tail -n +41 "$work/history" >"$work/in"
run replay --rules "$rules" --scores "$work/first" -
same "a file, then standard input" "$work/want"
cp "$work/history" "$work/in"
run replay --rules "$rules" --scores --tasks 1
same "one task" "$work/want"

# A bad line has no effect at all, and the rest is done.
{ head -n 40 "$work/history"; printf '{"type":"usage"}\n\n   \nnonsense\n'; tail -n +41 "$work/history"; } >"$work/bad"
run replay --rules "$rules" --scores "$work/bad"
expect "bad lines" 3 "bad:41: undecodable"
expect "bad lines" 3 "bad:44: undecodable"
same "all but the bad lines" "$work/want"

# A byte order mark is no part of the first line; dates say what is wrong with them.
{ printf '\xef\xbb\xbf'; cat "$work/history"; } >"$work/marked"
run replay --rules "$rules" --scores "$work/marked"
expect "a byte order mark" 0
same "a byte order mark" "$work/want"
claim='"type":"association","event_id":"e","association_id":"a","partner_id":"p","tenant_id":"t","association_type":"CPOR"'
printf '%s\n' "{$claim,\"occurred_at\":\"2023-01-01T00:00:00Z\"}" \
    "{$claim,\"occurred_at\":\"2023-01-01T00:00:00Z\",\"start_date\":\"03.10.2022\"}" \
    "{$claim,\"occurred_at\":\"2023-01-01\",\"start_date\":\"2022-10-03\"}" \
    "{$claim,\"occurred_at\":\"2023-01-01T00:00:00Z\",\"start_date\":null}" \
    "{$claim,\"occurred_at\":\"2023-01-01T00:00:00Z\",\"start_date\":\"1999-10-03\"}" >"$work/in"
run replay --rules "$rules"
expect "no start_date" 3 "<stdin>:1: bad_date: start_date is missing"
expect "a date of another form" 3 "<stdin>:2: bad_date: start_date is not of the form \"2022-10-03\""
expect "a time of another form" 3 "<stdin>:3: bad_timestamp: occurred_at is not of the form \"2022-10-03T09"
expect "start_date null" 3 "<stdin>:4: bad_date: start_date is null"
expect "a date of another century" 3 "<stdin>:5: bad_date: start_date is not a date from 2000-01-01"

# Options that are not as they must be say so.
run replay --rules "$rules" --explain '' "$work/history"
expect "no partner to explain" 2 "a partner's id has 1 to 128 bytes, not 0"
run replay --rules "$rules" --why "$(printf 'p%.0s' {1..129}):security" --from 2023-01-01 "$work/history"
expect "an id that is too long" 2 "a partner's id has 1 to 128 bytes, not 129"
run topics
expect "topics without a verb" 2 "say what to do: create or check"
run topics delete
expect "topics with another verb" 2 "neither create nor check: delete"
run topics check --frob
expect "topics with an unknown option" 2 "unknown option --frob"
for limit in -1 0 '' ' 1' 5x 99999999999999999999; do
    run tail --config "$work/none.yaml" --limit "$limit" merit.scores
    expect "tail --limit '$limit'" 2 "--limit is a number of records from 1"
done
for command in '' replay generate rules test topics produce import tail; do
    # shellcheck disable=SC2086
    if "$merit" $command --help >/dev/full 2>"$work/err"; then
        echo "$command --help into a full device: exit code 0"
        failed=$((failed + 1))
    fi
done
if "$(dirname "$merit")/meritd" --help >/dev/full 2>"$work/err"; then
    echo "meritd --help into a full device: exit code 0"
    failed=$((failed + 1))
fi

# Files are looked at before anything is done: no broker is asked.
for command in produce import; do
    run "$command" --set kafka.bootstrap_servers=127.0.0.1:1 "$work/none.jsonl"
    expect "$command of a file that is not there" 2 "none.jsonl: cannot be read: No such file"
done
run produce --set kafka.bootstrap_servers=127.0.0.1:1 --set startup.wait_ms=300 \
    --set "schemas.directory=$2/config/schemas" "$work/history"
expect "produce without a broker" 1 "127.0.0.1:1\) answered within 300 ms"

# No line at all.
: >"$work/in"
run replay --rules "$rules" --until 2024-01-01 --scores
expect "no events" 0
same "no events" "$work/in"

# --until before the clock does nothing.
cp "$work/history" "$work/in"
run replay --rules "$rules" --scores --until 2001-01-01
same "until before the clock" "$work/want"

# Standings stand before the first event; what is withheld is counted.
standing='{"type":"standing","partner_id":"partner-00000","designation":"modern_work","attained_on":"2022-10-03","anniversary_date":"2023-10-03"}'
{ echo "$standing" && cat "$work/history"; } >"$work/adopted"
run replay --rules "$rules" --scores "$work/adopted"
expect "a standing before the first event" 0
cp "$work/out" "$work/all"
if ! grep '"type":"score"' "$work/out" | grep '"partner-00000","designation":"modern_work"' |
    grep -q '"attained_on":"2022-10-03"'; then
    echo "the standing is not in the scores"
    failed=$((failed + 1))
fi
run replay --rules "$rules" --scores --outputs-from 2023-12-01 "$work/adopted"
grep -E '"type":"score"|"effective_date":"2023-12' "$work/all" >"$work/kept"
expect "outputs from a day on" 0
same "outputs from a day on" "$work/kept"
{ cat "$work/history" && echo "$standing"; } >"$work/late"
run replay --rules "$rules" "$work/late"
expect "a standing after the first event" 3 "late:[0-9]+: bad_standing: a standing must stand before"
printf '%s\n%s\n' "${standing/modern_work/modern}" "${standing/modern_work/microsoft_cloud}" >"$work/in"
run replay --rules "$rules"
expect "standings of no designation" 3 "<stdin>:1: bad_standing: .*they know modern_work, business"
expect "a standing that follows from others" 3 "<stdin>:2: bad_standing: .*leave this line out"
printf '%s\n%s\n' "$standing" "$standing" >"$work/in"
run replay --rules "$rules" --until 2023-10-03
expect "a standing twice" 3 "<stdin>:2: bad_standing: .*before"
printf '%s\n' "$standing" >"$work/in"
run replay --rules "$rules" --until 2023-11-02 --scores
expect "standings alone, to a day" 0
if ! grep -q '"transition":"LAPSED","effective_date":"2023-11-02"' "$work/out"; then
    echo "standings alone: nothing lapses on the first day"
    failed=$((failed + 1))
fi
: >"$work/in"
run import --help
expect "help of import" 0
[ "$(head -1 "$work/out")" = "Examples:" ] || failed=$((failed + 1))

# An output that cannot be written is said, not ignored.
"$merit" replay --rules "$rules" --scores "$work/history" >/dev/full 2>"$work/err"
code=$?
expect "a full device" 1 "standard output"

# One seed, one history; another seed, another.
"$merit" generate --partners 2 --tenants 10 --months 3 --seed 1 >"$work/out"
same "generate again" "$work/history"
"$merit" generate --partners 2 --tenants 10 --months 3 --seed 2 >"$work/out"
if cmp -s "$work/out" "$work/history"; then
    echo "another seed makes the same history"
    failed=$((failed + 1))
fi
run generate --partners none
expect "generate with a wrong number" 2 "--partners"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
