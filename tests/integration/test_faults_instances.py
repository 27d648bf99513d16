"""Three instances of one application, and what may become of their processes while input is left:
killed, one or two at once, back at once or after others have taken over; stopped for longer than
their session and going on; started twice under one instance id; their transactional id used by
another process. Then, with all inputs idle, stopped across midnights; and, under load again, stopped
until what it would read next is used up and deleted. In the end everything is what replay says.
MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_KILLS; MERIT_KAFKA_SEED.

Usage: test_faults_instances.py BUILD_DIR"""

import datetime
import random
import time

from faults import (Group, Progress, Table, assignments, continue_process, cut_beyond, fields_of,
                    judged, no_transaction_lingers, stop_process)
from harness import TODAY, internal_topics, need, say, scenario, setting, wait_for

SESSION_SECONDS = 3
SETTINGS = {"workers": 1, "state.snapshot_mb": 1, "time.ahead_days": 2,
            "kafka.properties": {"session.timeout.ms": str(SESSION_SECONDS * 1000),
                                 "heartbeat.interval.ms": "500",
                                 "socket.timeout.ms": "4000", "transaction.timeout.ms": "5000"}}
SLOW = "slow:10"
ANSWER_SECONDS = 30  # until a process that was stopped has joined again or ended
MIDNIGHTS = 2
GONE_TASKS = 2
GONE_SETTINGS = {**SETTINGS, "commit.interval_ms": 1, "time.ahead_days": 1}
GONE_SLOW = "slow:1"
GONE_EVENTS = 8_000     # enough to outgrow snapshots and 1,000 offsets of facts with some left
GONE_SECONDS = 40


class Faults:
    """What happens to the three, and what it cost: {fault: seconds of each time}."""

    def __init__(self, world, events, inputs, chance):
        self.chance = chance
        self.meritd = world.application("instances", SETTINGS, inputs=inputs).create_topics()
        self.group = Group(self.meritd, ("one", "two", "three"), SLOW)
        self.world, self.events, self.seconds = world, events, {}

    def note(self, fault, seconds):
        lag = self.meritd.lag()
        self.seconds.setdefault(fault, []).append(seconds)
        say(f"  {fault}: {seconds:.2f} s, lag {lag}")
        return lag

    # ---- SIGKILL

    def back_at_once(self, victims):
        for victim in victims:
            victim.kill()
        progress = Progress(self.meritd)
        for victim in victims:
            victim.start(SLOW)
        fault = "two instances killed at once, back at once" if len(victims) > 1 else \
            "an instance killed, back at once"
        return self.note(fault, progress.wait(running=self.group.members))

    def taken_over(self, victim, lost):
        victim.kill()
        progress = Progress(self.meritd)
        lag = self.note("an instance killed, taken over by others",
                        progress.wait(running=self.group.others(victim)))
        if lost:
            victim.remove_state()
        progress = Progress(self.meritd)
        victim.start(SLOW)
        wait_for(lambda: assignments(victim) > 0, ANSWER_SECONDS, "it is given partitions again")
        self.note("and back after that, with partitions moving again",
                  progress.wait(running=self.group.members))
        return lag

    def kills(self, count):
        done, lags = 0, []
        while done < count:
            victims = self.chance.sample(self.group.members, 1 if done % 5 else 2)
            if done % 3 == 2:
                lags.append(self.taken_over(victims[0], lost=done % 2 == 0))
                done += 1
            else:
                lags.append(self.back_at_once(victims))
                done += len(victims)
            time.sleep(self.chance.uniform(0, 0.5))
        need(all(lags), f"killed with nothing left to do: lags {lags}")

    # ---- SIGSTOP

    def answered(self, victim, before):
        """It goes on as a member, or has ended with an error that says why; which."""
        def answer():
            return victim.process.poll() is not None or assignments(victim) > before

        wait_for(answer, ANSWER_SECONDS, "a process that was stopped goes on or ends")
        if victim.process.poll() is None:
            return "joined anew"
        victim.wait_log("level=error", 5)
        need(victim.wait_exit() == 1, f"it ended otherwise\n{victim.log_tail()}")
        return "ended"

    def zombie(self, victim):
        before = assignments(victim)
        stop_process(victim)
        progress = Progress(self.meritd)
        lag = self.note("an instance stopped beyond its session (SIGSTOP), taken over",
                        progress.wait(running=self.group.others(victim)))
        continue_process(victim)
        progress = Progress(self.meritd)
        how = self.answered(victim, before)
        say(f"  the zombie {how}: {victim.log_tail(4)}")
        if how == "ended":
            victim.start(SLOW)
        self.note(f"and going on (SIGCONT): {how}", progress.wait(running=self.group.members))
        need(lag > 0, "stopped with nothing left to do")

    # ---- ids in use

    def same_instance(self, victim):
        """The newer process wins, the older ends; then they change places."""
        double = self.meritd.instance(f"{victim.settings['instance_id']}-again",
                                      {"instance_id": victim.settings["instance_id"]})
        progress = Progress(self.meritd)
        double.start(SLOW)
        code = victim.wait_exit(ANSWER_SECONDS)
        line = victim.wait_log("level=error instance_id", 5)
        need(code == 1, f"ended with {code}\n{victim.log_tail()}")
        say(f"    {line}")
        self.note("an instance id started twice", progress.wait(running=[double]))
        double.terminate()
        victim.start(SLOW)
        victim.wait_ready()

    def same_transactional_id(self, victim):
        name = f"{self.meritd.application}-{victim.settings['instance_id']}-00"
        feed = self.world.feed(transactional_id=name)
        code = victim.wait_exit(ANSWER_SECONDS)
        line = victim.wait_log("level=error fenced", 5)
        need(code == 1, f"ended with {code}\n{victim.log_tail()}")
        say(f"    {line}")
        del feed
        progress = Progress(self.meritd)
        victim.start(SLOW)
        self.note("a transactional.id used by another process",
                  progress.wait(running=self.group.members))

    # ---- midnights

    def midnight(self, victim, day):
        """It is stopped while nothing comes in; the others begin the day without it."""
        before = assignments(victim)
        stop_process(victim)
        begun = time.monotonic()
        self.meritd.set_clock(f"{day}T00:00:00Z")
        changes = [self.meritd.topics["score_changes"]]
        at = sum(self.world.broker.ends(changes).values())
        wait_for(lambda: sum(self.world.broker.ends(changes).values()) > at, ANSWER_SECONDS,
                 f"the day {day} begins without it")
        seconds = time.monotonic() - begun
        self.group.others(victim)[0].drain(60)
        continue_process(victim)
        how = self.answered(victim, before)
        if how == "ended":
            victim.start()
        self.note("stopped beyond its session across a midnight, inputs idle", seconds)

    def run(self, table):
        self.group.start()
        self.kills(setting("KILLS", 16, full=60))
        for victim in self.chance.sample(self.group.members, 2):
            self.zombie(victim)
        first, second = self.chance.sample(self.group.members, 2)
        self.same_instance(first)
        self.same_transactional_id(second)
        need(self.meritd.lag() > 0, "nothing was left to do")
        self.group.finish()
        day = datetime.date.fromisoformat(TODAY)
        for number in range(MIDNIGHTS):
            day += datetime.timedelta(days=30)
            self.midnight(self.group.members[number], day.isoformat())
        self.group.drain()
        self.group.terminate()
        no_transaction_lingers(self.meritd, self.meritd.output_topics()
                               + internal_topics(self.meritd.application))
        tally = judged(self.meritd, self.world.replay(self.events, day.isoformat()))
        for fault, seconds in self.seconds.items():
            table.add(fault, len(seconds), tally, seconds)


