#!/usr/bin/env bash
# The case files in YAML by `merit test`: those that hold, those that fail and those that are wrong, the
# latter two with the words beside them. Usage: run_yaml.sh MERIT SOURCE_DIR; with MERIT_ACCEPT=1 the
# expected texts are written anew, to be read before they are kept.
set -u
merit=$(realpath "$1")
cd "$2/tests/cases" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# said FILE EXIT_CODE: what is said of the file, on both outputs, is what stands beside it.
said() {
    "$merit" test --junit "$work/junit" "$1" >"$work/said" 2>&1
    local code=$?
    if [ "$code" != "$2" ]; then
        echo "FAILED: $1: exit $code, not $2"
        failures=$((failures + 1))
    fi
    if [ "${MERIT_ACCEPT:-}" = 1 ]; then
        cp "$work/said" "${1%.yaml}.expected"
    elif ! diff -u "${1%.yaml}.expected" "$work/said"; then
        failures=$((failures + 1))
    fi
}

"$merit" test --junit "$work/junit" ./*.yaml || failures=$((failures + 1))
python3 -c 'import sys, xml.dom.minidom as dom; dom.parse(sys.argv[1])' "$work/junit" ||
    failures=$((failures + 1))
for file in wrong/*.yaml; do
    said "$file" 2
done
for file in failing/*.yaml; do
    said "$file" 3
done
[ "$failures" = 0 ] || echo "$failures failures"
[ "$failures" = 0 ]
