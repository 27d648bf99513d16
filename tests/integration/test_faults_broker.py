"""One broker that is away: at the start, where it is waited for and where the wait is over, and signals
are heard meanwhile; and for a while under load, stopped (SIGSTOP) and killed, for longer than
sessions and transactions last. meritd goes on by itself when it is back. MERIT_KAFKA_EVENTS: the
size; MERIT_KAFKA_AWAY: for how many seconds.

Usage: test_faults_broker.py BUILD_DIR"""

import signal
import time

from faults import Group, Progress, Table, judged, no_transaction_lingers
from harness import TODAY, internal_topics, need, say, scenario, setting

SETTINGS = {"workers": 1, "time.ahead_days": 2}
SLOW = "slow:10"
BACK_SECONDS = 180


def at_start(broker, one):
    """How long it takes to go on once the broker is there."""
    broker.down()
    begun = time.monotonic()
    one.start(startup__wait_ms=1500)
    code = one.wait_exit(30)
    need(code == 2, f"ended with {code}\n{one.log_tail()}")
    line = one.wait_log("level=error broker", 1)
    say(f"    after {time.monotonic() - begun:.1f} s: {line}")
    need(not one.state.exists(), "something was written")
    one.start(SLOW, startup__wait_ms=BACK_SECONDS * 1000)
    line = one.wait_log("broker", 20)
    say(f"    {line}")
    one.terminate()
    one.start(SLOW, startup__wait_ms=BACK_SECONDS * 1000)
    one.wait_log("broker", 20)
    one.process.send_signal(signal.SIGHUP)
    time.sleep(3)
    one.need_running()
    broker.up()
    begun = time.monotonic()
    one.wait_ready(BACK_SECONDS)
    seconds = time.monotonic() - begun
    one.wait_log("rules are as they were", 1)
    say(f"  away at the start: {seconds:.1f} s")
    return seconds


def away(meritd, members, seconds, how):
    """Under load; how long until every task goes on."""
    broker = meritd.world.broker
    lag = meritd.lag()
    if how == "killed":
        broker.kill()
    else:
        broker.freeze()
    time.sleep(seconds)
    for member in members:
        member.need_running()
    begun = time.monotonic()
    if how == "killed":
        broker.up()
    else:
        broker.thaw()
    Progress(meritd).wait(BACK_SECONDS, running=members)
    took = time.monotonic() - begun
    say(f"  {how} for {seconds} s at lag {lag}: {took:.1f} s")
    return took


def run(world):
    seconds = setting("AWAY", 60)
    events = world.generate_one_a_day(setting("EVENTS", 5_000, full=20_000))
    world.create_inputs()
    world.feed(events)
    meritd = world.application("away", SETTINGS).create_topics()
    group = Group(meritd, ("one", "two"), SLOW)
    started = at_start(world.broker, group.members[0])
    group.members[1].start(SLOW)
    group.members[1].wait_ready()
    Progress(meritd).wait(running=group.members)
    took = {how: away(meritd, group.members, seconds, how) for how in ("stopped", "killed")}
    need(meritd.lag() > 0, "nothing was left to do")
    group.finish()
    group.terminate()
    no_transaction_lingers(meritd, meritd.output_topics() + internal_topics("away"))
    tally = judged(meritd, world.replay(events, TODAY))
    table = Table(world)
    table.add("the broker away at the start", 1, tally, [started])
    for how, one in took.items():
        table.add(f"the broker {how} for {seconds} s", 1, tally, [one])


if __name__ == "__main__":
    scenario(run)
