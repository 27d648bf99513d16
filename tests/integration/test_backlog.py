"""A history loaded before the first start, over 4 partitions and 2 workers, gives the scores of
replay, and the same points and qualified at each day's end. MERIT_KAFKA_EVENTS: its size.

Usage: test_backlog.py BUILD_DIR"""

import time

from harness import TODAY, MemoryWatch, cpu_seconds, judge, say, scenario, setting
from lines import TOPICS


def run(world):
    events = world.generate(setting("EVENTS", 320_000))
    world.create_inputs()
    world.feed(events)
    want = world.replay(events, TODAY)
    # The names that meritd takes by itself.
    meritd = world.application("meritd", outputs=TOPICS).create_topics()
    begun = time.monotonic()
    meritd.start()
    watch = MemoryWatch(meritd.pid)
    meritd.wait_ready()
    ready = time.monotonic() - begun
    meritd.drain(900)
    seconds, cpu = time.monotonic() - begun, cpu_seconds(meritd.pid)
    say(f"{len(events)} events: ready after {ready:.1f} s, done and quiet after {seconds:.1f} s, "
        f"{cpu * 1e6 / len(events):.1f} us of processor time each, {watch.stop() // 1024} MB")
    stopped = meritd.terminate()
    say(f"as replay: {judge(meritd, want)}; SIGTERM took {stopped:.2f} s")


if __name__ == "__main__":
    scenario(run)
