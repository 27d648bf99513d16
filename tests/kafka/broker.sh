#!/usr/bin/env bash
# A Kafka broker (KRaft, broker and controller in one process) on free loopback ports; several of them
# make a cluster.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: broker.sh start LIBS DIR [KEY=VALUE]...   a new broker with its data below DIR
       broker.sh kill DIR                        SIGKILL; the data stays
       broker.sh down DIR                        SIGTERM, waited for; the data stays
       broker.sh up DIR                          starts it again on its data and ports
       broker.sh stop DIR                        ends it and removes its data

BROKER_NODE=ID:VOTERS in the environment of start makes it one of several: VOTERS is
ID:PORT:PORT[,...], each node's id and the ports of its clients and of its controller. They are started
side by side: one alone waits for the others. BROKER_CLUSTER is then the cluster's id.

LIBS is what prepare.sh made (<build>/kafka39/libs); KEY=VALUE is added to server.properties.
start writes DIR/address (host:port) and DIR/pid. With BROKER_OWNER=PID in the environment the
broker is ended when that process is gone. With BROKER_LONG in it, it is compiled as for a long life:
that takes a third of all processor time in a run of a minute or two, and is what measures need.
Every wait is bounded; only the recorded process is ended.
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
start_seconds=60
stop_seconds=30

fail() {
    echo "broker.sh: $*" >&2
    exit 1
}

# Two free ports below those that systems give to clients (32768 on): a broker that is away for a
# while finds its own free when it comes back.
free_ports() {
    python3 -c '
import random, socket
sockets = []
for _ in range(200):
    try:
        sockets.append(socket.create_server(("127.0.0.1", random.randint(12000, 31999))))
    except OSError:
        continue
    if len(sockets) == 2:
        break
print(*(s.getsockname()[1] for s in sockets))'
}

# java_with_libs DIR HEAP ARGUMENT...: in this process's place, in a session of its own, so that no
# Ctrl-C of the terminal reaches it.
java_with_libs() {
    local dir=$1 heap=$2
    shift 2
    local tiers=(-XX:TieredStopAtLevel=1)
    [ -z "${BROKER_LONG:-}" ] || tiers=()
    exec setsid java "-Xmx$heap" "${tiers[@]}" -XX:+UseSerialGC -XX:-UsePerfData \
        "-Dlog4j.configuration=file:$here/log4j.properties" -cp "$(<"$dir/libs")/*" "$@"
}

# is_running DIR: the recorded process lives and is this broker, not another of the same number.
is_running() {
    local pid
    [ -s "$1/pid" ] && pid=$(<"$1/pid") && [ -r "/proc/$pid/cmdline" ] &&
        tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF "$1/server.properties"
}

accepts() {
    (exec 3<>"/dev/tcp/${1%:*}/${1#*:}") 2>/dev/null
}

