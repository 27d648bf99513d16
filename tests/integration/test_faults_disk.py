"""The disk under the state folder: full, its room used up, its data files damaged in four ways, a
backup put back that is older than the change log's beginning. meritd stops and says why, or rebuilds
the state; afterwards it goes on to what replay says. The full disk is a small tmpfs in a mount namespace of this test's own:
without the right to make one, that scene is left out. MERIT_KAFKA_EVENTS: the size.

Usage: test_faults_disk.py BUILD_DIR"""

import os
import random
import re
import shutil
import subprocess
import sys
import time

from faults import Progress, Table, cut_beyond, fields_of, judged
from harness import TODAY, internal_topics, need, say, scenario, setting, wait_for

TASKS = 2
OWN_MOUNTS = "MERIT_FAULTS_OWN_MOUNTS"
SETTINGS = {"state.snapshot_mb": 1, "state.commit_ms": 100, "time.ahead_days": 30}
STOPPED_SECONDS = 60
CUT_SECONDS = 60
EMPTY_BYTES = 8192
SETTLE_SECONDS = 0.3  # what is being written to the disk is there then


def mount(folder, size, more=""):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}{more}", "tmpfs", str(folder)],
                   check=True, timeout=10)


def stored_tasks(meritd):
    """How many have something on disk: more than LMDB's first two pages."""
    return sum(path.stat().st_size > EMPTY_BYTES for path in meritd.state.rglob("data.mdb"))


def flip_a_bit(file, _):
    """In the value of the task's record, in old pages too: LMDB's pages still fit together. As LMDB has
    a record: no flags, the key's length, the key, the value."""
    content = file.read()
    places = [match.end() for match in re.finditer(b"\0\0\1\0t", content)]
    need(places, f"no record in {file.name}")
    for place in places:
        file.seek(place)
        file.write(bytes([content[place] ^ 1]))


