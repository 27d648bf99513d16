"""A transaction of an upstream producer: while it is open nothing of it is seen and the clock
stays; aborted it has never been; committed it counts. MERIT_KAFKA_EVENTS: the size.

Usage: test_transactions.py BUILD_DIR"""

import time

from harness import TODAY, judge, need, say, scenario, setting

TOMORROW = "2024-01-11"
OPEN_SECONDS = 4.0  # several times time.idle_ms


def late_reports(events, at):
    """Reports of all tenants with an association, with figures no partner has."""
    tenants = sorted({event["tenant_id"] for event in events if event["type"] == "association"})
    return [{"type": "usage", "event_id": f"upstream-{number}", "occurred_at": at,
             "tenant_id": tenant, "product": "m365/teams", "as_of": at[:10],
             "monthly_active_users": 90_000 + number, "paid_available_units": 100_000}
            for number, tenant in enumerate(tenants)]


def outputs(meritd):
    return {(place.topic, place.partition, place.offset) for _, place in meritd.read()}


def stays(meritd, before, offsets, what):
    """Nothing comes out and no offset goes on."""
    time.sleep(OPEN_SECONDS)
    meritd.need_running()
    need(outputs(meritd) == before, f"{what}: something came out")
    now = meritd.committed()
    moved = [at for at in offsets if at[0] in meritd.input_topics() and now[at] != offsets[at]]
    need(not moved, f"{what}: offsets of {moved} went on")


def run(world):
    events = world.generate(setting("EVENTS", 3_000))
    world.create_inputs()
    world.feed(events)
    meritd = world.application("upstream").create_topics()
    meritd.start()
    meritd.wait_ready()
    meritd.drain(120)
    judge(meritd, world.replay(events, TODAY))

    before, offsets = outputs(meritd), meritd.committed()
    reports = late_reports(events, f"{TODAY}T10:00:00Z")
    # Every partition of usage holds a part of it, so no task may call itself idle.
    feed = world.feed(transactional_id="upstream")
    feed.begin()
    for report in reports:
        feed.send_line(report)
    feed.flush()
    stays(meritd, before, offsets, "open")
    meritd.set_clock(TOMORROW)
    stays(meritd, before, offsets, "open, past midnight")
    feed.abort()
    meritd.drain(120, slack=8)
    want = world.replay(events, TOMORROW)
    say(f"aborted: {judge(meritd, want)}")

    reports = late_reports(events, f"{TOMORROW}T10:00:00Z")
    feed.begin()
    for report in reports:
        feed.send_line(report)
    feed.commit()
    meritd.drain(120, slack=8)
    meritd.terminate()
    want = world.replay(events + reports, TOMORROW)
    say(f"committed: {judge(meritd, want)}")


if __name__ == "__main__":
    scenario(run)
