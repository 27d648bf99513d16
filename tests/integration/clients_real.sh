#!/usr/bin/env bash
# Runs a test program with a Kafka broker of its own: BOOTSTRAP is its address, BROKER_PID its process.
# Usage: clients_real.sh PROGRAM TOOLS (TOOLS: the folder that tests/kafka/prepare.sh filled)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$1
tools=$2
broker="$here/../kafka/broker.sh"
folder=$(mktemp -d)
cleanup() {
    bash "$broker" stop "$folder/broker"
    rm -rf "$folder"
}
trap cleanup EXIT
BROKER_OWNER=$$ bash "$broker" start "$tools/kafka39/libs" "$folder/broker"
BOOTSTRAP=$(<"$folder/broker/address")
BROKER_PID=$(<"$folder/broker/pid")
export BOOTSTRAP BROKER_PID
"$program"
