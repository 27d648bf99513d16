"""20 random kills while input is left, meritd being slowed by its fault point `slow:MS`, some with
the state folder deleted, with small snapshots; then the same with a feed still under way and a
large time.idle_ms, so that no input counts as idle before the feed's end. Each input partition that
comes to its end holds the clocks back for that long, one after the other: only the last start, when
all is fed, has a shorter one. MERIT_KAFKA_EVENTS, MERIT_KAFKA_KILLS, MERIT_KAFKA_SEED.

Usage: test_kills.py BUILD_DIR"""

import random
import threading
import time

from faults import Table, judged, seconds_until_ready
from harness import TODAY, need, say, scenario, setting

DELETE_EVERY = 4
SLOWEST_MS = 2000


class Pace:
    """How slow meritd is made, so that the input lasts for all kills."""

    def __init__(self, milliseconds):
        self.milliseconds = milliseconds

    def learn(self, before, after, kills_left):
        """Twice as slow where the rest would not last; faster where nothing went on."""
        taken = before - after
        if taken * (kills_left + 3) > after:
            self.milliseconds = min(SLOWEST_MS, self.milliseconds * 2 + 1)
        elif taken == 0:
            self.milliseconds //= 2


def kill_at_random(meritd, kills, chance, pace):
    """How long the starts took that came after a kill."""
    lags, seconds = [], []
    for number in range(kills):
        before = meritd.lag()
        meritd.start(fail=f"slow:{pace.milliseconds}")
        # One in eight is killed while it starts.
        if chance.random() > 0.125:
            meritd.wait_ready()
        time.sleep(chance.uniform(0.05, 1.0))
        meritd.need_running()
        lag = meritd.lag()
        meritd.kill()
        if number > 0:
            seconds += seconds_until_ready(meritd)
        delete = number % DELETE_EVERY == DELETE_EVERY - 1
        if delete:
            meritd.remove_state()
        say(f"  kill {number + 1}: lag {lag} (was {before}), slowed by {pace.milliseconds} ms"
            f"{', state deleted' if delete else ''}")
        lags.append(lag)
        pace.learn(before, lag, kills - number - 1)
    need(all(lags), f"killed with nothing left to do: lags {lags}")
    return seconds


def backlog(world, chance, table):
    events = world.generate_one_a_day(setting("EVENTS", 8_000, full=20_000))
    inputs = world.create_inputs(prefix="backlog.")
    world.feed(events, inputs)
    want = world.replay(events, TODAY)
    meritd = world.application("kills", {"state.snapshot_mb": 1}, inputs=inputs).create_topics()
    kills = setting("KILLS", 20)
    seconds = kill_at_random(meritd, kills, chance, Pace(setting("SLOW_MS", 20)))
    meritd.start()
    meritd.drain(600)
    meritd.terminate()
    table.add("one instance killed at random, a backlog", kills, judged(meritd, want),
              seconds + seconds_until_ready(meritd))


def paced(world, chance, table):
    """The feed takes about 20 s."""
    events = world.generate_one_a_day(setting("EVENTS", 8_000, full=20_000) // 4, seed=2)
    inputs = world.create_inputs(prefix="paced.")
    want = world.replay(events, TODAY)
    meritd = world.application("paced", {"state.snapshot_mb": 1, "time.idle_ms": 15_000},
                               inputs=inputs).create_topics()
    feed = world.feed(topics=inputs)
    feeder = threading.Thread(target=feed.lines, args=(events, len(events) / 20), daemon=True)
    feeder.start()
    kills, seconds = 0, []
    while feeder.is_alive():
        meritd.start()
        meritd.wait_ready()
        time.sleep(chance.uniform(0.2, 3.0))
        meritd.need_running()
        say(f"  paced, kill {kills + 1}: {feed.sent} of {len(events)} fed, lag {meritd.lag()}")
        meritd.kill()
        if kills > 0:
            seconds += seconds_until_ready(meritd)
        kills += 1
        if kills % DELETE_EVERY == 0:
            meritd.remove_state()
    feeder.join()
    meritd.start(time__idle_ms=1000)
    meritd.drain(300, quiet=3)
    meritd.terminate()
    table.add("one instance killed at random, events as they come", kills, judged(meritd, want),
              seconds + seconds_until_ready(meritd))


def run(world):
    seed = setting("SEED", random.randrange(2**31))
    say(f"MERIT_KAFKA_SEED={seed}")
    chance = random.Random(seed)
    table = Table(world)
    backlog(world, chance, table)
    paced(world, chance, table)


if __name__ == "__main__":
    scenario(run)
