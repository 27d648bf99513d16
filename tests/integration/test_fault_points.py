"""SIGKILL at every fault point, at its first and fifth time, while input is left: what came out at
the end is what replay says. A chain is one application over one history: a process for each point
goes on where the one before it was killed, and a last one finishes undisturbed.

  first, fifth  from the first start on, in the order of a task's life; those of a snapshot are reached
                when the tasks' logs have grown to 1 MB, the fifth time with a snapshot of each of
                the five tasks; those of a restore start without the state folder
  again         from the middle of the history on, in random order, every third time and where a
                restore is to be met without the state folder; those of a snapshot only the first
                time, as logs must grow for each

All read the same input topics. MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_JOBS: chains side by side;
MERIT_KAFKA_POINTS (a text, by commas): only these points; MERIT_KAFKA_SEED: the order of "again".

Usage: test_fault_points.py BUILD_DIR"""

import concurrent.futures
import os
import random
import signal
import subprocess
import time

from faults import Table, judged, seconds_until_ready
from harness import TODAY, Failure, need, say, scenario, setting, wait_for

TASKS = 5
NOT_KILLING = {"slow", "open_late", "map_kb",
               "reshard_sent", "reshard_ended"}  # another program: see test_reshard.py
REACHED_SECONDS = 60
SETTINGS = {"state.snapshot_mb": 1, "state.commit_ms": 200, "commit.interval_ms": 5,
            "time.ahead_days": 5}


def fault_points(meritd):
    done = subprocess.run([str(meritd), "--fault-points"], stdout=subprocess.PIPE, text=True,
                          check=True, timeout=10)
    points = [name for name in done.stdout.split() if name not in NOT_KILLING]
    need(points, "meritd --fault-points prints none")
    chosen = os.environ.get("MERIT_KAFKA_POINTS")
    return [name for name in points if not chosen or name in chosen.split(",")]


def kill_at(meritd, fail, lost):
    """Runs until the point kills, which must be before all is done."""
    begun = time.monotonic()
    if lost:
        meritd.remove_state()
    meritd.start(fail)
    try:
        code = meritd.wait_exit(REACHED_SECONDS)
    except Failure:
        raise Failure(f"{fail}: not reached, lag {meritd.lag()}\n{meritd.log_tail()}") from None
    need(code == -signal.SIGKILL, f"{fail}: ended with {code}\n{meritd.log_tail()}")
    lag = meritd.lag()
    say(f"  {meritd.application}: {fail}{', state deleted' if lost else ''}: lag {lag}, "
        f"{time.monotonic() - begun:.1f} s")
    need(lag > 0, f"{fail}: killed with nothing left to do")


def to_the_middle(meritd):
    half = meritd.lag() // 2
    meritd.start()
    wait_for(lambda: meritd.lag() < half, REACHED_SECONDS, "half of the history")
    meritd.kill()


def chain(world, want, name, steps):
    """steps: (point, which time, whether the state folder is deleted before). What the table says, and
    how long the starts took that came after a kill, where the point was not before."""
    begun = time.monotonic()
    meritd = world.application(name, SETTINGS).create_topics(TASKS)
    killed = name == "again"
    if killed:
        to_the_middle(meritd)
    seconds = []
    for point, count, lost in steps:
        kill_at(meritd, f"{point}:{count}", lost)
        seconds += seconds_until_ready(meritd) if killed else []
        killed = True
    meritd.start()
    meritd.drain()
    meritd.terminate()
    seconds += seconds_until_ready(meritd)
    tally = judged(meritd, want, partitions=TASKS)
    say(f"{name}: {len(steps)} kills, {time.monotonic() - begun:.1f} s")
    return tally, seconds


def in_order(points, count):
    return [(point, count, point.startswith("restore")) for point in points]


def shuffled(points, seed):
    steps = [(point, count) for point in points
             for count in ((1,) if point.startswith("snapshot") else (1, 5))]
    random.Random(seed).shuffle(steps)
    return [(point, count, point.startswith("restore") or number % 3 == 2)
            for number, (point, count) in enumerate(steps)]


def run(world):
    seed = setting("SEED", random.randrange(2**31))
    say(f"MERIT_KAFKA_SEED={seed}")
    begun = time.monotonic()
    events = world.generate_one_a_day(setting("EVENTS", 60_000))
    world.create_inputs(TASKS)
    world.feed(events)
    want = world.replay(events, TODAY)
    say(f"{len(events)} events, {time.monotonic() - begun:.1f} s")
    points = fault_points(world.meritd)
    chains = {"first": in_order(points, 1), "fifth": in_order(points, 5),
              "again": shuffled(points, seed)}
    failed, table = [], Table(world)
    with concurrent.futures.ThreadPoolExecutor(setting("JOBS", 2)) as pool:
        runs = {pool.submit(chain, world, want, name, steps): name
                for name, steps in chains.items()}
        for done in concurrent.futures.as_completed(runs):
            try:
                table.add(f"SIGKILL at a fault point ({runs[done]})", len(chains[runs[done]]),
                          *done.result())
            except Failure as failure:
                failed.append(runs[done])
                say(f"{runs[done]}: FAILED: {failure}")
    need(not failed, f"failed: {' '.join(failed)}")


if __name__ == "__main__":
    scenario(run)
