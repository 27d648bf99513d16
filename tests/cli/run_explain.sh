#!/usr/bin/env bash
# `merit replay --explain` and `--why`: what people read, and that its figures add up under every designation.
# Usage: run_explain.sh MERIT_BINARY SOURCE_DIR; MERIT_ACCEPT=1: what is printed becomes what is expected
set -u
merit=$1
source=$2
here=$source/tests/cli/explain
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
    echo "$1"
    failed=1
}

# said NAME EXPECTED ARGUMENT...: replay with these arguments, in that folder, prints that file.
said() {
    local name=$1 expected=$here/$2
    shift 2
    (cd "$here" && "$merit" replay "$@") >"$work/out" 2>"$work/err" ||
        complain "$name: exit code $?: $(cat "$work/err")"
    [ -z "${MERIT_ACCEPT:-}" ] || cp "$work/out" "$expected"
    cmp -s "$work/out" "$expected" || {
        complain "$name: the output differs from $expected"
        diff "$expected" "$work/out" | head -20
    }
}

# same NAME EXPECTED ARGUMENT...: of the history; badge: of that in which two designations make a badge.
same() {
    said "$@" --rules rules history.jsonl
}
badge() {
    said "$@" --rules badge_rules badge.jsonl
}

same "a day" on-2023-06-30.txt --explain p1:sample --on 2023-06-30
same "the last day" last-day.txt --explain p1
same "nobody" nobody.txt --explain p9 --on 2023-06-30
same "two days" from-2023-06-30.txt --why p1:sample --from 2023-06-30 --to 2023-08-05
same "to the last day" from-2023-06-30.txt --why p1 --from 2023-06-30 --to 2023-08-05
same "to the last line" from-2022-11-30.txt --why p1 --from 2022-11-30
same "to the last line again" from-2022-11-30.txt --why p1 --from 2022-11-30 --to 2023-08-01
badge "the badge held" badge-2023-03-01.txt --explain p1:both --on 2023-03-01
badge "the badge missing" badge-2024-01-31.json --explain p1:both --on 2024-01-31 --json
badge "the badge with the others" badge-last-day.txt --explain p1
badge "nobody's badge" badge-nobody.txt --explain p9:both --on 2023-03-01
badge "the badge attained" badge-from-2023-01-01.txt --why p1:both --from 2023-01-01 --to 2023-03-01
badge "the badge lost" badge-from-2023-03-01.json --why p1 --json --from 2023-03-01 --to 2024-01-31
badge "the badge anew" badge-anew.txt --why p1:both --from 2023-03-01

# refused NAME PATTERN ARGUMENT...: exit code 2, nothing on standard output.
refused() {
    local name=$1 pattern=$2
    shift 2
    "$merit" replay --rules "$here/rules" "$@" "$here/history.jsonl" >"$work/out" 2>"$work/err"
    [ $? -eq 2 ] || complain "$name: want exit code 2"
    [ ! -s "$work/out" ] || complain "$name: something on standard output"
    grep -qE -- "$pattern" "$work/err" || complain "$name: standard error lacks $pattern"
}

refused "no such designation" "no designation 'modern', only: sample" --explain p1:modern
"$merit" replay --rules "$here/badge_rules" --explain p1:bothe "$here/badge.jsonl" 2>"$work/err"
grep -q "no designation 'bothe', only: basics security both" "$work/err" ||
    complain "the badge is not named among the designations"
refused "a wrong date" "--on 2023-02-30: give a date" --explain p1 --on 2023-02-30
refused "--on alone" "belong to --explain" --on 2023-06-30
refused "--until" "not with --until" --explain p1 --until 2023-06-30
refused "no first day" "--from DATE" --why p1:sample
refused "days in the wrong order" "later than --from" --why p1 --from 2023-06-30 --to 2023-06-30
refused "from the last day on" "last day of the input is 2023-08-01: .* --to" --why p1 --from 2023-08-01
refused "two questions" "of one day" --why p1 --explain p1 --from 2023-06-30
"$merit" replay --rules "$here/rules" --why p1 --from 2020-01-01 "$here/history.jsonl" \
    >"$work/out" 2>"$work/err"