write_properties() {
    local dir=$1 id=$2 port=$3 controller=$4 voters=$5
    shift 5
    cat >"$dir/server.properties" <<TEXT
node.id=$id
process.roles=broker,controller
controller.listener.names=CONTROLLER
controller.quorum.voters=$voters
listeners=CLIENT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=CLIENT://127.0.0.1:$port
inter.broker.listener.name=CLIENT
listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
num.partitions=4
auto.create.topics.enable=false
# One broker holds everything once.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=2
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
# Tests do not wait: for the first rebalance, for a dead member, for a transaction left open.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
# A small machine.
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=4194304
TEXT
    [ $# -eq 0 ] || printf '%s\n' "$@" >>"$dir/server.properties"
}

# Ends the broker when its owner is gone, so that no killed test leaves one behind.
watch_owner() {
    local dir=$1 owner=$2
    while is_running "$dir"; do
        if ! kill -0 "$owner" 2>/dev/null; then
            kill -KILL "$(<"$dir/pid")" 2>/dev/null || true
            return
        fi
        sleep 1
    done
}

launch() {
    local dir=$1 attempt
    java_with_libs "$dir" 512m kafka.Kafka "$dir/server.properties" \
        >>"$dir/log" 2>&1 </dev/null &
    echo $! >"$dir/pid"
    for ((attempt = 0; attempt < start_seconds * 20; attempt++)); do
        if accepts "$(<"$dir/address")" && is_running "$dir"; then
            if [ -n "${BROKER_OWNER:-}" ]; then
                # In a session of its own: it must outlive whoever ends the test's whole group.
                setsid "$here/broker.sh" watch "$dir" "$BROKER_OWNER" >/dev/null 2>&1 </dev/null &
            fi
            return 0
        fi
        kill -0 "$(<"$dir/pid")" 2>/dev/null || break
        sleep 0.05
    done
    tail -n 20 "$dir/log" >&2
    end "$dir" KILL
    return 1
}

# end DIR SIGNAL: waits until it is gone, by SIGKILL at last.
end() {
    local dir=$1 signal=$2 attempt
    for ((attempt = 0; attempt < stop_seconds * 20; attempt++)); do
        if ! is_running "$dir"; then
            rm -f "$dir/pid"
            return 0
        fi
        if [ "$attempt" -eq 0 ]; then
            kill "-$signal" "$(<"$dir/pid")" 2>/dev/null || true
        fi
        sleep 0.05
    done
    kill -KILL "$(<"$dir/pid")" 2>/dev/null || true
    rm -f "$dir/pid"
}

start() {
    local libs=$1 dir=$2 node attempt
    shift 2
    compgen -G "$libs/kafka_*.jar" >/dev/null || fail "no broker in $libs: run prepare.sh first"
    [ ! -e "$dir/server.properties" ] || fail "$dir holds a broker already"
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    echo "$libs" >"$dir/libs"
    # Another program may take a port between the choice and the start.
    for ((attempt = 0; attempt < 3; attempt++)); do
        read -ra node < <(node_of)
        echo "127.0.0.1:${node[1]}" >"$dir/address"
        write_properties "$dir" "${node[@]}" "$@"
        if ! (java_with_libs "$dir" 64m kafka.tools.StorageTool format \
            --cluster-id "${BROKER_CLUSTER:-$(cluster_id)}" --config "$dir/server.properties") >"$dir/log" 2>&1; then
            cat "$dir/log" >&2
            fail "the data folder cannot be formatted"
        fi
        launch "$dir" && return 0
        rm -rf "$dir/data"
    done
    fail "the broker does not start"
}

# Id, ports of clients and controller, and voters: of a node alone, or of the one that is asked for.
node_of() {
    local id voters=() one parts
    if [ -z "${BROKER_NODE:-}" ]; then
        read -ra parts < <(free_ports)
        echo 1 "${parts[@]}" "1@127.0.0.1:${parts[1]}"
        return
    fi
    id=${BROKER_NODE%%:*}
    for one in $(tr ',' ' ' <<<"${BROKER_NODE#*:}"); do
        IFS=: read -ra parts <<<"$one"
        voters+=("${parts[0]}@127.0.0.1:${parts[2]}")
        [ "${parts[0]}" != "$id" ] || echo -n "${parts[*]} "
    done
    (IFS=, && echo "${voters[*]}")
}

# 16 random bytes as Kafka writes them; never beginning with a dash.
cluster_id() {
    python3 -c '
import base64, uuid
print("m" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22])'
}

command=${1:-}
[ $# -ge 2 ] || { usage >&2; exit 2; }
shift
case "$command" in
start) [ $# -ge 2 ] || { usage >&2; exit 2; }; start "$@" ;;
up) launch "$(cd "$1" && pwd)" || fail "the broker does not start again" ;;
down) end "$(cd "$1" && pwd)" TERM ;;
kill) end "$(cd "$1" && pwd)" KILL ;;
stop)
    [ -d "$1" ] || exit 0
    dir=$(cd "$1" && pwd)
    end "$dir" KILL
    rm -rf "$dir"
    ;;
watch) watch_owner "$1" "${2:?}" ;;
*) usage >&2; exit 2 ;;
esac
