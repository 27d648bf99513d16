"""The comparisons find each kind of difference, and none where there is none: replay's output
beside itself, beside that of four tasks, and beside copies that were spoilt in one way each.

Usage: test_compare.py BUILD_DIR"""

import copy
import itertools
import json
import pathlib
import subprocess
import sys

import compare
from lines import SOURCE
from one_a_day import crowded, days_forward, one_a_day

UNTIL = "2024-02-10"
GENERATE = ["--partners", "120", "--tenants", "120", "--months", "10", "--seed", "3"]


def run(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def replay(merit, events, *options):
    text = "".join(json.dumps(event) + "\n" for event in events)
    return run([merit, "replay", "--rules", str(SOURCE / "config/rules"), "--until", UNTIL,
                "--scores", *options], text)


def find(lines, kind, number=-1, wanted=lambda _line: True):
    return [line for line in lines if line["type"] == kind and wanted(line)][number]


# ---------------------------------------------------------------- what is spoilt, and who sees it

def with_sequence(lines):
    """A change that is neither its partner's first nor the last."""
    later = {compare.who(line) for line in lines
             if line["type"] == "score_changed" and line["sequence"] == 4}
    return find(lines, "score_changed", 0,
                lambda line: line["sequence"] == 3 and compare.who(line) in later)


def lost(lines):
    lines.remove(with_sequence(lines))


def twice(lines):
    line = with_sequence(lines)
    lines.insert(lines.index(line), dict(line))


def another(lines):
    line = find(lines, "score_changed", 0)
    lines.append({**line, "sequence": 1, "partner_id": "partner-nobody", "event_id": "0" * 32})


def swapped(lines):
    line = with_sequence(lines)
    index = lines.index(line)
    before = next(i for i in range(index - 1, -1, -1) if lines[i]["type"] == "score_changed"
                  and compare.who(lines[i]) == compare.who(line))
    lines[before], lines[index] = lines[index], lines[before]


def set_field(kind, field, value):
    def change(lines):
        line = find(lines, kind)
        line[field] = value(line[field]) if callable(value) else value
    return change


def set_metric(kind):
    def change(lines):
        line = find(lines, kind, wanted=lambda line: line["metrics"])  # the badge has none
        line["metrics"][-1]["actual"] += 1
    return change


def same_id(lines):
    find(lines, "score_changed", -1)["event_id"] = find(lines, "score_changed", -2)["event_id"]


def earlier_day(lines):
    with_sequence(lines)["effective_date"] = "2021-01-01"


def lost_score(lines):
    lines.remove(find(lines, "score", wanted=lambda line: line["points"] > 0))


def lost_event(lines):
    lines.remove(find(lines, "designation", 0))


def lower(points):
    return points - 0.01


SPOILT = [
    (lost, {"events", "integrity"}),
    (twice, {"integrity"}),
    (another, {"events", "day_ends"}),
    (swapped, {"integrity"}),
    (same_id, {"integrity", "event_ids"}),
    (earlier_day, {"events", "day_ends", "integrity"}),
    (lost_score, {"scores"}),
    (lost_event, {"events"}),
    (set_field("score_changed", "points", lower), {"events", "day_ends"}),
    (set_field("score_changed", "previous_points", lower), {"events", "integrity"}),
    (set_field("score_changed", "qualified", lambda old: not old), {"events", "day_ends"}),
    (set_field("score_changed", "previously_qualified", lambda old: not old),
     {"events", "integrity"}),
    (set_field("score_changed", "cause", "RULES?"), {"events"}),
    (set_field("score_changed", "cause_event_id", "another"), {"events"}),
    (set_field("score_changed", "occurred_at", "2023-01-01T00:00:00Z"), {"events"}),
    (set_field("score_changed", "thresholds_crossed", [{"threshold": 70, "direction": "UP"}] * 2),
     {"events"}),
    (set_field("score_changed", "event_id", "f" * 32), {"event_ids"}),
    (set_metric("score_changed"), {"events"}),
    (set_field("designation", "anniversary_date", "2030-01-01"), {"events"}),
    (set_field("designation", "specializations", ["nothing"]), {"events"}),
    (set_field("designation", "score_sequence", 0), {"events"}),
    (set_field("score", "points", lower), {"scores"}),
    (set_field("score", "qualified", 1), {"scores"}),
    (set_field("score", "rules_version", "none"), {"scores"}),
    (set_field("score", "path", "none"), {"scores"}),
    (set_field("score", "status", "AT_RISK?"), {"standing"}),
    (set_field("score", "attained_on", "2020-01-01"), {"standing"}),
    (set_field("score", "as_of", "2020-01-01"), set()),
    (set_field("score", "sequence", 12345), set()),
    (set_metric("score"), {"scores"}),
]


def checks(want, got):
    """The names of the comparisons that find something."""
    found = {"scores": compare.final_scores(want, got),
             "standing": compare.final_scores(want, got, standing=True),
             "day_ends": compare.day_ends(want, got),
             "events": compare.events(want, got),
             "event_ids": compare.events(want, got, event_ids=True),
             "integrity": compare.integrity(got)}
    found = {name for name, findings in found.items() if any(True for _ in findings)}
    # What the wider comparison sees because the narrower one does.
    return found - ({"standing"} if "scores" in found else set()) - (
        {"event_ids"} if "events" in found else set())


def failures(merit):
    history = list(days_forward(run([merit, "generate", *GENERATE])))
    thinned = one_a_day(history)
    if crowded(thinned) or not crowded(history):
        yield f"one_a_day leaves {crowded(thinned)}"
    outputs = replay(merit, thinned)
    kinds = {kind: sum(line["type"] == kind for line in outputs)
             for kind in ("score_changed", "designation", "score")}
    print(f"{len(history)} events, {len(thinned)} of them with one a day, giving {kinds}")
    if checks(outputs, outputs):
        yield f"itself: {checks(outputs, outputs)}"
    four = replay(merit, thinned, "--tasks", "4")
    if checks(outputs, four):
        yield f"one a day, four tasks: {checks(outputs, four)}"
    whole, whole_four = replay(merit, history), replay(merit, history, "--tasks", "4")
    seen = checks(whole, whole_four) & {"scores", "day_ends", "integrity"}
    if seen:
        yield f"the whole history, four tasks: {seen}"
    for number, (spoil, expected) in enumerate(SPOILT):
        lines = copy.deepcopy(outputs)
        spoil(lines)
        found = checks(outputs, lines)
        if not expected <= found or bool(expected) != bool(found):
            yield f"spoilt {number} ({spoil.__name__}): want {expected or 'none'}, got {found}"
    shown = itertools.islice(compare.final_scores(outputs, outputs[:-1]), 2)
    print(f"{len(SPOILT)} spoilt copies; for example: {next(shown, 'nothing')}")


def main():
    merit = str(pathlib.Path(sys.argv[1]) / "merit")
    wrong = list(failures(merit))
    for text in wrong:
        print(f"FAILED: {text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
