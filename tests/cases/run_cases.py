"""Runs the case files of this folder against `merit replay` (or against the naive judge).

Usage: run_cases.py MERIT SOURCE [FILE.case...]
       run_cases.py --naive PROGRAM SOURCE [FILE.case...]

A case file is read line by line; `#` begins a comment line. Times are UTC days, YYYY-MM-DD.

  case: TITLE                begins a scenario; nothing is carried over from the one before
  on DATE                    the day on which what follows arrives, and is recorded at its source
  usage TENANT PRODUCT AS_OF [mau=N] [pau=N] [rev=CENTS] [sub=ID] [offer=ID]
  claim ID TENANT PARTNER TYPE START..[END] [status=S] [cloud=C] [products=A,B] [sub=ID]
  cert PARTNER PERSON CODE ACHIEVED..[EXPIRES] [linked=DATE] [unlinked=DATE]
                             an input event; on each also [id=EVENT_ID] [at=DATE or timestamp], the
                             event's occurred_at. {1..5} or {a,b,c} makes several events at once,
                             several braces of a line running side by side
  again                      the last event once more, byte for byte, arriving today
  line TEXT                  this very line of input, `{day}` standing for today
  until DATE                 runs the days up to this one; what is expected below is as of then

  expect score PARTNER [DESIGNATION] KEY=VALUE...      the DesignationScore
  expect change PARTNER DATE KEY=VALUE...              a ScoreChanged of that day that is so
  expect changes PARTNER [DATE:POINTS...]              these ScoreChanged and no others
  expect event PARTNER TRANSITION DATE KEY=VALUE...    a DesignationEvent of that day that is so
  expect events PARTNER [TRANSITION:DATE...]           these DesignationEvents and no others
  expect order PARTNER DATE NAME...                    that day's outputs: CHANGE or a transition
  expect none PARTNER                                  nothing is known of the partner
  expect bad LINE CODE                                 the input's line LINE is refused with CODE

A KEY is a field, `crossed` (UP, DOWN or none), `rules` (the date of rules_version), or METRIC.FIELD
with adds, intermediate, advanced, growth, deployments for the metrics. The designation is
modern_work unless the score names another. A run must end with exit code 3 where a line is expected
to be refused and 0 otherwise."""

import datetime
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from case_file import CaseError, read_cases

METRICS = {"adds": "net_customer_adds", "intermediate": "intermediate_certifications",
           "advanced": "advanced_certifications", "growth": "usage_growth",
           "deployments": "deployments"}
# What the judge does not know.
NOT_NAIVE = {"rules", "event_id", "rules_version"}
EPOCH = datetime.date(1970, 1, 1)


# ---------------------------------------------------------------- running

def day_number(text):
    return str((datetime.date.fromisoformat(text) - EPOCH).days) if text else "-"


def micros(text):
    whole = datetime.datetime.fromisoformat(text[:19])
    fraction = text[19:-1].lstrip(".").ljust(6, "0")
    seconds = int((whole - datetime.datetime(1970, 1, 1)).total_seconds())
    return str(seconds * 1000000 + int(fraction))


def naive_fields(event):
    """The event as the judge's program reads it: fields between tabs, `-` for null."""
    def text(name):
        return "-" if event[name] is None else str(event[name])
    head = [event["type"][0], event["event_id"], micros(event["occurred_at"]),
            micros(event["timestamp"])]
    if event["type"] == "usage":
        return [*head, *map(text, ("tenant_id", "product", "subscription_id", "offer")),
                day_number(event["as_of"]),
                *map(text, ("monthly_active_users", "paid_available_units", "consumed_revenue"))]
    if event["type"] == "association":
        return [*head, *map(text, ("association_id", "partner_id", "tenant_id", "association_type",
                                   "status", "cloud")),
                ",".join(event["products"]) or "-", text("subscription_id"),
                day_number(event["start_date"]), day_number(event["end_date"])]
    return [*head, *map(text, ("partner_id", "person_id", "certification")),
            *(day_number(event[name])
              for name in ("achieved_on", "expires_on", "linked_on", "unlinked_on"))]


