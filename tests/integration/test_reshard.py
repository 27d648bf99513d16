"""The number of partitions changes, as `merit reshard --help` says: 4, then 6, then 2. One history with
one event a day of each partner and tenant goes into the inputs of one application after the other;
what the three say is, put together, what replay says of the whole: each event, sequences that go on,
nothing twice. What is not at rest is refused, and nothing is written then. Killed in the middle, it is
called again: what it had sent is never seen; killed right after its commit, all is there.

MERIT_KAFKA_EVENTS: the size.

Usage: test_reshard.py BUILD_DIR"""

import os
import signal
import subprocess
import time

import compare
from harness import TODAY, internal_topics, need, record_findings, say, scenario, setting, wait_for
from lines import record_time
from read import last_scores

COUNTS = (4, 6, 2)


def day_of(event):
    return record_time(event)[:10]


def parts_of(events):
    """As many parts as there are applications, each of whole days: what comes to the next one is
    after the day on which the one before came to rest."""
    days = sorted({day_of(event) for event in events})
    edges = [days[len(days) * number // len(COUNTS)] for number in range(1, len(COUNTS))]
    parts = [[] for _ in COUNTS]
    for event in events:
        parts[sum(day_of(event) >= edge for edge in edges)].append(event)
    return parts


def reshard(world, new, old, wait=True, fail=""):
    process = subprocess.Popen([str(world.merit), "reshard", "--config", str(new.configuration),
                                str(old.configuration)], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True,
                               env={**os.environ, "MERITD_FAIL": fail})
    return ended(process) if wait else process


def ended(process):
    text = process.communicate(timeout=120)[1]
    return process.returncode, text


def refused(world, new, got, words):
    code, text = got
    need(code == 2 and words in text and "nothing was written" in text, f"reshard: {code}: {text}")
    ends = world.broker.ends(internal_topics(new.application), committed=False)
    need(not any(ends.values()), f"a refused reshard wrote: {ends}")


def make(world, number, partitions):
    prefix = "" if number == 0 else f"{partitions}."
    inputs = world.create_inputs(partitions, prefix)
    made = world.application(f"of-{partitions}", inputs=inputs, settings={
        "kafka.properties": {"session.timeout.ms": "4000"}}) # it is waited for
    return made.create_topics(partitions)


def feed(world, application, events):
    world.feed(events, {key: application.topics[key] for key in
                        ("associations", "usage", "certifications")})


def killed(world, new, old, point):
    code, text = reshard(world, new, old, fail=f"{point}:1")
    need(code == -signal.SIGKILL, f"reshard ended with {code}: {text}")


def in_log(world, application, committed=True):
    """How many offsets of the change log have something, seen by read_committed readers or at all."""
    return sum(world.broker.ends(internal_topics(application.application)[1:], committed).values())


def starts_too_soon(world, new, old):
    """meritd, after a reshard that was killed: it takes nothing for its state. While it runs none is
    written, for it would not know of that."""
    new.start(time__idle_ms=600_000)
    new.wait_log("partitions assigned", 30)
    code, text = reshard(world, new, old)
    need(code == 2 and "the new application runs already" in text, f"reshard: {code}: {text}")
    new.need_running()
    need("task opened" not in new.log_text(), f"a task was opened\n{new.log_tail()}")
    need(not new.committed(), "it has committed something")
    new.kill()


def take_over(world, new, old, again):
    """It is killed before the commit or right after it. Called again, it does all, or says that all is
    done."""
    say(f"  killed {'before' if again else 'after'} the commit")
    if again:
        killed(world, new, old, "reshard_sent")
        need(in_log(world, new, committed=False) > in_log(world, new) == 0, "it was killed elsewhere")
        starts_too_soon(world, new, old)
        begun = time.monotonic()
        code, text = reshard(world, new, old)
        need(code == 0, f"reshard: {code}: {text}")
        say(f"  again, {time.monotonic() - begun:.1f} s: {text.strip()}")
    else:
        killed(world, new, old, "reshard_ended")
        wait_for(lambda: in_log(world, new), 20, "what was committed is seen")
    code, text = reshard(world, new, old)
    need(code == 2 and "has started already" in text and "all of it: start meritd" in text,
         f"reshard again: {code}: {text}")
    say(f"  {text.strip()}")


def run_part(world, application, events, day, new=None):
    """Until everything is read, and every clock has come to the day. new: what it cannot be taken
    over into while it runs."""
    application.set_clock(day)
    feed(world, application, events)
    application.start().wait_ready()
    early = new and reshard(world, new, application, wait=False)
    application.drain(300)
    if early:
        refused(world, new, ended(early), "still runs")
    application.terminate()


def refusals(world, old, new, late, day):
    """A record that nobody has read: then it is read."""
    feed(world, old, late)
    refused(world, new, reshard(world, new, old), "not all of its inputs is read")
    run_part(world, old, [], day)


def judge(applications, want):
    said, wrong = [], []
    for application, partitions in applications:
        found = application.read()
        wrong += record_findings(application, found, partitions)
        said += [line for line, _ in found]
    wrong += [*compare.events(want, said), *compare.integrity(said),
              *compare.day_ends(want, said), *compare.final_scores(want, last_scores(said), True)]
    for text in wrong[:compare.SHOWN]:
        say(f"  {text}")
    need(not wrong, f"{len(wrong)} findings")
    return len([line for line in said if line["type"] != "score"])


def run(world):
    events = world.generate_mix(setting("EVENTS", 6_000, full=20_000))
    want = world.replay(events, TODAY)
    parts = parts_of(events)
    days = [day_of(part[-1]) for part in parts[:-1]] + [TODAY]
    applications = [(make(world, number, partitions), partitions)
                    for number, partitions in enumerate(COUNTS)]
    (first, _), (second, _), _ = applications
    run_part(world, first, parts[0][:-3], days[0], second)
    refusals(world, first, second, parts[0][-3:], days[0])
    for number in range(1, len(COUNTS)):
        (old, _), (new, partitions) = applications[number - 1:number + 1]
        begun = time.monotonic()
        take_over(world, new, old, again=number == 1)
        say(f"  taken over in {time.monotonic() - begun:.1f} s")
        run_part(world, new, parts[number], days[number])
    say(f"{len(events)} events in {[len(part) for part in parts]}: "
        f"{judge(applications, want)} events said, as replay says them")


if __name__ == "__main__":
    scenario(run)
