"""A record too large for its output topic stops meritd with a diagnosis that names the topic, and
it does not try for ever; once the topic takes it, meritd goes on. MERIT_KAFKA_EVENTS: the size.

Usage: test_too_large.py BUILD_DIR"""

import time

from confluent_kafka.admin import (AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType)

from harness import TODAY, INPUT, judge, need, say, scenario, setting

WITHIN_SECONDS = 60
LIMIT_BYTES = 300  # a ScoreChanged has some 400


def allow(world, topic, size):
    entry = ConfigEntry("max.message.bytes", str(size),
                        incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
    for future in world.broker.admin.incremental_alter_configs([resource]).values():
        future.result(20)


def run(world):
    events = world.generate(setting("EVENTS", 2_000))
    world.create_inputs()
    world.feed(events)
    meritd = world.application("large")
    meritd.create_topics(score_changes={**INPUT, "max.message.bytes": LIMIT_BYTES})
    topic = meritd.topics["score_changes"]
    begun = time.monotonic()
    meritd.start()
    code = meritd.wait_exit(WITHIN_SECONDS)
    seconds = time.monotonic() - begun
    lines = [line for line in meritd.log_text().splitlines()
             if topic in line and ("large" in line.lower() or "max.message.bytes" in line)]
    need(code == 1, f"ended with {code} instead of 1\n{meritd.log_tail()}")
    need(lines, f"no line says that {topic} does not take a record so large\n{meritd.log_tail()}")
    need(len(lines) < 20, f"{len(lines)} such lines: it tries for ever")
    say(f"stopped after {seconds:.1f} s: {lines[-1]}")
    allow(world, topic, 1_000_000)
    meritd.start()
    meritd.drain(120)
    meritd.terminate()
    say(f"after the topic was changed: {judge(meritd, world.replay(events, TODAY))}")


if __name__ == "__main__":
    scenario(run)
