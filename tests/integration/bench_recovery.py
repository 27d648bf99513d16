"""How fast meritd is back: restarts after SIGKILL until it is ready and until a new event's change
is seen, and rebuilding the state from the change log. MERIT_KAFKA_EVENTS: the size of the state's
history; MERIT_KAFKA_RESTARTS.

Usage: bench_recovery.py BUILD_DIR"""

import statistics
import time

from confluent_kafka import OFFSET_END, Consumer, TopicPartition

from harness import (PARTITIONS, TODAY, internal_topics, need, say, scenario, setting, wait_for)
from lines import client_settings, decode_line

SEEN_SECONDS = 120
REPORTS = 100


class Changes:
    """A reader of score changes, from the end on."""

    def __init__(self, meritd):
        bootstrap, topic = meritd.world.broker.bootstrap, meritd.topics["score_changes"]
        self.consumer = Consumer({**client_settings(bootstrap), "group.id": "seen",
                                  "isolation.level": "read_committed", "fetch.wait.max.ms": 10,
                                  "enable.auto.commit": False})
        self.consumer.assign([TopicPartition(topic, number, OFFSET_END)
                              for number in range(PARTITIONS)])
        self.causes = set()

    def poll(self):
        for message in self.consumer.consume(1000, 0.01):
            if message.error() is None:
                self.causes.add(decode_line("score_changed", message.value())["cause_event_id"])


def probe(reports, number):
    """The next report once more, as of today, with some users more or, the next time round, less:
    few enough that growth stays between nothing and all its points."""
    turn, which = divmod(number, len(reports))
    report = reports[which]
    return {**report, "event_id": f"probe-{number}", "as_of": TODAY,
            "occurred_at": f"{TODAY}T11:00:00.{number:06}Z",
            "timestamp": f"{TODAY}T11:00:00.{number:06}Z",
            "monthly_active_users": report["monthly_active_users"] + (turn + 1) % 2 * 7}


def reports_that_count(world, events, want):
    """The newest usage reports of tenants whose partner has some points for growth, but not all."""
    growing = {line["partner_id"] for line in want if line["type"] == "score"
               and line["designation"] == "modern_work"
               and all(0 < metric["points"] < metric["max_points"] for metric in line["metrics"]
                       if metric["metric"] == "usage_growth")}
    tenants = {event["tenant_id"] for event in events if event["type"] == "association"
               and event["partner_id"] in growing and event.get("status", "ACTIVE") == "ACTIVE"
               and not event.get("end_date") and event["association_type"] == "CPOR"}
    newest = {}
    for event in events:
        if (event["type"] == "usage" and event["tenant_id"] in tenants and not event.get("offer")
                and event.get("monthly_active_users")):
            series = event["tenant_id"], event["product"], event.get("subscription_id")
            if series not in newest or event["as_of"] >= newest[series]["as_of"]:
                newest[series] = event
    need(newest, "no tenant's report would change a score")
    return list(newest.values())[:REPORTS]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def line(title, values, unit):
    return (f"{title}: p50 {percentile(values, 0.5):.2f} {unit}, "
            f"p99 {percentile(values, 0.99):.2f} {unit} of {len(values)} "
            f"(mean {statistics.mean(values):.2f})")


def restarts(world, meritd, reports, count):
    ready, seen, changes, feed, number = [], [], Changes(meritd), world.feed(), 0
    for _ in range(count):
        meritd.kill()
        changes.poll()
        begun = time.monotonic()
        meritd.start()
        limit, answered, known = begun + SEEN_SECONDS, None, set(changes.causes)
        while not answered:
            for _ in range(5):
                feed.send_line(probe(reports, number))
                number += 1
            feed.producer.poll(0)
            changes.poll()
            if len(ready) == len(seen) and meritd.is_ready():
                ready.append(time.monotonic() - begun)
            answered = any(cause and cause.startswith("probe-") for cause in changes.causes - known)
            need(time.monotonic() < limit, f"no change within {SEEN_SECONDS} s of a restart\n"
                                           f"{meritd.log_tail()}")
        seen.append(time.monotonic() - begun)
        if len(ready) < len(seen):
            meritd.wait_ready()
            ready.append(time.monotonic() - begun)
    feed.flush()
    say(line("restart after SIGKILL until ready", ready, "s"))
    say(line("restart after SIGKILL until a new change is seen", seen, "s"))


def log_bytes(world, meritd):
    """The bytes of the change log that there is to read."""
    topic = internal_topics(meritd.application)[1]
    data = world.broker.folder / "data"
    return sum(path.stat().st_size for folder in data.glob(f"{topic}-*")
               for path in folder.glob("*.log"))


def rebuild(world, meritd):
    meritd.drain(300)
    meritd.terminate()
    meritd.remove_state()
    size = log_bytes(world, meritd)
    begun = time.monotonic()
    meritd.start()
    meritd.wait_ready(600)
    seconds = time.monotonic() - begun
    say(f"rebuilt from a change log of {size / 1e6:.0f} MB in {seconds:.2f} s: "
        f"{size / 1e6 / seconds:.0f} MB/s")
    meritd.terminate()


def run(world):
    events = world.generate(setting("EVENTS", 20_000, full=300_000))
    world.create_inputs()
    world.feed(events)
    want = world.replay(events, TODAY)
    meritd = world.application("recovery").create_topics()
    meritd.start()
    meritd.wait_ready()
    meritd.drain(900)
    say(f"state of {len(events)} events: "
        f"{sum(f.stat().st_blocks for f in meritd.state.rglob('*') if f.is_file()) / 2048:.0f} MB")
    restarts(world, meritd, reports_that_count(world, events, want), setting("RESTARTS", 20))
    wait_for(lambda: meritd.lag() == 0, 120, "the probes are taken")
    rebuild(world, meritd)


if __name__ == "__main__":
    scenario(run)
