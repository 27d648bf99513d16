"""The wall clock steps over midnights while nothing comes in: what happens by time alone happens on
its day and once. MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_DAYS: single steps.

Usage: test_midnights.py BUILD_DIR"""

import collections
import datetime

from harness import judge, need, say, scenario, setting, wait_for

BEGIN = "2024-01-29"
LEAPS = (7, 31, 150, 240)  # days in one step, after the single ones


def by_day(lines):
    """How many of each kind take effect on each day."""
    days = collections.Counter()
    for line in lines:
        if line["type"] != "score":
            days[line["effective_date"], line["type"]] += 1
    return days


def up_to(days, day):
    return collections.Counter({key: count for key, count in days.items() if key[0] <= day})


def check_day(meritd, want, day):
    """What takes effect up to this day comes out, and nothing else."""
    def count():
        ends = meritd.world.broker.ends([meritd.topics["score_changes"],
                                         meritd.topics["designations"]])
        return sum(ends.values())

    before = count()
    if want != by_day(line for line, _ in meritd.read(("score_changed", "designation"))):
        wait_for(lambda: count() > before, 30, f"after the midnight of {day} nothing comes")
    meritd.drain(120)
    found = by_day(line for line, _ in meritd.read(("score_changed", "designation")))
    wrong = {key: (want[key], found[key]) for key in want.keys() | found.keys()
             if want[key] != found[key]}
    need(not wrong, f"after the midnight of {day}: (want, got) {wrong}\n{meritd.log_tail()}")


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 6_000))
    world.create_inputs()
    world.feed(events)
    day = datetime.date.fromisoformat(BEGIN)
    steps = [1] * setting("DAYS", 8) + list(LEAPS)
    last = (day + datetime.timedelta(days=sum(steps))).isoformat()
    want = world.replay(events, last)
    planned = by_day(want)
    by_time = collections.Counter(
        line["transition"] if line["type"] == "designation" else "SCORE" for line in want
        if line["type"] != "score" and line["cause"] == "TIME" and line["effective_date"] > BEGIN)
    need(by_time["SCORE"] and sum(by_time.values()) > by_time["SCORE"],
         f"the history has too little to show: {dict(by_time)}")

    meritd = world.application("midnights").create_topics()
    meritd.set_clock(BEGIN)
    meritd.start()
    meritd.wait_ready()
    meritd.drain(300)
    for number, step in enumerate(steps):
        day += datetime.timedelta(days=step)
        # Just before and just after: a day begins at its midnight.
        before = (day - datetime.timedelta(days=1)).isoformat()
        meritd.set_clock(f"{before}T23:59:59Z")
        if step > 1:
            meritd.drain(120)
        meritd.set_clock(f"{day}T00:00:00Z")
        check_day(meritd, up_to(planned, day.isoformat()), day)
        if number == len(steps) // 2:
            meritd.kill()
            meritd.start()
            meritd.wait_ready()
    meritd.terminate()
    say(f"{len(steps)} steps to {last}: by time alone {dict(by_time)}; "
        f"{judge(meritd, want, exact=True)}")


if __name__ == "__main__":
    scenario(run)
