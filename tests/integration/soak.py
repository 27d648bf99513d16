"""Three instances under a steady load for a long time, with a random fault again and again: processes
killed, one or two, with and without their disk; stopped for longer than their session; ended by SIGTERM;
data files damaged; the broker stopped or killed. In the end every event is what replay says. Not among
the tests of tests/run.

Usage: soak.py BUILD_DIR [--minutes N] [--rate EVENTS_A_SECOND] [--seed N]"""

import argparse
import collections
import os
import random
import sys
import threading
import time

from faults import (Group, Progress, Table, assignments, continue_process, judged,
                    no_transaction_lingers, stop_process)
from harness import Failure, TODAY, internal_topics, need, say, scenario, wait_for

SETTINGS = {"workers": 1, "state.snapshot_mb": 4, "time.idle_ms": 3_600_000,
            "kafka.properties": {"session.timeout.ms": "5000", "heartbeat.interval.ms": "500"}}
RECOVER_SECONDS = 180


class Soak:
    def __init__(self, world, options):
        self.world, self.chance = world, random.Random(options.seed)
        self.seconds = collections.defaultdict(list)
        self.events = world.generate_one_a_day(int(options.minutes * 60 * options.rate))
        inputs = world.create_inputs()
        self.meritd = world.application("soak", SETTINGS, inputs=inputs).create_topics()
        self.group = Group(self.meritd, ("one", "two", "three"))
        self.feed = world.feed(topics=inputs)
        self.feeder = threading.Thread(target=self.feed.lines, args=(self.events, options.rate),
                                       daemon=True)

    # ---- faults; each ends with three processes that run

    def killed(self):
        victims = self.chance.sample(self.group.members, self.chance.choice((1, 1, 2)))
        for victim in victims:
            victim.kill()
        for victim in victims:
            victim.start()

    def killed_for_a_while(self):
        victim = self.chance.choice(self.group.members)
        victim.kill()
        time.sleep(self.chance.uniform(6, 12))
        victim.start()

    def killed_and_the_disk_lost(self):
        victim = self.chance.choice(self.group.members)
        victim.kill()
        victim.remove_state()
        victim.start()

    def killed_and_the_disk_damaged(self):
        victim = self.chance.choice(self.group.members)
        victim.kill()
        for path in victim.state.rglob("data.mdb"):
            os.truncate(path, path.stat().st_size // 2)
        victim.start()

    def stopped_beyond_the_session(self):
        victim = self.chance.choice(self.group.members)
        before = assignments(victim)
        stop_process(victim)
        time.sleep(self.chance.uniform(6, 20))
        continue_process(victim)
        wait_for(lambda: victim.process.poll() is not None or assignments(victim) > before, 60,
                 "a process that was stopped goes on or ends")
        if victim.process.poll() is not None:
            need(victim.wait_exit() == 1, f"it ended otherwise\n{victim.log_tail()}")
            victim.start()

    def ended_by_sigterm(self):
        victim = self.chance.choice(self.group.members)
        victim.terminate()
        time.sleep(self.chance.uniform(0, 8))
        victim.start()

    def the_broker_killed(self):
        self.world.broker.kill()
        time.sleep(self.chance.uniform(0, 20))
        self.world.broker.up()
        self.feed.broker_is_back()

    def the_broker_stopped(self):
        self.world.broker.freeze()
        time.sleep(self.chance.uniform(5, 30))
        self.world.broker.thaw()
        self.feed.broker_is_back()

    # ---- the run

    def strike(self):
        fault = self.chance.choice((
            self.killed, self.killed, self.killed_for_a_while, self.killed_and_the_disk_lost,
            self.killed_and_the_disk_damaged, self.stopped_beyond_the_session,
            self.ended_by_sigterm, self.the_broker_killed, self.the_broker_stopped))
        name = fault.__name__.replace("_", " ")
        fault()
        try:
            took = Progress(self.meritd).wait(RECOVER_SECONDS, running=self.group.members)
        except Failure as failure:
            raise Failure(f"{name}: {failure}\n{self.feed.sent} fed, {len(self.feed.pending)} of "
                          f"them on their way, {len(self.feed.failures)} refused") from None
        self.seconds[name].append(took)
        say(f"  {name}: {took:.1f} s, {self.feed.sent} of {len(self.events)} fed, "
            f"lag {self.meritd.lag()}")

    def run(self):
        begun = time.monotonic()
        self.group.start()
        self.feeder.start()
        # The clocks start when every task has begun, which takes a record of each input.
        Progress(self.meritd).wait(RECOVER_SECONDS, running=self.group.members)
        ahead = 0.95 * len(self.events)
        while self.feeder.is_alive() and self.feed.sent < ahead:
            time.sleep(self.chance.uniform(1, 6))
            self.strike()
        self.feeder.join()
        minutes = (time.monotonic() - begun) / 60
        self.group.terminate()
        for member in self.group.members:
            member.start(time__idle_ms=1000)
        self.group.members[0].drain(600, quiet=4)
        self.group.terminate()
        no_transaction_lingers(self.meritd, self.meritd.output_topics() + internal_topics("soak"))
        tally = judged(self.meritd, self.world.replay(self.events, TODAY))
        table = Table(self.world)
        for name, seconds in sorted(self.seconds.items()):
            table.add(f"soak of {minutes:.0f} minutes: {name}", len(seconds), tally, seconds)


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--help", action="help")
    parser.add_argument("build")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    options = parser.parse_args()
    say(f"--seed {options.seed}")
    os.environ["BROKER_LONG"] = "1"
    sys.argv[1:] = [options.build]
    scenario(lambda world: Soak(world, options).run())


if __name__ == "__main__":
    main()
