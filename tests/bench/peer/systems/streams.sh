#!/usr/bin/env bash
# The Kafka Streams peer as a system of tests/bench/peer/run. Hooks; DIR keeps pid, ready, log and
# state from one to the next:
#   info DIR ...                        prints group=G internal=PREFIX of its own topics
#   prepare BUILD DIR ADDRESS DAY ...   what is not measured: topics, configuration
#   start BUILD DIR ADDRESS DAY ...     in the background; writes DIR/pid, one process
#   ready DIR                           exit code 0 once it processes, and prints since when, in ms
#   stop DIR                            SIGTERM, waited for
# The dots are the run's KEY=VALUE options. This system knows: heap=1500m gc=Parallel, and those of
# Peer.java: commit= threads= cache= objects= stores=rocksdb|memory changelog_segment_mb= headers=
set -euo pipefail
command=$1
shift
case "$command" in
info) echo "group=streams internal=streams-" ;;
prepare) ;;
start)
    build_dir=$1 dir=$2 address=$3 day=$4
    shift 4
    heap=1500m gc=Parallel
    for option in "$@"; do
        case "$option" in
        heap=*) heap=${option#*=} ;;
        gc=*) gc=${option#*=} ;;
        esac
    done
    rm -f "$dir/ready"
    setsid java "-Xms$heap" "-Xmx$heap" "-XX:+Use${gc}GC" \
        -cp "$build_dir/peer/classes:$build_dir/peer/libs/*" merit.bench.Peer \
        bootstrap="$address" day="$day" state="$dir/state" ready="$dir/ready" "$@" \
        >>"$dir/log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
    ;;
ready) [ -s "$1/ready" ] && cat "$1/ready" ;;
stop)
    pid=$(<"$1/pid")
    kill -TERM "$pid" 2>/dev/null || exit 0
    for ((i = 0; i < 600; i++)); do
        kill -0 "$pid" 2>/dev/null || exit 0
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
    ;;
*) exit 2 ;;
esac
