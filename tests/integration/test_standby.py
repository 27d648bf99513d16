"""Two instances, each the standby of the other's tasks. Under load one is killed for good: the other
takes its tasks over from what it has followed, with next to nothing to read. Then the one that was
dead comes back with state of long ago for some tasks and none for others, and the survivor is
killed as soon as its log is followed again. Then a standby that is stopped until the log is deleted
ahead of it: it follows anew, and takes over. Nothing is lost or doubled. MERIT_KAFKA_EVENTS.

Usage: test_standby.py BUILD_DIR"""

import collections
import shutil
import threading
import time

from faults import continue_process, cut_beyond, fields_of, stop_process
from harness import PARTITIONS, TODAY, internal_topics, judge, need, say, scenario, setting, wait_for
from lines import OUTPUT_KEYS

SESSION_MS = 6000
TRANSACTION_MS = 10000
RESTORE_SECONDS = 5
FEED_SECONDS = 3
NEAR_NOTHING = 0.05       # of the bytes that are in the change log
# No input counts as idle before the feed's end: on a busy machine one may wait that long for another.
SETTINGS = {"state.snapshot_mb": 1, "time.idle_ms": 15_000}
TIMES = {"kafka__properties__session__timeout__ms": SESSION_MS,
         "kafka__properties__heartbeat__interval__ms": 500,
         "kafka__properties__transaction__timeout__ms": TRANSACTION_MS}
CUT_EVENTS = 7_000        # enough for a snapshot in three quarters of them, too few in an eighth
CUT_SLOW = "slow:2"
# A client that is closed while one of its connections is set up (as where the process goes on after a
# stop) is waited for by librdkafka 2.0.2 until the time for that is over: 30 s, if nothing is said.
CUT_SETTINGS = {"workers": 1, "standby": 1, "state.snapshot_mb": 1, "commit.interval_ms": 1,
                "time.ahead_days": 10,
                "time.idle_ms": 600_000,  # no input counts as idle before all is fed
                "kafka.properties": {"session.timeout.ms": "3000", "heartbeat.interval.ms": "500",
                                     "socket.timeout.ms": "4000",
                                     "socket.connection.setup.timeout.ms": "4000",
                                     "transaction.timeout.ms": "5000"}}


class Feeding(threading.Thread):
    """Feeds while something is done to meritd, in so many seconds."""

    def __init__(self, world, events, inputs=None):
        super().__init__(daemon=True)
        self.world, self.events, self.inputs = world, events, inputs
        self.start()

    def run(self):
        feed = self.world.feed(topics=self.inputs)
        for number in range(0, len(self.events), 100):
            part = self.events[number:number + 100]
            feed.lines(part)
            time.sleep(FEED_SECONDS * len(part) / len(self.events))


def start(meritd):
    meritd.start(standby=1, **TIMES)


def pair(world):
    one = world.application("standby", SETTINGS).create_topics()
    two = world.application("standby-two", {
        **SETTINGS, "application_id": one.application,
        "instance_id": f"{one.application}-two"},
        outputs={key: one.topics[key] for key in (*OUTPUT_KEYS, "dead_letters")})
    two.application = one.application
    return one, two


def followed(meritd):
    return {int(line["task"]) for line in fields_of(meritd.log_text(), "standby follows")}


def shares(rows):
    """{instance: its tasks} where each has some and all are open, else nothing."""
    tasks = collections.defaultdict(set)
    for row in rows:
        if row["type"] == "task" and row["live"] and row["state"] == "open":
            tasks[row["instance"]].add(row["task"])
    whole = len(tasks) == 2 and sum(map(len, tasks.values())) == PARTITIONS
    return dict(tasks) if whole else None


def wait_shares(meritd):
    return wait_for(lambda: shares(meritd.owners()), 30, "both have tasks, all open")


def wait_followed(meritd):
    """Until each task has the other instance as its standby, as the owners topic has it."""
    def all_followed():
        rows = meritd.owners()
        tasks = shares(rows)
        owner = {task: name for name, own in (tasks or {}).items() for task in own}
        standbys = {row["task"] for row in rows if row["type"] == "standby" and row["live"]
                    and row["commit"] > 0 and row["instance"] != owner.get(row["task"])}
        return tasks if tasks and len(standbys) == PARTITIONS else None

    return wait_for(all_followed, 30, "every task has its standby")


def log_bytes(world, meritd):
    folder = world.broker.folder / "data"
    return sum(path.stat().st_size for path in folder.glob(f"{meritd.application}-changelog-*/*.log"))


def take_over(dead, heir, tasks):
    """One is killed for good. How the tasks were opened by the other."""
    begun = time.monotonic()
    dead.kill()
    limit = SESSION_MS / 1000 + TRANSACTION_MS / 1000 + RESTORE_SECONDS
    count = len(fields_of(heir.log_text(), "task opened"))

    def all_open():
        heir.need_running()
        lines = fields_of(heir.log_text(), "task opened")[count:]
        return tasks <= {int(line["task"]) for line in lines}

    wait_for(all_open, 60, f"tasks {sorted(tasks)} are taken over")
    seconds = time.monotonic() - begun
    lines = [line for line in fields_of(heir.log_text(), "task opened")[count:]
             if int(line["task"]) in tasks]
    say(f"  taken over in {seconds:.1f} s (limit {limit:g}): "
        + ", ".join(f"task {line['task']} from {line['from']}, {line['log_bytes']} B of the log, "
                    f"{line['disk_bytes']} B from disk, {line['ms']} ms" for line in lines))
    need(seconds <= limit, f"taken over after {seconds:.1f} s")
    return lines


