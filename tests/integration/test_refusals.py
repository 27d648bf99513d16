"""A wrong world: what is refused with exit code 2 and a line that says why, with nothing touched,
and what is borne: a broker that is away, deleted offsets, a damaged state folder, SIGTERM
under load. MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_ONLY (a text): only scenes with this in their
name.

Usage: test_refusals.py BUILD_DIR"""

import os
import random
import re
import shutil
import time

from harness import (INPUT, INTERNAL, RULES, TODAY, Broker, Failure, internal_topics, judge, need,
                     say, scenario, setting, wait_for)
from lines import INPUT_KEYS, TOPICS

REFUSED_SECONDS = 30


def refused(meritd, *words, **settings):
    """Exit code 2 and a line with these words; nothing is committed and nothing comes out."""
    broker = meritd.world.broker
    before = (meritd.committed(),
              broker.ends(meritd.output_topics(), committed=False))
    meritd.start(**settings)
    code = meritd.wait_exit(REFUSED_SECONDS)
    lines = [line for line in meritd.log_text().splitlines()
             if all(re.search(word, line, re.IGNORECASE) for word in words)]
    need(code == 2, f"ended with {code} instead of 2\n{meritd.log_tail()}")
    need(lines, f"no line with {' '.join(words)}\n{meritd.log_tail()}")
    after = (meritd.committed(),
             broker.ends(meritd.output_topics(), committed=False))
    need(before == after, f"something was touched: {before}, {after}")
    say(f"    {lines[-1]}")


class Scenes:
    """Each scene an application of its own over the same loaded inputs."""

    def __init__(self, world, events):
        self.world, self.events = world, events
        self.want = world.replay(events, TODAY)

    def settled(self, name, settings=None, **options):
        """An application that has done all its work and was stopped; tasks wait less for each
        other's clocks."""
        settings = {"time.ahead_days": 60, **(settings or {})}
        meritd = self.world.application(name, settings, **options).create_topics()
        meritd.start()
        meritd.drain(120)
        meritd.terminate()
        return meritd

    def goes_on(self, meritd):
        meritd.start()
        meritd.drain(120)
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
        first = self.settled("owner")
        second = self.world.application("borrower").create_topics()
        shutil.copytree(first.state / "owner", second.state / "borrower")
        refused(second, "owner", "state|application")

    def state_of_another_cluster(self):
        meritd = self.settled("moved")
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

    def state_of_another_rule_program(self):
        meritd = self.settled("ruled")
        other = meritd.folder / "rules"
        shutil.copytree(RULES, other)
        changed = 0
        for path in sorted(other.glob("modern_work/*.yaml")):
            text = path.read_text()
            new = re.sub(r"(target: )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1)
            path.write_text(new)
            changed += new != text
        need(changed, "the copy of the rules is unchanged: this test must be")
        refused(meritd, "rule", rules__directory=str(other))

    def wrong_configuration(self):
        meritd = self.world.application("wrong").create_topics()
        refused(meritd, r"commit\.interval_ms", commit__interval_ms="soon")
        refused(meritd, r"commit\.intervall", commit__intervall_ms=50)
        refused(meritd, r"rules", rules__directory=str(meritd.folder / "nowhere"))
        refused(meritd, r"isolation\.level",
                **{"kafka__properties__isolation__level": "read_uncommitted"})

    # ---- borne

    def broker_is_away(self):
        meritd = self.world.application("patient").create_topics()
        self.world.broker.down()
        meritd.start()
        line = meritd.wait_log("broker", 20)
        time.sleep(2)
        meritd.need_running()
        self.world.broker.up()
        say(f"    {line}")
        meritd.drain(180)
        self.world.broker.kill()
        time.sleep(2)
        meritd.need_running()
        self.world.broker.up()
        meritd.drain(180)
        meritd.terminate()
        say(f"    {judge(meritd, self.want)}")

    def broker_dies_under_load(self):
        meritd = self.world.application("shaken").create_topics()
        meritd.start("slow:20")
        meritd.wait_ready()
        time.sleep(1)
        lag = meritd.lag()
        self.world.broker.kill()
        time.sleep(1)
        self.world.broker.up()
        meritd.drain(300)
        meritd.terminate()
        say(f"    at lag {lag}; {judge(meritd, self.want)}")

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
        meritd = self.settled("deleted", {"state.snapshot_mb": 1})
        meritd.remove_state()
        self.goes_on(meritd)

    def state_is_damaged(self):
        meritd = self.settled("damaged")
        chance = random.Random(1)
        files = sorted(path for path in meritd.state.rglob("*.mdb") if "lock" not in path.name)
        need(files, f"no *.mdb below {meritd.state}")
        for number, path in enumerate(files):
            size = path.stat().st_size
            with open(path, "r+b") as file:
                if number % 3 == 0:
                    file.write(chance.randbytes(min(size, 16384)))
                elif number % 3 == 1:
                    file.truncate(size // 3)
                else:
                    file.truncate(0)
        self.goes_on(meritd)

    def terminated_under_load(self):
        meritd = self.world.application("hurried").create_topics()
        meritd.start("slow:10")
        meritd.wait_ready()
        time.sleep(1)
        lag, took = meritd.lag(), meritd.terminate(5)
        say(f"    SIGTERM at lag {lag} took {took:.2f} s")
        need(lag > 0, "nothing was left to do")
        self.goes_on(meritd)


def run(world):
    events = world.generate(setting("EVENTS", 5_000))
    world.create_inputs()
    world.feed(events)
    scenes = Scenes(world, events)
    wanted, failed = os.environ.get("MERIT_KAFKA_ONLY", ""), []
    names = [name for name, value in vars(Scenes).items()
             if not name.startswith("_") and name not in ("settled", "goes_on") and callable(value)
             and wanted in name]
    for name in names:
        say(f"  {name.replace('_', ' ')}")
        begun = time.monotonic()
        try:
            getattr(scenes, name)()
        except Failure as failure:
            failed.append(name)
            say(f"    FAILED: {failure}")
        for application in world.applications:
            application.kill()
        say(f"    {time.monotonic() - begun:.1f} s")
    need(not failed, f"of {len(names)} scenes failed: {' '.join(failed)}")


if __name__ == "__main__":
    scenario(run)
