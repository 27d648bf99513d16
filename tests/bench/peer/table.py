"""The figures of each system side by side, and whether all end with the same scores.

Usage: table.py FOLDER      (FOLDER/SYSTEM/figures: what the run printed of each)"""

import collections
import pathlib
import re
import sys

ROWS = [  # title, part of the run, name of the figure
    ("usage events/s", "drained", "events_per_s"),
    ("processor time of the system, us per usage event", "drained", "process_us_per_event"),
    ("processor time of the broker, us per usage event", "drained", "broker_us_per_event"),
    ("peak memory (VmHWM), MB", "drained", "peak_rss_mb"),
    ("own memory (RssAnon), MB, at most", "drained", "rss_anon_mb"),
    ("start on an empty state until ready, s", "drained", "startup_s"),
    ("other processes meanwhile, cores", "drained", "other_cores"),
    ("store, MB", "store_mb", "store_mb"),
    ("updates a second", "steady_rate", "steady_rate"),
    ("latency p50, ms", "steady_rate", "latency_ms_p50"),
    ("latency p99, ms", "steady_rate", "p99"),
    ("system at that rate, cores", "steady_rate", "process_cores"),
    ("broker at that rate, cores", "steady_rate", "broker_cores"),
    ("SIGKILL, start, ready: s", "after SIGKILL", "ready_s"),
    ("SIGKILL, start, first score change seen: s", "after SIGKILL", "first_visible_s"),
    ("SIGKILL, start, seen from all partitions: s", "after SIGKILL", "all_partitions_s"),
    ("score changes per usage event", "drained", "changes_per_event"),
]
SCORES = ("after the backlog", "after the updates", "at the end")
TOPIC = re.compile(r"topic (\S+) +([\d.]+) MB +(\d+) offsets")


def read(path):
    """({part: {name: value}}, [(topic, MB, offsets)])"""
    parts, topics = collections.defaultdict(dict), []
    for line in path.read_text().splitlines():
        topic = TOPIC.match(line)
        if topic:
            topics.append((topic[1], float(topic[2]), int(topic[3])))
        head, colon, rest = line.partition(": ")
        part = head if colon else re.split(r"[= ]", line)[0]
        parts[part].update(re.findall(r"(\w+)=(\S+)", rest if colon else line))
    drained = parts["drained"]
    if "usage_events" in drained:
        changes = int(parts["after the backlog"]["score_changes"])
        drained["changes_per_event"] = f"{changes / int(drained['usage_events']):.3f}"
    return parts, topics


def print_table(systems):
    names = [name for name in systems if systems[name][0]["drained"]]
    print(f"{'figure':52}" + "".join(f"{name:>14}" for name in names))
    for title, part, figure in ROWS:
        values = [systems[name][0][part].get(figure, "-") for name in names]
        print(f"{title:52}" + "".join(f"{value:>14}" for value in values))
    for name in names:
        events = int(systems[name][0]["drained"]["usage_events"])
        print(f"\n{name + ', after the backlog':52}{'MB':>14}{'bytes/event':>14}"
              f"{'records/event':>14}")
        for topic, megabytes, offsets in systems[name][1]:
            if not topic.startswith("__"):
                print(f"{topic:52}{megabytes:14.1f}{megabytes * 1e6 / events:14.1f}"
                      f"{offsets / events:14.4f}")


def findings(systems):
    """What is wrong with the scores."""
    for part in SCORES:
        digests = {name: parts[part]["digest"] for name, (parts, _) in systems.items()
                   if "digest" in parts[part]}
        if part == "at the end":
            digests = {}  # as many updates as the restart took
        elif digests:
            print(f"digest of the scores {part}: "
                  + ", ".join(f"{name} {digest}" for name, digest in digests.items()))
        if len(set(digests.values())) > 1:
            yield f"{part} the scores differ: {digests}"
        for name, (parts, _) in systems.items():
            for fault in ("sequence_gaps", "broken_chains"):
                if parts[part].get(fault, "0") != "0":
                    yield f"{name} {part}: {fault} {parts[part][fault]}"
    for name, (parts, _) in systems.items():
        if parts["drained"] and parts["drained"].get("drained") != "true":
            yield f"{name} did not finish"
        if "error" in parts or any("error" in part for part in parts.values()):
            yield f"{name}: an error was printed"


def main():
    folder = pathlib.Path(sys.argv[1])
    systems = {path.parent.name: read(path) for path in sorted(folder.glob("*/figures"))}
    print_table(systems)
    print()
    wrong = list(findings(systems))
    for text in wrong:
        print(f"FAILED: {text}")
    return 1 if wrong or not systems else 0


if __name__ == "__main__":
    sys.exit(main())
