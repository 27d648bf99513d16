"""Three instances with a state folder each share the tasks under a steady load: they join one by one,
one stops and comes back before its session is over (its tasks wait for it), one stops for good and
one is killed (others take over when their sessions are over), the killed one comes back. Tasks that
do not move go on in memory, those that come back from the disk; `merit owners` tells the truth at
each stage; in the end outputs are those of one undisturbed run. Then a partition is added, which ends all with what to
do. MERIT_KAFKA_EVENTS.

Usage: test_instances.py BUILD_DIR"""

import re
import threading
import time

from confluent_kafka.admin import NewPartitions

from harness import TODAY, judge, need, say, scenario, setting, wait_for

SESSION_MS = 6000         # the least that brokers allow
# A dead one's transaction ends when it is 15 s old, which this broker looks at twice a second (others
# every 10 s, unless told otherwise); what it held cannot be read before. Then 10 s for the rest.
TAKEOVER_S = SESSION_MS / 1000 + 15 + 0.5 + 10
LAST_MS = 600_000         # no input counts as idle before all is fed
PIECE = 10                # events fed at once


class Load(threading.Thread):
    """Feeds a few events every so often until it is to finish, then the rest."""

    def __init__(self, feed, events):
        super().__init__(daemon=True)
        self.feed, self.events, self.last = feed, events, threading.Event()
        self.start()

    def run(self):
        for at in range(0, len(self.events), PIECE):
            self.feed.lines(self.events[at:at + PIECE])
            self.last.wait(0.2)

    def finish(self):
        self.last.set()
        self.join()


class Group:
    """The instances a, b and c of one application."""

    def __init__(self, world, inputs):
        settings = {"workers": 1, "time.idle_ms": LAST_MS,
                    "kafka.properties": {"session.timeout.ms": str(SESSION_MS)}}
        self.all = {}
        for name in "abc":
            own = {**settings, "http.advertise": f"{name}.example:8080"}
            self.all[name] = world.application("many", own, inputs=inputs, instance=name)
        self.all["a"].create_topics()

    def __getitem__(self, name):
        return self.all[name]

    def owners(self):
        """({task: instance that has it open}, {instance: its state})"""
        lines = self.all["a"].owners()
        tasks = {line["task"]: line["instance"][-1] for line in lines
                 if line["type"] == "task" and line["live"] and line["state"] == "open"}
        for line in lines:
            if line["live"]:
                need(line["address"] == f"{line['instance'][-1]}.example:8080",
                     f"merit owners: {line}")
        return tasks, {line["instance"][-1]: line["state"] for line in lines
                       if line["type"] == "instance"}

    def wait_rest(self, seconds):
        """Until `merit owners` says of every task that nothing is left, and that it is today."""
        def at_rest():
            return [(line["lag"], line["tenants_clock"], line["partners_clock"])
                    for line in self.all["a"].owners()
                    if line["type"] == "task" and line["live"]] == [(0, TODAY, TODAY)] * 4

        wait_for(at_rest, seconds, "merit owners: no lag, and today's clocks", 0.2)

    def wait_owners(self, tasks, states, seconds, what):
        """Until `merit owners` says just that; tasks: a letter for each."""
        want = dict(enumerate(tasks)), states
        begun = time.monotonic()

        def reached():
            for one in self.all.values():
                if one.process:
                    one.need_running()
            self.seen = self.owners()
            return self.seen == want

        try:
            wait_for(reached, seconds, what, 0.1)
        except Exception:
            say(f"  owners were {self.seen} instead of {want}")
            raise
        say(f"  {what}: {time.monotonic() - begun:.1f} s")


def count(meritd, pattern):
    return len(re.findall(pattern, meritd.log_text()))


def opened(meritd, task):
    """From where the task was opened last, since the process started."""
    found = re.findall(rf'"task opened" .*?task={task} from="?([a-z ]+?)"? commit', meritd.log_text())
    return found[-1] if found else None


