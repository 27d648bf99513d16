#!/usr/bin/env bash
# meritd as a system of tests/bench/peer/run; the hooks are described in streams.sh. Options:
#   threads=N      worker threads (2)
#   set.KEY=VALUE  handed on as --set KEY=VALUE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../../../.." && pwd)
command=$1
shift

write_configuration() {
    local dir=$1 address=$2 threads=2 option
    shift 3
    for option in "$@"; do
        case "$option" in threads=*) threads=${option#*=} ;; esac
    done
    cat >"$dir/meritd.yaml" <<TEXT
application_id: meritd
instance_id: bench
workers: $threads
kafka:
  bootstrap_servers: $address
rules:
  directory: $source_dir/tests/rules/modern_work_only
state:
  directory: $dir/state
time:
  source: $dir/clock
TEXT
}

case "$command" in
info) echo "group=meritd internal=meritd-" ;;
prepare)
    build_dir=$1 dir=$2 day=$4
    shift
    write_configuration "$@"
    # The wall clock stands still at the day of the workload.
    echo "${day}T12:00:00Z" >"$dir/clock"
    "$build_dir/release/merit" topics create --config "$dir/meritd.yaml"
    ;;
start)
    build_dir=$1 dir=$2
    shift 4
    options=()
    for option in "$@"; do
        case "$option" in set.*) options+=(--set "${option#set.}") ;; esac
    done
    rm -f "$dir/ready" "$dir/pid"
    python3 "$here/launch.py" "$dir" "$build_dir/release/meritd" --config "$dir/meritd.yaml" \
        "${options[@]}" >>"$dir/launch.log" 2>&1 </dev/null &
    for ((i = 0; i < 200; i++)); do
        [ -s "$dir/pid" ] && exit 0
        sleep 0.02
    done
    cat "$dir/launch.log" >&2
    exit 1
    ;;
ready) [ -s "$1/ready" ] && cat "$1/ready" ;;
stop)
    pid=$(<"$1/pid")
    kill -TERM "$pid" 2>/dev/null || exit 0
    for ((i = 0; i < 200; i++)); do
        kill -0 "$pid" 2>/dev/null || exit 0
        sleep 0.05
    done
    kill -KILL "$pid" 2>/dev/null || true
    ;;
*) exit 2 ;;
esac