class Scenes:
    def __init__(self, world, want):
        self.world, self.want, self.table = world, want, Table(world)

    def application(self, name, **settings):
        return self.world.application(name, {**SETTINGS, **settings}).create_topics(TASKS)

    def stops(self, meritd, *words, fail=None):
        """Exit code 1 and a line with these words; how long that took."""
        begun = time.monotonic()
        meritd.start(fail)
        code = meritd.wait_exit(STOPPED_SECONDS)
        lines = [line for line in meritd.log_text().splitlines()
                 if "level=error" in line and all(word in line for word in words)]
        need(code == 1, f"ended with {code}\n{meritd.log_tail()}")
        need(lines, f"no line with {' '.join(words)}\n{meritd.log_tail()}")
        say(f"    {lines[-1]}")
        return time.monotonic() - begun

    def goes_on(self, meritd):
        """To the end, from what is on disk; how long until every task went on."""
        progress = Progress(meritd)
        meritd.start()
        seconds = progress.wait(running=[meritd])
        meritd.drain(120)
        rebuilt = meritd.log_text().count('from="change log"')
        need(rebuilt == 0, f"{rebuilt} tasks rebuilt\n{meritd.log_tail()}")
        meritd.terminate()
        return judged(meritd, self.want, partitions=TASKS), seconds

    def map_full(self):
        meritd = self.application("map")
        self.stops(meritd, "outgrown the room", "start meritd again", fail="map_kb:160")
        need(meritd.lag() > 0, "nothing was left to do")
        tally, seconds = self.goes_on(meritd)
        self.table.add("the local map is full: stops, takes more when started again", 1, tally,
                       [seconds])

    def disk_full(self):
        if OWN_MOUNTS not in os.environ:
            say("  SKIPPED: a full disk: no mount namespace is to be had here")
            return
        meritd = self.application("full")
        meritd.state.mkdir()
        mount(meritd.state, "300k")
        self.stops(meritd, "No space left")
        # Neither does it get better by itself.
        self.stops(meritd, "No space left")
        need(meritd.lag() > 0, "nothing was left to do")
        mount(meritd.state, "64m", ",remount")
        tally, seconds = self.goes_on(meritd)
        self.table.add("the disk is full: stops, goes on when there is room", 2, tally, [seconds])

    def damaged(self):
        meritd = self.application("damaged")
        chance, took = random.Random(1), []
        meritd.start("slow:10")
        Progress(meritd).wait(running=[meritd])
        for damage, said in (
                (lambda file, size: file.truncate(size // 3), "state on disk emptied"),
                (lambda file, _: file.truncate(0), "state on disk emptied"),
                (lambda file, size: file.write(chance.randbytes(min(size, 16384))), "state on disk emptied"),
                (flip_a_bit, "state on disk is damaged: it is rebuilt from the change log")):
            meritd.kill()
            for path in meritd.state.rglob("data.mdb"):
                with open(path, "r+b") as file:
                    damage(file, path.stat().st_size)
            progress = Progress(meritd)
            meritd.start("slow:10")
            took.append(progress.wait(running=[meritd]))
            need(meritd.log_text().count('from="change log"') == TASKS,
                 f"not rebuilt\n{meritd.log_tail()}")
            need(len(fields_of(meritd.log_text(), said)) == TASKS, f"not {said}\n{meritd.log_tail()}")
        lag = meritd.lag()
        need(lag > 0, "nothing was left to do")
        meritd.kill()
        tally, _ = self.goes_on(meritd)
        self.table.add("data files cut, emptied, overwritten, a bit of a record flipped: rebuilt",
                       len(took), tally, took)


    def older_than_the_log(self):
        """A copy of the state is put back when the log begins with a snapshot of a later commit."""
        meritd, copy = self.application("older", **{"commit.interval_ms": 1}), self.world.folder / "copy"
        log = internal_topics(meritd.application)[1]
        meritd.start("slow:10")
        wait_for(lambda: stored_tasks(meritd) == TASKS, 30, "a state on disk")
        time.sleep(SETTLE_SECONDS)
        meritd.kill()
        shutil.copytree(meritd.state, copy)
        ends = self.world.broker.ends([log], committed=False)
        meritd.start("slow:2")
        wait_for(lambda: cut_beyond(meritd, ends), CUT_SECONDS, "the log as of the copy is deleted", 0.1)
        meritd.kill()
        need(meritd.lag() > 0, "nothing was left to do")
        meritd.remove_state()
        copy.rename(meritd.state)
        progress = Progress(meritd)
        meritd.start("slow:10")
        seconds = progress.wait(running=[meritd])
        self.opened_from_the_log(meritd)
        meritd.kill()
        tally, _ = self.goes_on(meritd)
        self.table.add("state put back that is older than the change log: rebuilt", 1, tally, [seconds])

    def opened_from_the_log(self, meritd):
        """Each task once, from a snapshot and what came after it, nothing of what was on disk."""
        opened = fields_of(meritd.log_text(), "task opened")
        say("    " + ", ".join(f"task {line['task']} from {line['from']}, commit {line['commit']}, "
                               f"{line['local_commit']} on disk, {line['log_bytes']} B of the log"
                               for line in opened))
        need(len(opened) == TASKS, f"{len(opened)} tasks opened\n{meritd.log_tail()}")
        for line in opened:
            need(line["from"] == "change log" and int(line["disk_bytes"]) == 0
                 and 0 < int(line["local_commit"]) < int(line["commit"]), f"opened otherwise: {line}")


def run(world):
    events = world.generate_one_a_day(setting("EVENTS", 7_000))
    world.create_inputs(TASKS)
    world.feed(events)
    scenes = Scenes(world, world.replay(events, TODAY))
    for scene in (scenes.map_full, scenes.disk_full, scenes.damaged,
                  scenes.older_than_the_log):
        say(f"  {scene.__name__.replace('_', ' ')}")
        begun = time.monotonic()
        scene()
        say(f"    {time.monotonic() - begun:.1f} s")


def in_own_mounts():
    """This program again, in a mount namespace that ends with it, where that is allowed."""
    command = ["unshare", "--mount", "--propagation", "private"]
    if OWN_MOUNTS in os.environ or shutil.which("unshare") is None:
        return
    if subprocess.run([*command, "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0:
        os.environ[OWN_MOUNTS] = "1"
        os.execvp(command[0], [*command, sys.executable, *sys.argv])


if __name__ == "__main__":
    in_own_mounts()
    scenario(run)