def join_one_by_one(group):
    group["a"].start().wait_ready()
    group.wait_owners("aaaa", {"a": "running"}, 20, "a alone")
    group["b"].start().wait_ready()
    group.wait_owners("aabb", {"a": "running", "b": "running"}, 20, "b joins")
    group["c"].start().wait_ready()
    states = dict.fromkeys("abc", "running")
    group.wait_owners("aabc", states, 20, "c joins")
    kept = [count(group["a"], f'"task kept" .*task={task} ') for task in range(4)]
    need(kept[:2] == [2, 2] and count(group["b"], '"task kept" .*task=2 ') == 1,
         f"tasks that did not move were opened again: {kept}\n{group['a'].log_tail()}")


def stop_and_come_back(group):
    """Shorter than the session: no other instance hears of it."""
    before = [count(group[name], "partitions revoked") for name in "ac"]
    group["b"].terminate()
    tasks, states = group.owners()
    need(tasks == {0: "a", 1: "a", 3: "c"} and states["b"] == "stopped",
         f"b has stopped, but merit owners says {tasks}, {states}")
    group["b"].start().wait_ready()
    group.wait_owners("aabc", dict.fromkeys("abc", "running"), 20, "b is back")
    need([count(group[name], "partitions revoked") for name in "ac"] == before,
         "its tasks did not wait for it")
    need(opened(group["b"], 2) == "disk", f"b opened task 2 from {opened(group['b'], 2)}")


def stop_for_good(group):
    group["c"].terminate()
    states = {"a": "running", "b": "running", "c": "stopped"}
    group.wait_owners("aabb", states, TAKEOVER_S, "c has left, b takes over")
    need(opened(group["b"], 3) == "disk",
         f"b had task 3 before, but opened it from {opened(group['b'], 3)}")


def kill_and_come_back(group):
    group["a"].kill()
    group.wait_owners("bbbb", {"a": "silent", "b": "running", "c": "stopped"}, TAKEOVER_S,
                      "a is dead, b has all")
    need([opened(group["b"], task) for task in (0, 1)] == ["change log"] * 2,
         f"b never had tasks 0 and 1\n{group['b'].log_tail()}")
    group["a"].start().wait_ready()
    group.wait_owners("aabb", {"a": "running", "b": "running", "c": "stopped"}, 20, "a is back")
    need([opened(group["a"], task) for task in (0, 1)] == ["disk", "disk"],
         f"a did not go on from its disk\n{group['a'].log_tail()}")


def add_a_partition(world, group, inputs):
    """To one topic of four: both end with what to do, and nothing is written by the new number."""
    world.broker.admin.create_partitions([NewPartitions(inputs["usage"], 5)])[
        inputs["usage"]].result(20)
    for name in "ab":
        code = group[name].wait_exit(30)
        text = "topic merit.usage has 5 partitions now, but the tasks are 4"
        need(code == 1 and text in group[name].log_text(),
             f"{name} ended with {code} instead of 1 and \"{text}\"\n{group[name].log_tail()}")
        need("not closed cleanly" not in group[name].log_text(), f"{name} left its state open")


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 2_500))
    inputs = world.create_inputs()
    want = world.replay(events, TODAY)
    group = Group(world, inputs)
    load = Load(world.feed(topics=inputs), events)
    join_one_by_one(group)
    stop_and_come_back(group)
    stop_for_good(group)
    kill_and_come_back(group)
    fed = load.feed.sent
    load.finish()
    need(fed < len(events), "the load was over too soon: this test must be changed")
    say(f"  {fed} of {len(events)} events were fed while instances came and went")
    for name in "ab":
        group[name].terminate()
    for name in "ab":
        group[name].start(time__idle_ms=1000)
    for name in "ab":
        group[name].wait_ready()
    group["a"].drain(120, quiet=3)
    group.wait_rest(20)
    add_a_partition(world, group, inputs)
    say(f"many: {judge(group['a'], want, exact=True)}")


if __name__ == "__main__":
    scenario(run)