[ $? -eq 1 ] || complain "--from before the first event: want exit code 1"
"$merit" replay --rules "$here/rules" --explain p1 --on 2020-01-01 "$here/history.jsonl" \
    >"$work/out" 2>"$work/err"
[ $? -eq 1 ] || complain "before the first event: want exit code 1"
grep -q "nothing to explain" "$work/err" || complain "before the first event: what is wrong"

# Two days on both sides of a version and of until-dates: what no rule of which differs is not said
# to be changed by rules, and one folder's file is named once.
"$merit" replay --rules "$source/config/rules" --why p1:business_applications --from 2023-03-26 \
    --to 2023-04-02 "$here/versions.jsonl" >"$work/out" 2>"$work/err" ||
    complain "versions: exit code $?: $(cat "$work/err")"
grep -q 'person ann; CERTIFICATION_EXPIRED' "$work/out" || complain "versions: ann's certificate"
grep -q 'person bob; FIRST_SEEN' "$work/out" || complain "versions: bob's certificate"
! grep -q 'person .*RULES_CHANGED' "$work/out" || complain "versions: the rules of people are the same"
"$merit" replay --rules "$source/config/rules" --why p1:business_applications --from 2023-06-30 \
    --to 2023-07-02 "$here/versions.jsonl" >"$work/out" 2>"$work/err" ||
    complain "until: exit code $?: $(cat "$work/err")"
grep -q 'person cid; RULES_CHANGED' "$work/out" || complain "until: MB-600 ended"
! grep -q 'person .*dee' "$work/out" || complain "until: nothing changed of dee"
grep -q '^lines are those of [^ ]*$' "$work/out" || complain "until: one file is named once"

# changes RULES: what changed between two days sums to what each actual changed by.
changes() {
    local rules=$1 partner
    : >"$work/changed.jsonl"
    for partner in partner-00000 partner-00001 partner-00003; do
        for day in 2022-11-30 2023-03-01 2023-05-20; do
            "$merit" replay --rules "$rules" --why "$partner" --json --from "$day" \
                --to 2023-12-05 "$work/history.jsonl" >>"$work/changed.jsonl" 2>>"$work/err" ||
                complain "$rules: what changed for $partner cannot be said"
        done
    done
    python3 -B "$here/add_up_changes.py" "$work/changed.jsonl" ||
        complain "$rules: the changes do not add up"
}

# add_up RULES DESIGNATIONS: a made-up history, explained on several days and added up by a program
# that knows only the formula; the same scores as those of --scores.
add_up() {
    local rules=$1 designations=$2 day
    "$merit" generate --partners 4 --tenants 40 --months 36 --seed 11 --late 5 \
        --designations "$designations" >"$work/history.jsonl"
    for day in 2022-11-30 2023-04-30 2023-10-05 2023-12-31; do
        : >"$work/explained.jsonl"
        for partner in partner-00000 partner-00001 partner-00003; do
            "$merit" replay --rules "$rules" --explain "$partner" --json --on "$day" \
                "$work/history.jsonl" >>"$work/explained.jsonl" 2>>"$work/err" ||
                complain "$rules: $partner on $day cannot be explained"
        done
        python3 -B "$here/before.py" "$day" <"$work/history.jsonl" |
            "$merit" replay --rules "$rules" --until "$day" --scores - |
            grep '"type":"score"' >"$work/scores.jsonl"
        python3 -B "$here/add_up.py" "$work/explained.jsonl" "$work/scores.jsonl" ||
            complain "$rules: the explanations of $day do not add up"
    done
    changes "$rules"
}

all=modern_work,business_applications,security,infrastructure_azure
all=$all,digital_app_innovation_azure,data_ai_azure
add_up "$source/config/rules" "$all"
add_up "$source/tests/rules/modern_work_only" modern_work

[ "$failed" -eq 0 ] && echo "explanations are as expected"
exit "$failed"
