"""SIGKILL at every fault point, at its first and fifth time; started again without it, meritd gives
what it would have given. All runs read the same input topics, each as an application of its own.
MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_JOBS: runs side by side; MERIT_KAFKA_POINTS (a text, by
commas): only these points.

There are five tasks and a history that is long enough for a snapshot of each, so that every point
is reached five times in one run. Those of a restore are armed when the state is deleted after a
snapshot, while input is left.

Usage: test_fault_points.py BUILD_DIR"""

import concurrent.futures
import os
import signal
import subprocess

from harness import TODAY, Failure, judge, need, say, scenario, setting

TIMES = (1, 5)
TASKS = 5
NOT_KILLING = {"slow", "open_late"}


def fault_points(meritd):
    done = subprocess.run([str(meritd), "--fault-points"], stdout=subprocess.PIPE, text=True,
                          check=True, timeout=10)
    points = [name for name in done.stdout.split() if name not in NOT_KILLING]
    need(points, "meritd --fault-points prints none")
    chosen = os.environ.get("MERIT_KAFKA_POINTS")
    return [name for name in points if not chosen or name in chosen.split(",")]


def was_killed(meritd, code):
    if code is None:
        return False
    need(code == -signal.SIGKILL, f"{meritd.application} ended with {code}\n{meritd.log_tail()}")
    return True


def reach(meritd, fail):
    """Runs until the point kills: in a first start, a restore, a start on kept state, or a stop.
    Says where it did, or None."""
    if fail.startswith("restore"):
        meritd.start()
        meritd.wait_log("snapshot written", 120)
        need(meritd.lag() > 0, "the first snapshot comes when nothing is left to do")
        meritd.kill()
        meritd.remove_state()
        return "restore" if was_killed(meritd, meritd.start(fail).drain_or_exit()) else None
    for where in ("first start", "restore", "start again"):
        if where == "restore":
            meritd.remove_state()
        if was_killed(meritd, meritd.start(fail).drain_or_exit()):
            return where
        if where != "start again":
            meritd.kill()
    meritd.process.terminate()
    return "stop" if was_killed(meritd, meritd.wait_exit(10) or None) else None


def one_run(world, want, point, count):
    fail = f"{point}:{count}"
    meritd = world.application(f"at-{point}-{count}".replace("_", "-").replace(".", "-"),
                               {"state.snapshot_mb": 1, "state.commit_ms": 200,
                                "time.ahead_days": 20})
    meritd.create_topics(TASKS)
    where = reach(meritd, fail)
    meritd.kill()
    meritd.start()
    meritd.drain()
    meritd.terminate()
    counts = judge(meritd, want, exact=True, partitions=TASKS)
    meritd.remove_state()
    meritd.world.broker.delete_topics([name for name in meritd.topics.values()
                                       if name.startswith(meritd.application)])
    return fail, where, counts


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 22_000))
    world.create_inputs(TASKS)
    world.feed(events)
    want = world.replay(events, TODAY)
    points = fault_points(world.meritd)
    unreached, failed = [], []
    with concurrent.futures.ThreadPoolExecutor(setting("JOBS", 2)) as pool:
        runs = {pool.submit(one_run, world, want, point, count): f"{point}:{count}"
                for point in points for count in TIMES}
        for done in concurrent.futures.as_completed(runs):
            try:
                fail, where, counts = done.result()
            except Failure as failure:
                failed.append(runs[done])
                say(f"{runs[done]}: FAILED: {failure}")
                continue
            say(f"{fail}: killed at {where}; {counts}" if where else f"{fail}: not reached")
            if not where:
                unreached.append(fail)
    say(f"{len(points)} points, {len(runs)} runs, {len(failed)} failed")
    need(not failed, f"failed: {' '.join(failed)}")
    need(not unreached, f"never reached: {' '.join(unreached)}")


if __name__ == "__main__":
    scenario(run)
