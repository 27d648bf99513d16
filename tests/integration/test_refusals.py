"""A wrong world: what is refused with exit code 2 and a line that says why, with nothing touched,
and what is borne: deleted offsets, a deleted state folder. MERIT_KAFKA_EVENTS: the size;
MERIT_KAFKA_ONLY (a text): only scenes with this in their name.

Usage: test_refusals.py BUILD_DIR"""

import re
import shutil
import time

import xxhash
from confluent_kafka import Producer

from harness import (INPUT, INTERNAL, PARTITIONS, RULES, TODAY, Broker, internal_topics,
                     judge, need, run_scenes, say, scenario, setting, wait_for)
from lines import INPUT_KEYS, TOPICS, client_settings
from read import messages

REFUSED_SECONDS = 30
STEPS = ("settled", "kept", "halfway", "goes_on")  # of Scenes, that are no scenes


def all_there_is(meritd):
    """The group's offsets, the ends of all that meritd writes to, and every byte of its state (an
    empty file is none)."""
    broker = meritd.world.broker
    topics = meritd.output_topics() + internal_topics(meritd.application)
    files = {str(path): path.read_bytes() for path in meritd.state.rglob("*")
             if path.is_file() and path.stat().st_size > 0}
    return meritd.committed(), broker.ends(topics, committed=False), files


def refused(meritd, *words, opened=False, **settings):
    """Exit code 2 and a line with these words; nothing is touched. opened: but for LMDB's table of
    who reads, which is no state: records must be read before they can be refused."""
    before = all_there_is(meritd)
    meritd.start(**settings)
    code = meritd.wait_exit(REFUSED_SECONDS)
    lines = [line for line in meritd.log_text().splitlines()
             if all(re.search(word, line, re.IGNORECASE) for word in words)]
    need(code == 2, f"ended with {code} instead of 2\n{meritd.log_tail()}")
    need(lines, f"no line with {' '.join(words)}\n{meritd.log_tail()}")
    for what, old, new in zip(("offsets", "topics", "state"), before, all_there_is(meritd)):
        changed = sorted(str(key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)
                         and not (opened and str(key).endswith("/lock.mdb")))
        need(not changed, f"{what} touched: {', '.join(changed)}")
    say(f"    {lines[-1]}")


# ---------------------------------------------------------------- the task's own record

TASK_KEY, TASK_FORMAT = b"t", b"\x02"


def of_next_format(record):
    return bytes([record[0] + 1]) + record[1:]


def newer_record(message):
    """A message of the change log whose task record is of the next format; and that record as it was,
    None where it has none. The record begins with its format and the commit, which the message names."""
    put = re.escape(b"\x01\x01" + TASK_KEY)  # an item: a value of a key of one byte
    found = re.findall(put + b"(.)(?=" + re.escape(TASK_FORMAT + message[3:11]) + b")", message,
                       re.DOTALL)
    need(len(found) <= 1, f"{len(found)} task records in a message: this test must be changed")
    if not found:
        return message, None
    begin = message.index(b"\x01\x01" + TASK_KEY + found[0] + TASK_FORMAT + message[3:11]) + 4
    end = begin + found[0][0]
    return message[:begin] + of_next_format(message[begin:end]) + message[end:], message[begin:end]


def stored(record):
    """As it lies on disk: with a check of key and value."""
    check = xxhash.xxh3_64_intdigest(record, xxhash.xxh3_64_intdigest(TASK_KEY))
    return record + (check & 0xffffffff).to_bytes(4, "little")


def with_newer_records(meritd, records):
    """On disk, for these task records."""
    for number, record in records.items():
        path = meritd.state / meritd.application / f"task-{number:04}" / "data.mdb"
        content = path.read_bytes()
        need(stored(record) in content, f"no task record in {path}: this test must be changed")
        path.write_bytes(content.replace(stored(record), stored(of_next_format(record))))


# ---------------------------------------------------------------- the scenes

