"""Topics that change under meritd: records deleted that it has not read, a topic deleted or made
anew, partitions added, while it is down and while it runs. Each time it stops with a diagnosis that
says what to do; nothing is written that replay does not say, no position goes back, and it starts
no other way. Each scene is an application with inputs of its own. MERIT_KAFKA_EVENTS: the size;
MERIT_KAFKA_ONLY (a text): only scenes with this in their name.

Usage: test_faults_topics.py BUILD_DIR"""

import signal
import time

from confluent_kafka import TopicPartition
from confluent_kafka.admin import NewPartitions

import compare
from faults import Table, tally_of
from harness import (INPUT, INTERNAL, PARTITIONS, TODAY, internal_topics, need, run_scenes,
                     say, scenario, setting)
from lines import INPUT_KEYS, partition_of

STOPPED_SECONDS = 45
SETTINGS = {"workers": 1, "time.ahead_days": 30}


# ---------------------------------------------------------------- what is done to topics

def delete_records(broker, topic):
    """All there is."""
    ends = {place: end for place, end in broker.ends([topic]).items() if end > 0}
    asked = [TopicPartition(*place, end) for place, end in ends.items()]
    for future in broker.admin.delete_records(asked, operation_timeout=20).values():
        future.result(30)


def make_anew(broker, topic, settings):
    broker.delete_topics([topic])
    broker.create_topics({topic: settings})


def add_partition(broker, topic):
    asked = [NewPartitions(topic, PARTITIONS + 1)]
    for future in broker.admin.create_partitions(asked, operation_timeout=20).values():
        future.result(30)


class Scenes:
    """Each method is one fault, named by its name. What is fed a second time changes nothing, but it is
    read and committed."""

    def __init__(self, world, events):
        self.world, self.broker, self.events = world, world.broker, events
        self.want = world.replay(events, TODAY)
        self.name = None

    # ---- steps

    def _application(self):
        inputs = self.world.create_inputs(prefix=f"{self.name}.")
        self.world.feed(self.events, inputs)
        return self.world.application(self.name, SETTINGS, inputs=inputs).create_topics()

    def _settled(self):
        """It has done all its work, and runs."""
        meritd = self._application()
        meritd.start()
        meritd.drain(120, quiet=1.2)
        return meritd

    def _stopped(self):
        meritd = self._settled()
        meritd.terminate()
        return meritd

    def _feed_again(self, meritd, events=None):
        self.world.feed(events or self.events[-100:], {key: meritd.topics[key] for key in INPUT_KEYS})

    def _stops(self, meritd, *words):
        """It ends with a line that has these words, and so it does when it is started again. What came
        out is what replay says, or its beginning; positions that are still there did not go back."""
        begun = time.monotonic()
        positions = meritd.committed()
        if meritd.process is None:
            meritd.start()
        for again in (False, True):
            code = meritd.wait_exit(STOPPED_SECONDS)
            lines = [line for line in meritd.log_text().splitlines()
                     if "level=error" in line and all(word in line for word in words)]
            need(code in (1, 2), f"ended with {code}\n{meritd.log_tail()}")
            need(lines, f"no line with {' '.join(words)}\n{meritd.log_tail()}")
            if not again:
                seconds = time.monotonic() - begun
                say(f"    {lines[-1]}")
                meritd.start()
        now = meritd.committed()
        back = [place for place in positions if now.get(place, positions[place]) < positions[place]]
        need(not back, f"positions went back: {back}")
        return self._beginning(meritd), seconds

    def _beginning(self, meritd):
        """Nothing but the first outputs of each partner, and no dead letter."""
        got = [line for line, _ in meritd.read(("score_changed", "designation"))]
        known = {(line["type"], *compare.who(line), line["sequence"]) for line in got}
        want = [line for line in self.want
                if (line["type"], *compare.who(line), line.get("sequence")) in known]
        wrong = [*compare.events(want, got), *compare.integrity(got)]
        need(not wrong, f"{len(wrong)} wrong outputs: {wrong[:3]}")
        letters = meritd.read(("dead_letter",))
        need(not letters, f"{len(letters)} dead letters: {letters[:1]}")
        return tally_of(want, got)

    # ---- records that are gone

    def records_of_an_input_deleted(self):
        meritd = self._settled()
        meritd.process.send_signal(signal.SIGSTOP)
        self._feed_again(meritd)
        delete_records(self.broker, meritd.topics["usage"])
        meritd.process.send_signal(signal.SIGCONT)
        return self._stops(meritd, meritd.topics["usage"], "deleted before they were read")

    def records_of_facts_deleted_while_down(self):
        meritd = self._application()
        facts = internal_topics(self.name)[0]
        meritd.start("committed:12")
        code = meritd.wait_exit(STOPPED_SECONDS)
        need(code == -signal.SIGKILL, f"ended with {code}")
        at = meritd.committed()
        unread = [place for place, end in self.broker.ends([facts]).items()
                  if end > at.get(place, 0) + 1]
        need(unread, "all facts have been read")
        delete_records(self.broker, facts)
        return self._stops(meritd, facts, "deleted before they were read")

    def records_of_the_change_log_deleted_while_down(self):
        meritd = self._stopped()
        delete_records(self.broker, internal_topics(self.name)[1])
        return self._stops(meritd, "change log", "records were deleted")

    # ---- topics made anew

    def an_input_made_anew(self):
        meritd = self._settled()
        make_anew(self.broker, meritd.topics["usage"], INPUT)
        return self._stops(meritd, "made anew")

    def facts_made_anew(self):
        meritd = self._settled()
        make_anew(self.broker, internal_topics(self.name)[0], INTERNAL)
        self._feed_again(meritd)
        return self._stops(meritd, "made anew")

    def the_change_log_made_anew(self):
        meritd = self._settled()
        make_anew(self.broker, internal_topics(self.name)[1], INTERNAL)
        self._feed_again(meritd)
        return self._stops(meritd, "made anew")

    # ---- partitions added

    def a_partition_added_to_facts(self):
        meritd = self._settled()
        add_partition(self.broker, internal_topics(self.name)[0])
        return self._stops(meritd, internal_topics(self.name)[0], "partitions")

    def a_partition_added_to_an_input(self):
        """And written to at once, with keys in other partitions than they were."""
        meritd = self._settled()
        add_partition(self.broker, meritd.topics["usage"])
        moved = [event for event in self.events if event["type"] == "usage"
                 and partition_of(event["tenant_id"], PARTITIONS)
                 != partition_of(event["tenant_id"], PARTITIONS + 1) < PARTITIONS]
        need(moved, "no key is in another of the old partitions")
        self._feed_again(meritd, moved[-20:])
        return self._stops(meritd, meritd.topics["usage"], "partitions")


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 600))
    scenes, table = Scenes(world, events), Table(world)

    def run_one(name):
        scenes.name = name.replace("_", "-")
        tally, seconds = getattr(scenes, name)()
        table.add(f"{name.replace('_', ' ')}: stops", 1, tally, [seconds])

    run_scenes(world, Scenes, run_one)


if __name__ == "__main__":
    scenario(run)
