"""Three brokers that hold everything three times: one and then another is killed under load and brought
back, while meritd goes on with the other two. MERIT_KAFKA_EVENTS: the size.

Usage: test_faults_cluster.py BUILD_DIR"""

import random

from faults import Group, Progress, Table, judged, no_transaction_lingers
from harness import TODAY, Cluster, internal_topics, need, scenario, setting

SETTINGS = {"workers": 1, "time.ahead_days": 2}
SLOW = "slow:10"


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 5_000, full=20_000))
    world.create_inputs()
    world.feed(events)
    meritd = world.application("cluster", SETTINGS).create_topics()
    group = Group(meritd, ("one", "two"), SLOW)
    group.start()
    seconds = []
    numbers = random.sample((1, 2, 3), setting("BROKERS", 2, full=3))
    for number in numbers:
        world.broker.kill(number)
        progress = Progress(meritd)
        seconds.append(progress.wait(running=group.members))
        world.broker.up(number)
        Progress(meritd).wait(running=group.members)
        need(meritd.lag() > 0, "nothing was left to do")
    group.finish()
    group.terminate()
    no_transaction_lingers(meritd, meritd.output_topics() + internal_topics("cluster"), 20)
    tally = judged(meritd, world.replay(events, TODAY))
    Table(world).add("one of three brokers killed, and brought back", len(numbers), tally, seconds)


if __name__ == "__main__":
    scenario(run, Cluster)