# ---------------------------------------------------------------- what it would read is gone

class Gone:
    """Two instances, a task each. One is stopped until the other, which has its task meanwhile, has
    used up what it would read next and deleted it: its facts, and its change log up to a snapshot."""

    def __init__(self, world, events):
        self.world, self.want = world, world.replay(events)
        inputs = world.create_inputs(GONE_TASKS, prefix="gone.")
        world.feed(events, inputs)
        self.meritd = world.application("gone", GONE_SETTINGS, inputs=inputs)
        self.meritd.create_topics(GONE_TASKS)
        self.group = Group(self.meritd, ("left", "right"), GONE_SLOW)

    def zombie(self, victim):
        """How long it took until every task went on with it."""
        internal, before = internal_topics(self.meritd.application), assignments(victim)
        opened = len(fields_of(victim.log_text(), "task opened"))
        stop_process(victim)
        ends = self.world.broker.ends(internal, committed=False)
        wait_for(lambda: cut_beyond(self.meritd, ends), GONE_SECONDS, "what it would read is deleted",
                 0.1)
        need(self.meritd.lag() > 0, "nothing was left to do")
        continue_process(victim)
        progress = Progress(self.meritd)
        wait_for(lambda: assignments(victim) > before, ANSWER_SECONDS, "it is given partitions again")
        seconds = progress.wait(running=self.group.members)
        for line in fields_of(victim.log_text(), "task opened")[opened:]:
            say(f"    opened again: task {line['task']} from {line['from']}, commit {line['commit']}, "
                f"{line['local_commit']} on disk")
            need(line["from"] == "change log", f"its own state is as old as it: {line}")
        need("level=error" not in victim.log_text(), f"it failed\n{victim.log_tail()}")
        return seconds

    def run(self, table):
        begun = time.monotonic()
        self.group.start()
        Progress(self.meritd).wait(running=self.group.members)
        seconds = self.zombie(self.group.members[1])
        self.group.finish()
        self.group.terminate()
        tally = judged(self.meritd, self.want, partitions=GONE_TASKS)
        table.add("an instance stopped until what it would read is used up and deleted: joined anew", 1,
                  tally, [seconds])
        say(f"  what it would read is gone: {time.monotonic() - begun:.1f} s")


def run(world):
    seed = setting("SEED", random.randrange(2**31))
    say(f"MERIT_KAFKA_SEED={seed}")
    events = world.generate_one_a_day(setting("EVENTS", 7_000, full=40_000))
    inputs = world.create_inputs()
    world.feed(events, inputs)
    table = Table(world)
    Faults(world, events, inputs, random.Random(seed)).run(table)
    Gone(world, world.generate_one_a_day(GONE_EVENTS)).run(table)


if __name__ == "__main__":
    scenario(run)