class Scenes:
    """Each scene an application of its own over the same loaded inputs."""

    def __init__(self, world, events):
        self.world, self.events = world, events
        self.want = world.replay(events, TODAY)
        self.settled_before = None

    def kept(self):
        """The same settled application for all scenes that refuse it, which leaves it as it is."""
        if self.settled_before is None:
            self.settled_before = self.settled("kept")
        return self.settled_before

    def settled(self, name, settings=None, **options):
        """An application that has done all its work and was stopped; tasks wait less for each
        other's clocks."""
        settings = {"time.ahead_days": 60, **(settings or {})}
        meritd = self.world.application(name, settings, **options).create_topics()
        meritd.start()
        meritd.drain(120)
        meritd.terminate()
        return meritd

    def halfway(self, name, settings=None):
        """An application that was stopped with about half of the input left."""
        meritd = self.world.application(name, settings).create_topics()
        half = meritd.lag() // 2
        meritd.start("slow:20")
        wait_for(lambda: meritd.lag() < half, 60, "half of the input")
        meritd.terminate()
        need(meritd.lag() > 0, "nothing was left to do")
        return meritd

    def goes_on(self, meritd, *, rebuilt=False):
        """rebuilt: each task's state comes from the change log."""
        meritd.start()
        meritd.drain(120)
        opened = [line for line in meritd.log_text().splitlines() if "task opened" in line]
        from_log = sum('from="change log"' in line for line in opened)
        need(not rebuilt or len(opened) == from_log == PARTITIONS,
             f"{from_log} of {len(opened)} tasks rebuilt\n{meritd.log_tail()}")
        took = meritd.terminate()
        say(f"    {judge(meritd, self.want)}, SIGTERM {took:.2f} s")

    # ---- refused

    def partitions_of_an_input(self):
        names = {key: f"uneven.{TOPICS[key]}" for key in INPUT_KEYS}
        for key, count in zip(INPUT_KEYS, (4, 3, 4)):
            self.world.broker.create_topics({names[key]: INPUT}, count)
        meritd = self.world.application("uneven", inputs=names).create_topics()
        refused(meritd, "uneven.merit.usage", "partition")

    def partitions_of_facts(self):
        meritd = self.world.application("few")
        meritd.create_topics()
        facts = internal_topics("few")[0]
        self.world.broker.delete_topics([facts])
        self.world.broker.create_topics({facts: INTERNAL}, 2)
        refused(meritd, facts, "partition")

    def missing_topic(self):
        meritd = self.world.application("missing", {"startup.wait_ms": 1500}).create_topics()
        self.world.broker.delete_topics([meritd.topics["designations"]])
        refused(meritd, re.escape(meritd.topics["designations"]))

    def compacted_changelog(self):
        meritd = self.world.application("compacted").create_topics(
            changelog={"cleanup.policy": "compact"})
        refused(meritd, internal_topics("compacted")[1], "cleanup.policy")

    def changelog_that_forgets(self):
        meritd = self.world.application("forgets").create_topics(
            changelog={**INTERNAL, "retention.ms": 3_600_000})
        refused(meritd, internal_topics("forgets")[1], r"retention\.ms")

    def state_of_another_application(self):
        second = self.world.application("borrower").create_topics()
        shutil.copytree(self.kept().state / "kept", second.state / "borrower")
        refused(second, "application kept, not borrower")

    def state_of_another_cluster(self):
        meritd = self.kept()
        other = Broker(self.world.folder / "other", self.world.build.parent / "kafka39/libs")
        here, self.world.broker = self.world.broker, other
        try:
            self.world.create_inputs()
            meritd.create_topics()
            refused(meritd, "cluster", kafka__bootstrap_servers=other.bootstrap)
        finally:
            self.world.broker = here
            other.stop()

    def state_of_another_partition_count(self):
        meritd = self.settled("grown")
        inputs = self.world.create_inputs(8, prefix="eight.")
        self.world.broker.delete_topics(internal_topics("grown"))
        self.world.broker.create_topics({name: INTERNAL for name in internal_topics("grown")}, 8)
        refused(meritd, "partition",
                **{f"topics__{key}": name for key, name in inputs.items()})

    def state_of_a_newer_format(self):
        meritd = self.kept()
        # Of one task alone: no other may be opened before that is seen.
        path = sorted(meritd.state.rglob("owner"))[-1]
        ours = path.read_text()
        newer = ours.replace("meritd-state 2\n", "meritd-state 3\n")
        need(newer != ours, f"the format in {path} is not 2: this test must be changed")
        path.write_text(newer)
        refused(meritd, "is of format 3, this program knows 2")
        path.write_text(ours)

    def changelog_of_a_newer_format(self):
        meritd = self.world.application("newer").create_topics()
        producer = Producer(client_settings(self.world.broker.bootstrap))
        for partition in range(PARTITIONS):
            producer.produce(internal_topics("newer")[1], b"\x07\x01\x01", partition=partition)
        need(not producer.flush(30), "the change log takes nothing")
        refused(meritd, "newer meritd")

    def records_of_a_newer_format(self):
        """In folders and messages of this format: of each task its own record says so."""
        meritd, records = self.kept(), {}
        later = self.world.application("later").create_topics()
        producer = Producer(client_settings(self.world.broker.bootstrap))
        for message in messages(self.world.broker.bootstrap, [internal_topics("kept")[1]]):
            value, record = newer_record(message.value())
            records[message.partition()] = record or records.get(message.partition())
            producer.produce(internal_topics("later")[1], value, partition=message.partition())
        need(not producer.flush(30), "the change log takes nothing")
        refused(later, "the state was written by a newer meritd: run that one")
        aside = meritd.folder / "ours"
        shutil.copytree(meritd.state, aside)
        with_newer_records(meritd, records)
        refused(meritd, "the state was written by a newer meritd: run that one", opened=True)
        meritd.remove_state()
        aside.rename(meritd.state)

    def state_of_another_rule_program(self):
        meritd = self.kept()
        other = meritd.folder / "rules"
        shutil.copytree(RULES, other)
        changed = 0
        for path in sorted(other.glob("modern_work/*.yaml")):
            text = path.read_text()
            new = re.sub(r"(target: )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1)
            path.write_text(new)
            changed += new != text
        need(changed, "the copy of the rules is unchanged: this test must be")
        refused(meritd, "rule program", rules__directory=str(other))
        # Nor by way of the change log.
        aside = meritd.folder / "aside"
        meritd.state.rename(aside)
        refused(meritd, "made by other rules of the same revision", rules__directory=str(other))
        meritd.remove_state()
        aside.rename(meritd.state)

    def wrong_configuration(self):
        meritd = self.world.application("wrong").create_topics()
        refused(meritd, r"commit\.interval_ms", commit__interval_ms="soon")
        refused(meritd, r"commit\.intervall", commit__intervall_ms=50)
        refused(meritd, r"rules", rules__directory=str(meritd.folder / "nowhere"))
        refused(meritd, r"isolation\.level",
                **{"kafka__properties__isolation__level": "read_uncommitted"})

    # ---- borne

    def owners_topic_is_missing(self):
        """It is made: nothing that is scored depends on it."""
        name = f"{self.kept().application}-owners"
        known = self.world.broker.admin.list_topics(timeout=10).topics
        need(name in known and len(known[name].partitions) == 1, f"{name} was not made")

    def offsets_are_deleted(self):
        # A group can be deleted when its members' sessions are over.
        meritd = self.world.application("forgotten", {
            "kafka.properties": {"session.timeout.ms": "2000"}}).create_topics()
        meritd.start("slow:20")
        meritd.wait_ready()
        wait_for(lambda: meritd.committed(), 20, "a commit")
        lag = meritd.lag()
        meritd.kill()
        self.world.broker.delete_group("forgotten", 60)
        say(f"    at lag {lag}")
        self.goes_on(meritd)
        # And once more without a state folder, when all is done.
        self.world.broker.delete_group("forgotten", 60)
        meritd.remove_state()
        self.goes_on(meritd)

    def state_is_deleted(self):
        meritd = self.halfway("deleted")
        meritd.remove_state()
        self.goes_on(meritd, rebuilt=True)


def run(world):
    events = world.generate(setting("EVENTS", 5_000))
    world.create_inputs()
    world.feed(events)
    scenes = Scenes(world, events)
    run_scenes(world, Scenes, lambda name: getattr(scenes, name)(), STEPS)


if __name__ == "__main__":
    scenario(run)