def need_standbys(lines, size):
    """Each task was opened from what was followed, with next to nothing of a log of that size."""
    for line in lines:
        need(line["from"] == "standby", f"opened from {line['from']}: {line}")
        need(int(line["disk_bytes"]) == 0, f"read from disk: {line}")
        need(int(line["log_bytes"]) <= NEAR_NOTHING * size, f"read {line} of {size} B")


# ---------------------------------------------------------------- either dies

def turns(world):
    events = world.generate_one_a_day(setting("EVENTS", 3_000, full=30_000))
    world.create_inputs()
    want = world.replay(events, TODAY)
    one, two = pair(world)
    third = len(events) // 3
    start(one)
    start(two)
    feeding = Feeding(world, events[:third])
    for meritd in (one, two):
        meritd.wait_ready()
    tasks = wait_followed(one)[two.settings["instance_id"]]
    size = log_bytes(world, one)
    feeding.join()
    feeding = Feeding(world, events[third:2 * third])
    time.sleep(FEED_SECONDS / 4)
    need_standbys(take_over(two, one, tasks), size)
    feeding.join()

    for task in range(0, PARTITIONS, 2):
        shutil.rmtree(two.state / two.application / f"task-{task:04}", ignore_errors=True)
    feeding = Feeding(world, events[2 * third:])
    start(two)
    two.wait_ready()
    tasks = wait_shares(two)[one.settings["instance_id"]]
    wait_for(lambda: tasks <= followed(two), 30, f"tasks {sorted(tasks)} are followed")
    take_over(one, two, tasks)
    feeding.join()
    two.terminate()
    two.start(standby=1, **TIMES, time__idle_ms=1000)
    two.drain(120, quiet=3)
    two.terminate()
    logs = one.log.read_text() + two.log.read_text()
    begun = [line["from"] for line in fields_of(logs, "standby follows")]
    say(f"{logs.count('snapshot written')} snapshots written; followed from disk "
        f"{begun.count('disk')} times, from the log {len(begun) - begun.count('disk')}; begun anew "
        f"{logs.count('standby cannot follow')} times")
    say(f"{len(events)} events: {judge(two, want, exact=True)}")


# ---------------------------------------------------------------- the log is cut ahead of one

def cut_pair(world, inputs):
    """One task: the instance whose name comes first has it, the other one follows."""
    meritd = world.application("cut", CUT_SETTINGS, inputs=inputs).create_topics(1)
    owner, standby = meritd.instance("cut-a"), meritd.instance("cut-b")
    for one in (owner, standby):
        one.start(CUT_SLOW)
        one.wait_ready()
    standby.wait_log("standby has caught up", 30)
    return meritd, owner, standby


def follows_anew(standby, begun, before):
    """From the log's snapshot, for what it had followed and put on disk is older than the log."""
    def caught_up():
        standby.need_running()
        return fields_of(standby.log_text(), "standby has caught up")[before:]

    line = wait_for(caught_up, 40, "it follows anew")[-1]
    why = fields_of(standby.log_text(), "standby cannot follow")
    say(f"  follows anew after {time.monotonic() - begun:.1f} s, from {line['from']}, commit "
        f"{line['commit']}, {line['log_bytes']} B of the log; before: {why[-1:]}")
    need(why and "deleted" in why[-1]["reason"], f"it was not cut off\n{standby.log_tail()}")
    need(line["from"] == "change log", f"followed from {line['from']}")


def cut_ahead(world):
    """The standby is stopped until the owner has deleted the log beyond what it has followed."""
    events = world.generate_one_a_day(CUT_EVENTS)
    want, part = world.replay(events, TODAY), len(events) * 3 // 4
    inputs = world.create_inputs(1, prefix="cut.")
    first = len(events) // 8
    world.feed(events[:first], inputs)
    meritd, owner, standby = cut_pair(world, inputs)
    before = len(fields_of(standby.log_text(), "standby has caught up"))
    stop_process(standby)
    world.feed(events[first:part], inputs)
    ends = world.broker.ends(internal_topics(meritd.application)[1:], committed=False)
    wait_for(lambda: cut_beyond(meritd, ends), 60, "the log is deleted ahead of the standby", 0.1)
    continue_process(standby)
    follows_anew(standby, time.monotonic(), before)
    size = log_bytes(world, meritd)
    feeding = Feeding(world, events[part:], inputs)
    time.sleep(FEED_SECONDS / 4)
    need_standbys(take_over(owner, standby, {0}), size)
    feeding.join()
    standby.terminate()
    standby.start(time__idle_ms=1000)
    standby.drain(120, quiet=3)
    standby.terminate()
    say(f"{len(events)} events: {judge(meritd, want, exact=True, partitions=1)}")


def run(world):
    for scene in (turns, cut_ahead):
        begun = time.monotonic()
        scene(world)
        say(f"{scene.__name__.replace('_', ' ')}: {time.monotonic() - begun:.1f} s")


if __name__ == "__main__":
    scenario(run)
