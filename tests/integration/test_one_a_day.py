"""Where each partner and each tenant has at most one event a day, every ScoreChanged and
DesignationEvent is replay's in all fields, whatever the split over partitions and workers; also
where a second worker opens its tasks 5 s late at the first start, and with values framed raw.
MERIT_KAFKA_EVENTS: the size.

Usage: test_one_a_day.py BUILD_DIR"""

from harness import TODAY, judge, say, scenario, setting


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 6_000, full=30_000))
    world.create_inputs()
    world.feed(events)
    want = world.replay(events, TODAY)
    raw = world.create_inputs(prefix="raw.")
    world.feed(events, raw, framing="raw")
    for name, fail, settings, inputs in (
            ("two", None, {}, {}), ("one", None, {"workers": 1}, {}),
            ("late", "open_late:5000", {}, {}), ("raw", None, {"framing.default": "raw"}, raw)):
        meritd = world.application(name, settings, inputs=inputs).create_topics()
        meritd.start(fail)
        meritd.wait_ready()
        meritd.drain(600)
        meritd.terminate()
        say(f"{name}: {len(events)} events, {judge(meritd, want, exact=True)}")


if __name__ == "__main__":
    scenario(run)
