#!/usr/bin/env bash
# Brings what the tests on Kafka need below the build folder, once: the broker's libraries
# (<build>/kafka39/libs, through Maven) and a Python with a Kafka client and an Avro codec that are
# not ours (<build>/python). Usage: prepare.sh BUILD_DIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "${1:?usage: prepare.sh BUILD_DIR}"
build_dir=$(cd "$1" && pwd)

# One at a time: tests may be started side by side.
exec 9>"$build_dir/.prepare.lock"
flock -w 600 9

# current FILE FOLDER: FOLDER was made from FILE as it is now.
current() {
    cmp -s "$1" "$2/made-from"
}

make_broker() {
    rm -rf "$build_dir/kafka39"
    local plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.0
    mvn -B -q -f "$here/pom.xml" "$plugin:copy-dependencies" \
        -DincludeScope=runtime -DoutputDirectory="$build_dir/kafka39/libs"
    cp "$here/pom.xml" "$build_dir/kafka39/made-from"
}

make_python() {
    rm -rf "$build_dir/python"
    python3 -m venv "$build_dir/python"
    "$build_dir/python/bin/pip" install --quiet --disable-pip-version-check \
        --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$build_dir/python/made-from"
}

current "$here/pom.xml" "$build_dir/kafka39" || make_broker
current "$here/requirements.txt" "$build_dir/python" || make_python
