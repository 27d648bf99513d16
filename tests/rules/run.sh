#!/bin/bash
# Rule files that must be refused, and with which words; those that must be accepted; what `merit rules`
# prints. Called with the merit program and the source tree. With MERIT_ACCEPT=1 the expected texts are
# written anew, to be read before they are kept.
set -u

merit=$(realpath "$1")
source=$(realpath "$2")
cd "$source/tests/rules" || exit 1
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

# run NAME EXIT ARGUMENT...: output to $work/out and $work/err.
run() {
    local name=$1 expected=$2 code
    shift 2
    "$merit" rules "$@" >"$work/out" 2>"$work/err"
    code=$?
    if [ "$code" != "$expected" ]; then
        fail "$name: exit $code, not $expected"
        cat "$work/err"
    fi
}

# refused NAME PATH: wrong, said as in PATH.expected, and nothing on standard output.
refused() {
    run "$1" 2 check "$2"
    [ -s "$work/out" ] && fail "$1: something on standard output"
    compare "$1" "$work/err" "${2%.yaml}.expected"
}

# printed NAME: the last run's output, hashes left out.
printed() {
    sed 's/hash [0-9a-f]\{8\}/hash HASH/' "$work/out" >"$work/shown"
    compare "$1" "$work/shown" "expected/$1.txt"
}

for file in wrong/*.yaml; do
    refused "$file" "$file"
done
for directory in wrong_directories/*/; do
    refused "$directory" "${directory%/}"
done
refused no_such_directory wrong_directories/none

mkdir -p expected
run check 0 check ../../config/rules modern_work_only ../../config/rules/modern_work/2022-10-03.yaml
printed check
run show_modern_work 0 show --on 2023-06-11 --rules modern_work_only
printed show_modern_work
run show_business_applications 0 show --on 2023-12-01 --rules ../../config/rules business_applications
printed show_business_applications
run diff_2023 0 diff --rules ../../config/rules 2023-03-26 2024-08-01
printed diff_2023
run diff_backwards 0 diff --rules ../../config/rules 2023-12-01 2023-11-30 security
printed diff_backwards
run diff_nothing 0 diff --rules ../../config/rules 2023-07-02 2023-07-03
printed diff_nothing
run help 0 --help
printed help

run no_subcommand 2
run unknown_subcommand 2 chekc
run no_file 2 check
run unknown_option 2 check --all
run no_date 2 show
run one_day 2 diff 2023-01-01
run no_day 2 diff 2023-01-01 yesterday
run diff_unknown 2 diff --rules modern_work_only 2023-01-01 2023-02-01 modern_wrok
run bad_date 2 show --on yesterday
run unknown_designation 2 show --on 2023-01-01 --rules modern_work_only modern_wrok

[ "$failures" = 0 ] || echo "$failures failures"
[ "$failures" = 0 ]
