"""Where each partner and each tenant has at most one event a day, every ScoreChanged and
DesignationEvent is replay's in all fields, whatever the split over partitions and workers; also
where a second worker opens its tasks 5 s late at the first start. MERIT_KAFKA_EVENTS: the size.

Usage: test_one_a_day.py BUILD_DIR"""

from harness import TODAY, judge, say, scenario, setting


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 6_000, full=30_000))
    world.create_inputs()
    world.feed(events)
    want = world.replay(events, TODAY)
    for name, fail, workers in (("two", None, 2), ("one", None, 1), ("late", "open_late:5000", 2)):
        meritd = world.application(name, {"workers": workers}).create_topics()
        meritd.start(fail)
        meritd.wait_ready()
        meritd.drain(600)
        meritd.terminate()
        say(f"{name}: {len(events)} events, {judge(meritd, want, exact=True)}")


if __name__ == "__main__":
    scenario(run)
