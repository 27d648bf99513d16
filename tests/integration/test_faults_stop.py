"""SIGTERM at awkward moments: while state is restored from the change log, while the group
rebalances, while a transaction is committed, while the broker stands still or is dead. Each time
meritd ends with 0 in under 5 s and leaves no transaction open, but for those that the broker heard
nothing more of: the next start ends these. Afterwards everything is what replay says.
MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_STOPS: how often each; MERIT_KAFKA_SEED.

Usage: test_faults_stop.py BUILD_DIR"""

import random
import time

from faults import Group, Progress, Table, judged, no_transaction_lingers
from harness import PARTITIONS, TODAY, internal_topics, need, say, scenario, setting, wait_for

END_SECONDS = 5
SETTINGS = {"workers": 1, "time.ahead_days": 2, "commit.interval_ms": 1,
            "kafka.properties": {"session.timeout.ms": "3000", "heartbeat.interval.ms": "500"}}
SLOW = "slow:2"
REVOKED = 'event="partitions revoked"'
ASSIGNED = 'event="partitions assigned"'


class Stops:
    def __init__(self, world, events, chance, count):
        self.world, self.events, self.chance, self.count = world, events, chance, count
        self.meritd = world.application("stops", SETTINGS).create_topics()
        self.group = Group(self.meritd, ("one", "two"), SLOW)
        self.names = self.meritd.output_topics() + internal_topics("stops")
        self.seconds = {}

    def stop(self, member, what):
        what += ": exit 0, no transaction open"
        self.seconds.setdefault(what, []).append(member.terminate(END_SECONDS))
        if all(one.process is None for one in self.group.members):
            no_transaction_lingers(self.meritd, self.names)

    def while_committing(self):
        """Commits follow each other closely."""
        one = self.group.members[0]
        for _ in range(self.count):
            progress = Progress(self.meritd)
            one.start(SLOW)
            progress.wait(running=[one])
            time.sleep(self.chance.uniform(0, 0.1))
            self.stop(one, "SIGTERM while commits follow each other")

    def while_restoring(self):
        """From the change log: some tasks are open by then, or none. Sooner, where all were."""
        one, cut, longest = self.group.members[0], 0, 0.1
        for _ in range(self.count):
            one.remove_state()
            one.start()
            wait_for(lambda: ASSIGNED in one.log_text(), 30, "partitions are assigned", 0.002)
            time.sleep(self.chance.uniform(0, longest))
            self.stop(one, "SIGTERM while state is restored")
            if one.log_text().count('event="task opened"') < PARTITIONS:
                cut += 1
            else:
                longest /= 3
        need(cut > 0, f"none of {self.count} came before all tasks were open")
        say(f"  {cut} of {self.count} restores were cut short")

    def while_rebalancing(self):
        """One joins the other, which hears that partitions move; then either is ended, by turns. The
        one that is left gets all of them when the session of the other is over."""
        stays, joins = self.group.members
        stays.start(SLOW)
        stays.wait_ready()
        for number in range(self.count):
            before = stays.log_text().count(REVOKED)
            joins.start(SLOW)
            wait_for(lambda: stays.log_text().count(REVOKED) > before, 30, "partitions move", 0.005)
            time.sleep(self.chance.uniform(0, 0.1))
            goes = (stays, joins)[number % 2]
            self.stop(goes, "SIGTERM while partitions move")
            stays, joins = self.group.others(goes)[0], goes
            stays.wait_log(f"partitions assigned partitions={PARTITIONS}", 30)
            Progress(self.meritd).wait(running=[stays])
        self.stop(stays, "SIGTERM while commits follow each other")

    def _without_broker(self, gone, back, count, what):
        """Commits follow each other closely: one is under way then, at each of its steps by turns."""
        one = self.group.members[0]
        for _ in range(count):
            progress = Progress(self.meritd)
            one.start(SLOW)
            progress.wait(running=[one])
            time.sleep(self.chance.uniform(0, 0.1))
            gone()
            try:
                time.sleep(self.chance.uniform(0, 1))
                self.seconds.setdefault(what, []).append(one.terminate(END_SECONDS))
            finally:
                back()
        progress = Progress(self.meritd)
        one.start(SLOW)
        progress.wait(running=[one])
        one.terminate(END_SECONDS)
        no_transaction_lingers(self.meritd, self.names)

    def without_broker(self):
        broker = self.world.broker
        self._without_broker(broker.freeze, broker.thaw, self.count,
                             "SIGTERM while the broker stands still: exit 0, no transaction open "
                             "after the next start")
        self._without_broker(broker.kill, broker.up, 1 + self.count // 5,
                             "SIGTERM while the broker is dead: likewise")

    def run(self):
        self.while_committing()
        self.without_broker()
        self.while_restoring()
        self.while_rebalancing()
        need(self.meritd.lag() > 0, "nothing was left to do")
        last = self.group.members[0]
        last.start()
        last.drain(120)
        last.terminate()
        return judged(self.meritd, self.world.replay(self.events, TODAY))


def run(world):
    seed = setting("SEED", random.randrange(2**31))
    say(f"MERIT_KAFKA_SEED={seed}")
    events = world.generate_one_a_day(setting("EVENTS", 6_000, full=20_000))
    world.create_inputs()
    world.feed(events)
    stops = Stops(world, events, random.Random(seed), setting("STOPS", 5, full=20))
    tally = stops.run()
    table = Table(world)
    for what, seconds in stops.seconds.items():
        table.add(what, len(seconds), tally, seconds)


if __name__ == "__main__":
    scenario(run)
