#!/usr/bin/env bash
# The subcommands that talk to Kafka, against `meritd --try`: what is produced is scored, and what is
# scored or refused can be looked at. Usage: run_try.sh MERIT_BINARY SOURCE_DIR
set -u
merit=$1
meritd=$(dirname "$merit")/meritd
source=$2
work=$(mktemp -d)
daemon=
cleanup() {
    [ -n "$daemon" ] && kill -9 "$daemon" 2>/dev/null
    rm -rf "$work"
}
trap cleanup EXIT
passed=0
failed=0
export TMPDIR=$work/state
mkdir "$TMPDIR"

# check NAME COMMAND...: the command succeeds.
check() {
    local name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "FAILED: $name"
        failed=$((failed + 1))
    fi
}

# await PATTERN FILE: the file has such a line within a minute.
await() {
    for _ in $(seq 600); do
        grep -q -- "$1" "$2" && return 0
        sleep 0.1
    done
    echo "no \"$1\" in $(basename "$2"); it is:"
    cat "$2"
    return 1
}

# run SUBCOMMAND ARGUMENT...: merit against the broker; its exit code is in $code.
run() {
    timeout 60 "$merit" "$@" --set "kafka.bootstrap_servers=$broker" \
        --set "schemas.directory=$source/config/schemas" >"$work/out" 2>"$work/err"
    code=$?
}

count() { grep -c -- "$1" "$2"; }

"$merit" generate --partners 2 --tenants 6 --months 2 --seed 4 >"$work/history"
lines=$(wc -l <"$work/history")
"$meritd" --try --set "rules.directory=$source/config/rules" \
    --set "schemas.directory=$source/config/schemas" --set time.idle_ms=300 "$work/history" \
    >"$work/printed" 2>"$work/log" &
daemon=$!
check "a broker" await '^broker: ' "$work/printed" || exit 1
broker=$(sed -n 's/^broker: //p' "$work/printed")
check "the events are sent" await "^events: $lines\$" "$work/printed"
check "caught up" await 'event="caught up"' "$work/log"
check "nothing in the log that helps nobody" [ "$(count 'level=warn' "$work/log")" -eq 0 ]

run topics create
check "every topic exists" [ "$code" -eq 0 ]

# What went in, as it was, in as many partitions as there are.
run tail merit.usage --from beginning --until-end
check "tail of an input" [ "$code" -eq 0 ]
check "all reports" [ "$(count '^{"type":"usage"' "$work/out")" -eq \
    "$(count '"type":"usage"' "$work/history")" ]
run tail merit.scores --from beginning --until-end
check "scores" [ "$(count '^{"type":"score"' "$work/out")" -ge 1 ]
run tail merit.score-changes --from beginning --limit 3
check "three changes" [ "$(count '^{"type":"score_changed"' "$work/out")" -eq 3 ]
check "nothing else" [ "$(wc -l <"$work/out")" -eq 3 ]

# New events are seen by a tail that was there before them; a bad line is not sent.
"$merit" tail --set "kafka.bootstrap_servers=$broker" \
    --set "schemas.directory=$source/config/schemas" --limit 2 merit.certifications \
    >"$work/followed" 2>"$work/err" &
follower=$!
sleep 3
cat >"$work/more" <<'EOF'
{"type":"certification","event_id":"n1","occurred_at":"2024-05-01T00:00:00Z","partner_id":"new-1","person_id":"ann","certification":"MS-900","achieved_on":"2024-05-01"}
{"type":"certification","event_id":"n2","occurred_at":"2024-05-01T00:00:00Z","partner_id":"new-2","person_id":"bob"}
{"type":"certification","event_id":"n3","occurred_at":"2024-05-01T00:00:00Z","partner_id":"new-3","person_id":"eve","certification":"MS-900","achieved_on":"2024-05-01"}
EOF
run produce "$work/more"
check "a bad line gives 3" [ "$code" -eq 3 ]
check "it is named" grep -q "more:2: " "$work/err"
for _ in $(seq 300); do
    kill -0 "$follower" 2>/dev/null || break
    sleep 0.1
done
kill "$follower" 2>/dev/null
wait "$follower"
check "a tail ends after its limit" [ $? -eq 0 ]
check "it saw the new events" [ "$(count '"event_id":"n[13]"' "$work/followed")" -eq 2 ]

# Events in bytes that the daemon does not read become dead letters.
run produce --set framing.default=raw "$work/more"
for _ in $(seq 30); do
    run tail merit.dead-letters --from beginning --until-end
    [ "$(wc -l <"$work/out")" -ge 2 ] && break
done
check "dead letters" [ "$(count '^{"type":"dead_letter","code":"undecodable"' "$work/out")" -eq 2 ]
check "where they came from" [ "$(count '"topic":"merit.certifications"' "$work/out")" -eq 2 ]
check "their keys" [ "$(count '"key":"new-[13]"' "$work/out")" -eq 2 ]

kill -TERM "$daemon"
wait "$daemon"
check "stopped as asked" [ $? -eq 0 ]
daemon=
check "no state is left" [ -z "$(ls "$TMPDIR")" ]

# A pipe that brings nothing more is no reason to stay.
mkfifo "$work/pipe"
exec 3<>"$work/pipe"
"$meritd" --try --set "rules.directory=$source/config/rules" \
    --set "schemas.directory=$source/config/schemas" - <"$work/pipe" >"$work/waiting" 2>"$work/log" &
daemon=$!
check "a broker, and a pipe" await '^broker: ' "$work/waiting"
began=$SECONDS
kill -TERM "$daemon"
wait "$daemon"
check "stopped while it waits for events" [ $? -eq 0 ]
check "in time" [ $((SECONDS - began)) -le 5 ]
daemon=
exec 3>&-
check "no state is left" [ -z "$(ls "$TMPDIR")" ]

# Too many events, a file that is not there: nothing runs, and it is said why.
timeout 60 "$meritd" --try --set "rules.directory=$source/config/rules" \
    --set "schemas.directory=$source/config/schemas" "$work/none" >"$work/out" 2>"$work/err"
check "a file that is not there" [ $? -eq 2 ]
check "it is named" grep -q "none: cannot be read" "$work/err"
check "no state is left" [ -z "$(ls "$TMPDIR")" ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
