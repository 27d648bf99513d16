"""How fast meritd is back: restarts after SIGKILL until it is ready and until a new event's change
is seen, by stage; its state from disk and from the change log, in MB/s. The broker runs beside.

Usage: bench_recovery.py BUILD_DIR [--restarts N] [--events N] [--snapshot-mb N] [--check]
--restarts: so many (0: none). --events: the size of the state's history. Without them
MERIT_KAFKA_RESTARTS and MERIT_KAFKA_EVENTS, or 20 and 20,000. --snapshot-mb: state.snapshot_mb;
a small one has the log begin with a snapshot. --check: fails where restarts take longer than
READY_SECONDS."""

import argparse
import math
import os
import statistics
import time

from confluent_kafka import OFFSET_END, Consumer, TopicPartition

from harness import (PARTITIONS, TODAY, need, say, scenario, setting, wait_for)
from lines import client_settings, decode_line, log_fields, log_instant

SEEN_SECONDS = 120
REPORTS = 100
# What is promised of a killed instance with local state: the share of restarts, and within how long
# it has all its tasks open and has committed.
READY_SECONDS = {0.5: 1.0, 0.99: 2.0}


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
    """The least value that this share of them does not pass."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def line(title, values, unit):
    return (f"{title}: p50 {percentile(values, 0.5):.2f} {unit}, "
            f"p99 {percentile(values, 0.99):.2f} {unit} of {len(values)} "
            f"(mean {statistics.mean(values):.2f})")


class Run:
    """What the log says of one start."""

    def __init__(self, text):
        self.lines = [fields for fields in map(log_fields, text.splitlines()) if "event" in fields]

    def all(self, event):
        return [fields for fields in self.lines if fields["event"] == event]

    def at(self, event, pick=min):
        return pick(log_instant(fields) for fields in self.all(event))

    def opening(self, pick=min):
        """When the first task began to be opened, or the last one."""
        return pick(log_instant(fields) - int(fields["ms"]) / 1000 for fields in self.all("task opened"))


STAGES = ("start: rules, brokers, topics", "group: clients, join, last assignment",
          "offsets, and tasks opened before the last", "opening of the last task", "first commit")


def stages(run, begun):
    """Seconds of each of STAGES; begun: when the process was started."""
    edges = [begun, run.at("started"), run.at("partitions assigned", max), run.opening(max),
             run.at("task opened", max), run.at("first commit")]
    return [max(0.0, later - before) for before, later in zip(edges, edges[1:])]


def restart(meritd, reports, changes, feed, number):
    """Killed and started: seconds until ready, until a change is seen, stages; the next number."""
    meritd.kill()
    changes.poll()
    begun, wall, ready = time.monotonic(), time.time(), None
    meritd.start()
    limit, answered, known = begun + SEEN_SECONDS, None, set(changes.causes)
    while not answered:
        for _ in range(5):
            feed.send_line(probe(reports, number))
            number += 1
        feed.producer.poll(0)
        changes.poll()
        if ready is None and meritd.is_ready():
            ready = time.monotonic() - begun
        answered = any(cause and cause.startswith("probe-") for cause in changes.causes - known)
        need(time.monotonic() < limit, f"no change within {SEEN_SECONDS} s of a restart\n"
                                       f"{meritd.log_tail()}")
    seen = time.monotonic() - begun
    if ready is None:
        meritd.wait_ready()
        ready = time.monotonic() - begun
    return ready, seen, stages(Run(meritd.log_text()), wall), number


class Restarts:
    """Times of restarts, one after the other."""

    def __init__(self, world, meritd, reports):
        self.meritd, self.reports = meritd, reports
        self.ready, self.seen, self.parts = [], [], []
        self.changes, self.feed, self.number = Changes(meritd), world.feed(), 0

    def run(self, count):
        for _ in range(count):
            ready, seen, parts, self.number = restart(self.meritd, self.reports, self.changes,
                                                      self.feed, self.number)
            self.ready.append(ready)
            self.seen.append(seen)
            self.parts.append(parts)
        self.feed.flush()

    def say(self):
        say(line("restart after SIGKILL until ready", self.ready, "s"))
        say(line("restart after SIGKILL until a new change is seen", self.seen, "s"))
        for title, values in zip(STAGES, zip(*self.parts)):
            say(line(f"  {title}", values, "s"))

    def slow(self):
        """Which promises of READY_SECONDS are not kept."""
        return [f"p{share * 100:g} is {percentile(self.ready, share):.2f} s of {limit:g} s"
                for share, limit in READY_SECONDS.items()
                if percentile(self.ready, share) > limit]


def restarts(world, meritd, reports, count, check):
    """Where too many are slow, as many again: of a few, one that met a machine which stood still for a
    moment is a percentile."""
    times = Restarts(world, meritd, reports)
    times.run(count)
    if check and times.slow():
        times.run(count)
    times.say()
    need(not check or not times.slow(), f"restarts take too long: {', '.join(times.slow())}")


def opened(meritd, title):
    """Starts it, waits until it is ready, and says how fast its tasks were opened."""
    meritd.start()
    meritd.wait_ready(600)
    run = Run(meritd.log_text())
    seconds = max(0.001, run.at("task opened", max) - run.opening())
    tasks = run.all("task opened")
    disk, log, *ms = (sum(int(task[key]) for task in tasks) for key in
                      ("disk_bytes", "log_bytes", "disk_ms", "log_ms", "write_ms", "task_ms"))
    say(f"{title}: {(disk + log) / 1e6:.1f} MB ({disk / 1e6:.1f} from disk, {log / 1e6:.1f} of the "
        f"log) in {seconds:.2f} s: "
        f"{(disk + log) / 1e6 / seconds:.0f} MB/s; ms of all tasks: disk {ms[0]}, log {ms[1]}, "
        f"to disk {ms[2]}, derived {ms[3]}")
    return tasks


def restore(world, meritd):
    meritd.drain(300)
    meritd.kill()
    opened(meritd, "local state and the log's tail")
    meritd.terminate()
    meritd.remove_state()
    opened(meritd, "the change log alone")
    meritd.terminate()
    meritd.remove_state()
    opened(meritd, "the change log alone, once more")


def run(world, check):
    count = setting("RESTARTS", 20)
    events = world.generate(setting("EVENTS", 20_000, full=300_000))
    world.create_inputs()
    world.feed(events)
    meritd = world.application("recovery", {
        "state.snapshot_mb": setting("SNAPSHOT_MB", 256)}).create_topics()
    meritd.start()
    meritd.wait_ready()
    meritd.drain(900)
    say(f"state of {len(events)} events: "
        f"{sum(f.stat().st_blocks for f in meritd.state.rglob('*') if f.is_file()) / 2048:.0f} MB")
    if count > 0:
        want = world.replay(events, TODAY)
        restarts(world, meritd, reports_that_count(world, events, want), count, check)
        wait_for(lambda: meritd.lag() == 0, 120, "the probes are taken")
    restore(world, meritd)


def take_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--restarts", type=int)
    parser.add_argument("--events", type=int)
    parser.add_argument("--snapshot-mb", type=int)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check and options.restarts == 0:
        parser.error("--check without restarts checks nothing")
    for name in ("restarts", "events", "snapshot_mb"):
        value = getattr(options, name)
        if value is not None:
            os.environ[f"MERIT_KAFKA_{name.upper()}"] = str(value)
    return options


if __name__ == "__main__":
    wanted = take_options()
    os.environ["BROKER_LONG"] = "1"
    scenario(lambda world: run(world, wanted.check))