class Run:
    """What came out of one run."""

    def __init__(self, done, source):
        self.code, self.errors, self.source = done.returncode, done.stderr, source
        self.outputs = [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def find(self, kind, partner, designation="modern_work"):
        return [o for o in self.outputs if o["type"] == kind and o["partner_id"] == partner
                and o["designation"] == designation]


def run_merit(program, source, lines, until):
    command = [program, "replay", "--rules", str(source / "config/rules"), "--scores"]
    if until:
        command += ["--until", until]
    text = "".join(line + "\n" for line, _ in lines)
    if all(event for _, event in lines):
        return Run(subprocess.run(command, input=text, capture_output=True, text=True, check=False),
                   "<stdin>")
    # Where a message must name the file, there has to be one.
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([*command, file.name], capture_output=True, text=True, check=False)
    return Run(done, file.name)


def run_naive(program, lines, until):
    text = "".join("\t".join(naive_fields(event)) + "\n" for _, event in lines)
    if until:
        text += f"until\t{day_number(until)}\n"
    return Run(subprocess.run([program, "replay"], input=text, capture_output=True, text=True,
                              check=False), "<stdin>")


# ---------------------------------------------------------------- expecting

def value_of(record, key):
    if key == "crossed":
        return ",".join(c["direction"] for c in record["thresholds_crossed"]) or "none"
    if key == "rules":
        return record["rules_version"].partition("+")[0]
    name, dot, field = key.partition(".")
    if dot:
        metric = METRICS.get(name, name)
        return next((m[field] for m in record["metrics"] if m["metric"] == metric), "no metric")
    return record.get(key)


def plain(value):
    """As it is written in a case file."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def differences(record, wanted, naive):
    for word in wanted:
        key, equals, want = word.partition("=")
        if not equals:
            raise CaseError(f"{word}: KEY=VALUE is wanted")
        if naive and key in NOT_NAIVE:
            continue
        got = plain(value_of(record, key))
        if got != want:
            yield f"{key}: want {want}, got {got}"


def best_match(records, wanted, naive, what):
    """No text where one of the records is as wanted, else what the nearest of them lacks."""
    if not records:
        return f"want {what}, got none"
    return "; ".join(min((list(differences(r, wanted, naive)) for r in records), key=len))


def same_list(want, got):
    return "" if want == got else f"want {' '.join(want) or 'none'}, got {' '.join(got) or 'none'}"


def expect_score(run, words, naive):
    partner, designation, wanted = words[0], "modern_work", words[1:]
    if wanted and "=" not in wanted[0]:
        designation, wanted = wanted[0], wanted[1:]
    return best_match(run.find("score", partner, designation), wanted, naive, "a score")


def expect_dated(run, words, naive, kind):
    partner, *words = words
    records = run.find(kind, partner)
    if kind == "designation":
        transition, *words = words
        records = [r for r in records if r["transition"] == transition]
    day, *wanted = words
    records = [r for r in records if r["effective_date"] == day]
    return best_match(records, wanted, naive, f"one on {day}")


def expect_order(run, words):
    partner, day, *want = words
    got = [o.get("transition", "CHANGE") for o in run.outputs
           if o["type"] != "score" and o["partner_id"] == partner and o["effective_date"] == day
           and o["designation"] == "modern_work"]
    return same_list(want, got)


def expect_bad(run, words):
    number, code = words
    start = f"{run.source}:{number}:"
    for line in run.errors.splitlines():
        if line.startswith(start) and re.search(rf"\b{code}\b", line):
            return ""
    return f"want {start} ... {code}, got {run.errors.strip() or 'no message'}"


def expectation(run, words, naive):
    """No text where it holds, else what is wrong."""
    what, *words = words
    if what == "score":
        return expect_score(run, words, naive)
    if what == "change":
        return expect_dated(run, words, naive, "score_changed")
    if what == "event":
        return expect_dated(run, words, naive, "designation")
    if what == "changes":
        return same_list(words[1:], [f"{r['effective_date']}:{plain(r['points'])}"
                                     for r in run.find("score_changed", words[0])])
    if what == "events":
        return same_list(words[1:], [f"{r['transition']}:{r['effective_date']}"
                                     for r in run.find("designation", words[0])])
    if what == "none":
        known = any(o["partner_id"] == words[0] for o in run.outputs)
        return f"{words[0]} is known" if known else ""
    if what == "order":
        return expect_order(run, words)
    if what == "bad":
        return expect_bad(run, words)
    raise CaseError(f"expect {what} is unknown")


def check_run(case, check, program, source, naive):
    """The findings of one run, and the number of its expectations."""
    count, until, expectations = check
    lines = case.lines[:count]
    if naive:
        run = run_naive(program, lines, until)
    else:
        run = run_merit(program, source, lines, until)
    code = 3 if any(words[0] == "bad" for _, words in expectations) else 0
    if run.code != code:
        yield case.number, f"exit code: want {code}, got {run.code}: {run.errors.strip()}"
        if not run.outputs:
            return
    for number, words in expectations:
        try:
            wrong = expectation(run, words, naive)
        except (CaseError, KeyError, ValueError) as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            yield number, f"expect {' '.join(words[:3])}: {wrong}"


def main(arguments):
    naive = arguments[0] == "--naive"
    program, source, *names = arguments[1:] if naive else arguments
    source = pathlib.Path(source)
    paths = [pathlib.Path(name) for name in names]
    paths = paths or sorted((source / "tests/cases").glob("*.case"))
    counts = {"cases": 0, "failed": 0, "expectations": 0}
    for case in itertools.chain.from_iterable(map(read_cases, paths)):
        if naive and not case.for_naive():
            continue
        findings = []
        for check in case.checks:
            findings += check_run(case, check, program, source, naive)
            counts["expectations"] += len(check[2])
        counts["cases"] += 1
        counts["failed"] += bool(findings)
        for number, text in findings:
            print(f"{case.path}:{number}: {case.title}: {text}")
    print(f"{counts['cases']} cases with {counts['expectations']} expectations, "
          f"{counts['failed']} failed")
    return 1 if counts["failed"] or not counts["cases"] else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
