#!/usr/bin/env bash
# cli.quickstart: config/quickstart with programs that are built already: ended by a signal at
# several moments, then to its end. Usage: quickstart.sh BUILD_DIR SOURCE_DIR
set -u
build_dir=$1
source_dir=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
# Each run below is a process group of its own, in which SIGINT is not ignored.
set -m

wrong() {
    echo "$1; it said:"
    tail -n 20 "$work/out"
    failed=1
}

# begin: a run in the background, from another folder, its process in $pid. The file of the run
# before is emptied here and not by the new process: `interrupt` would find its old lines, and end a
# shell that has not become the quickstart yet, with this file's own trap.
begin() {
    rm -rf "$work/tmp"
    mkdir "$work/tmp"
    : >"$work/out"
    cd / || exit 1
    TMPDIR=$work/tmp "$source_dir/config/quickstart" --build "$build_dir" \
        >"$work/out" 2>"$work/err" &
    pid=$!
}

# ended NAME CODE: about the run that was begun.
ended() {
    local code=0
    wait "$pid" || code=$?
    [ "$code" -eq "$2" ] || wrong "$1: exit code $code, want $2"
    ! kill -0 -- -"$pid" 2>/dev/null || wrong "$1: it left processes running"
    [ -z "$(ls "$work/tmp")" ] || wrong "$1: it left files: $(ls "$work/tmp")"
    if [ -s "$work/err" ]; then
        cat "$work/err"
        wrong "$1: something on standard error"
    fi
}

# interrupt NAME PATTERN SIGNAL CODE: the signal once a line with the pattern is there.
interrupt() {
    local tries=0 began
    begin
    until grep -q -- "$2" "$work/out" || ! kill -0 "$pid" 2>/dev/null || [ "$tries" -ge 600 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    began=$SECONDS
    kill -"$3" "$pid" 2>/dev/null
    ended "$1" "$4"
    [ $((SECONDS - began)) -le 10 ] || wrong "$1: it took $((SECONDS - began)) s to end"
}

# count NAME: the number behind it in the summary.
count() {
    sed -nE "s/^ *$1 +([0-9]+)\$/\1/p" "$work/out"
}

# at_least LEAST NAME.
at_least() {
    local value
    value=$(count "$2")
    [ "${value:-0}" -ge "$1" ] || wrong "whole run: $2: ${value:-none}, want $1 or more"
}

interrupt "Ctrl-C as the broker is there" "a broker at" INT 130
interrupt "Ctrl-C among score changes" "more score changes" INT 130
interrupt "SIGTERM" "a broker at" TERM 143

began=$SECONDS
begin
ended "whole run" 0
echo "whole run: $((SECONDS - began)) s"
at_least 10000 "events read"
at_least 100 "partners with a score"
at_least 1000 "score changes"
at_least 5 ATTAINED
at_least 1 AT_RISK
[ "$(count 'dead letters \(bad input\)')" = 0 ] || wrong "whole run: dead letters"
grep -q ' ATTAINED at ' "$work/out" || wrong "whole run: no designation was shown"
grep -q 'no transactions' "$work/out" || wrong "whole run: it hides what its broker cannot do"

[ "$failed" -eq 0 ] && echo "passed"
exit "$failed"
