"""A history of all six designations, loaded before the first start, over 4 partitions and 2 workers,
gives the scores of replay, and the same points and qualified at each day's end. MERIT_KAFKA_EVENTS:
its size, at least.

Usage: test_backlog.py BUILD_DIR"""

import collections
import time

from harness import (DESIGNATIONS, TODAY, MemoryWatch, cpu_seconds, judge, need, say, scenario,
                     setting)
from lines import TOPICS

# Of each designation in replay, so that equality says something about it.
CHANGES_LEAST = 1000
TRANSITIONS_LEAST = {"ATTAINED": 5, "AT_RISK": 5, "RECOVERED": 5, "RENEWED": 1}


def need_all_six(want):
    """Partners come to the threshold of each designation, and cross it in both directions."""
    changes = collections.Counter(line["designation"] for line in want
                                  if line["type"] == "score_changed")
    transitions = collections.Counter((line["designation"], line["transition"]) for line in want
                                      if line["type"] == "designation")
    for one in DESIGNATIONS:
        counts = {name: transitions[one, name] for name in TRANSITIONS_LEAST}
        say(f"replay: {one}: {changes[one]} score changes, {counts}")
        need(changes[one] >= CHANGES_LEAST
             and all(counts[name] >= least for name, least in TRANSITIONS_LEAST.items()),
             f"the history says too little about {one}")


def run(world):
    least = setting("EVENTS", 500_000)
    events = world.generate(least * 11 // 10, designations=DESIGNATIONS)
    need(len(events) >= least, f"only {len(events)} events")
    world.create_inputs()
    world.feed(events)
    want = world.replay(events, TODAY)
    if least >= 500_000:
        need_all_six(want)
    # The names that meritd takes by itself.
    meritd = world.application("meritd", outputs=TOPICS).create_topics()
    begun = time.monotonic()
    meritd.start()
    watch = MemoryWatch(meritd.pid)
    meritd.wait_ready()
    ready = time.monotonic() - begun
    meritd.drain(900)
    seconds, cpu = time.monotonic() - begun, cpu_seconds(meritd.pid)
    say(f"{len(events)} events: ready after {ready:.1f} s, done and quiet after {seconds:.1f} s, "
        f"{cpu * 1e6 / len(events):.1f} us of processor time each, {watch.stop() // 1024} MB")
    stopped = meritd.terminate()
    say(f"as replay: {judge(meritd, want)}; SIGTERM took {stopped:.2f} s")


if __name__ == "__main__":
    scenario(run)
