"""Compares what came out of Kafka with what `merit replay` says, and checks what must hold of any
output. Numbers are compared as numbers: 20 and 20.0 are one.

Usage: compare.py CHECK... WANT GOT      (files of JSON lines, in order)

  --scores     the last DesignationScore of each partner and designation: all fields but as_of and
               sequence, and without --standing not the standing (status, anniversary, attained_on)
  --day-ends   points and qualified of each partner and designation at the end of each day
  --events     every ScoreChanged and DesignationEvent: all fields but event_id
  --event-ids  with --events: event_id too
  --integrity  of GOT alone: no event_id twice, no gap in a sequence, previous_points chained
  --standing   see --scores"""

import argparse
import collections
import itertools
import sys

from lines import read_lines

SHOWN = 5
STANDING = ("status", "anniversary_date", "attained_on")
EVENT_TYPES = ("score_changed", "designation")


def who(line):
    return line["partner_id"], line["designation"]


# ---------------------------------------------------------------- differences of values

def paths(want, got, path=""):
    """(path, wanted value, value got) of all that differs between two JSON values."""
    if isinstance(want, dict) and isinstance(got, dict):
        for name in dict.fromkeys((*want, *got)):
            yield from paths(want.get(name), got.get(name), f"{path}.{name}" if path else name)
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for number, (one, other) in enumerate(zip(want, got)):
            yield from paths(one, other, f"{path}[{number}]")
    elif isinstance(want, bool) != isinstance(got, bool) or want != got:
        yield path, want, got


def differing(want, got, without=()):
    left = {name: value for name, value in want.items() if name not in without}
    right = {name: value for name, value in got.items() if name not in without}
    return ", ".join(f"{path}: want {one!r}, got {other!r}"
                     for path, one, other in itertools.islice(paths(left, right), 4))


def by_key(want, got, title, without=(), may_lack=lambda _line: False):
    """Findings of two dictionaries of lines."""
    for key in sorted(want.keys() | got.keys(), key=str):
        name = " ".join(map(str, key))
        if key not in got:
            if not may_lack(want[key]):
                yield f"{title} {name}: is missing"
        elif key not in want:
            yield f"{title} {name}: is one too many"
        else:
            text = differing(want[key], got[key], without)
            if text:
                yield f"{title} {name}: {text}"


# ---------------------------------------------------------------- the comparisons

def final_scores(want, got, standing=False):
    """Of a partner of whom nothing has ever been said there need not be a record."""
    def last(lines):
        return {who(line): line for line in lines if line["type"] == "score"}

    def untouched(line):
        return (line["sequence"] == 0 and line["status"] == "NOT_ATTAINED"
                and line["points"] == 0 and not any(m["actual"] for m in line["metrics"]))

    without = ("as_of", "sequence", *(() if standing else STANDING))
    yield from by_key(last(want), last(got), "score", without, untouched)


def steps(lines):
    """{(partner, designation): {day: (points, qualified) at its end}}, of days that changed it."""
    ends = collections.defaultdict(dict)
    for line in lines:
        if line["type"] == "score_changed":
            ends[who(line)][line["effective_date"]] = line["points"], line["qualified"]
    result = {}
    for key, days in ends.items():
        before, result[key] = (0, False), {}
        for day in sorted(days):
            if days[day] != before:
                result[key][day] = before = days[day]
    return {key: days for key, days in result.items() if days}


def day_ends(want, got):
    wanted, found = steps(want), steps(got)
    for key in sorted(wanted.keys() | found.keys()):
        one, other = wanted.get(key, {}), found.get(key, {})
        for day in sorted(one.keys() | other.keys()):
            if one.get(day) != other.get(day):
                yield (f"end of {day} {' '.join(key)}: want {one.get(day, 'no change')}, "
                       f"got {other.get(day, 'no change')}")
                break


def events(want, got, event_ids=False):
    def numbered(lines):
        return {(line["type"], *who(line), line["sequence"]): line for line in lines
                if line["type"] in EVENT_TYPES}

    yield from by_key(numbered(want), numbered(got), "event", () if event_ids else ("event_id",))


def integrity(lines):
    """The lines of each partner in the order of their partition."""
    seen, last, days = {}, {}, {}
    for line in lines:
        if line["type"] not in EVENT_TYPES:
            continue
        key = line["type"], *who(line)
        name = f"{' '.join(key)} {line['sequence']}"
        if line["event_id"] in seen:
            yield f"{name}: event_id {line['event_id']} is that of {seen[line['event_id']]}"
        seen[line["event_id"]] = name
        before = last.get(key, {"sequence": 0, "points": 0, "qualified": False})
        if line["sequence"] != before["sequence"] + 1:
            yield f"{name}: comes after {before['sequence']}"
        if line["type"] == "score_changed":
            for field, previous in (("points", "previous_points"),
                                    ("qualified", "previously_qualified")):
                if line[previous] != before[field]:
                    yield (f"{name}: {previous} is {line[previous]!r}, but {field} was "
                           f"{before[field]!r}")
        if line["effective_date"] < days.get(key, ""):
            yield f"{name}: of {line['effective_date']}, after {days[key]}"
        last[key], days[key] = line, line["effective_date"]


def show(title, findings, out=sys.stdout):
    """Prints the first of the findings; their number."""
    findings = list(findings)
    for text in findings[:SHOWN]:
        print(f"  {text}", file=out)
    if len(findings) > SHOWN:
        print(f"  and {len(findings) - SHOWN} more", file=out)
    print(f"{title}: {len(findings)} differences" if findings else f"{title}: equal", file=out)
    return len(findings)


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--help", action="help")
    for name in ("scores", "day-ends", "events", "event-ids", "integrity", "standing"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("want")
    parser.add_argument("got")
    options = parser.parse_args()
    want, got = list(read_lines(options.want)), list(read_lines(options.got))
    checks = {"scores": lambda: final_scores(want, got, options.standing),
              "day_ends": lambda: day_ends(want, got),
              "events": lambda: events(want, got, options.event_ids),
              "integrity": lambda: integrity(got)}
    chosen = [name for name in checks if getattr(options, name)]
    if not chosen:
        parser.error("no check is named")
    return 1 if sum(show(name, checks[name]()) for name in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
