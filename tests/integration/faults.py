"""What the fault tests share: several processes of one application, how fast it is back after a fault,
and the lines of the table in tests/README.md, which fault_table.py makes of what is recorded here."""

import collections
import json
import pathlib
import signal
import statistics
import sys
import time

import compare
from harness import Failure, judge, need, say, wait_for
from lines import log_fields, log_instant

RECOVER_SECONDS = 60


# ---------------------------------------------------------------- the table

class Table:
    """The recorded faults of one test, in <build>/fault_table/<test>.jsonl."""

    def __init__(self, world):
        folder = world.build / "fault_table"
        folder.mkdir(exist_ok=True)
        self.path = folder / f"{pathlib.Path(sys.argv[0]).stem.removeprefix('test_')}.jsonl"
        self.path.write_text("")

    def add(self, fault, times, tally=None, seconds=()):
        """tally: (events checked, lost, doubled), None where nothing is to go on; seconds: how long
        it took each time until input was taken again, or until meritd had ended."""
        line = {"fault": fault, "times": times, "seconds": [round(one, 3) for one in seconds]}
        if tally:
            line.update(zip(("events", "lost", "doubled"), tally))
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        say("  | " + " | ".join(cells(line)) + " |")


def cells(line):
    """The texts of a row: fault, how often, events checked, lost, doubled, time to recover."""
    seconds = line["seconds"]
    took = ""
    if len(seconds) == 1:
        took = f"{seconds[0]:.1f} s"
    elif seconds:
        took = f"{statistics.median(seconds):.1f} s, at most {max(seconds):.1f} s"
    return (line["fault"], str(line["times"]),
            *(str(line.get(name, "")) for name in ("events", "lost", "doubled")), took)


def tally_of(want, got):
    """(events checked, lost, doubled or made up) of a history with one event a day."""
    def keys(lines):
        return collections.Counter((line["type"], *compare.who(line), line["sequence"])
                                   for line in lines if line["type"] in compare.EVENT_TYPES)

    wanted, found = keys(want), keys(got)
    return sum(wanted.values()), sum((wanted - found).values()), sum((found - wanted).values())


def judged(meritd, want, **options):
    """As judge with every event the same; what the table says of it."""
    found = meritd.read()
    tally = tally_of(want, [line for line, _ in found])
    say(f"  {meritd.application}: {tally[0]} events, {tally[1]} lost, {tally[2]} doubled")
    judge(meritd, want, exact=True, found=found, **options)
    return tally


# ---------------------------------------------------------------- progress

class Progress:
    """Where each partition's inputs stood when this was made."""

    def __init__(self, meritd):
        self.meritd, self.before = meritd, self._by_partition(meritd)
        self.begun = time.monotonic()

    @staticmethod
    def _by_partition(meritd):
        sums = collections.Counter()
        for (_, number), offset in meritd.committed().items():
            sums[number] += offset
        return sums

    def moved(self):
        """Each task has committed something since."""
        now = self._by_partition(self.meritd)
        return len(now) > 0 and all(now[number] > self.before[number] for number in now)

    def wait(self, seconds=RECOVER_SECONDS, running=()):
        """Until every task went on; how long that took. running: who must not end meanwhile. Each
        goes on twice: once may be a commit that was under way at the brokers."""
        again = []

        def moved():
            for one in running:
                one.need_running()
            if self.moved() and not again:
                again.append(Progress(self.meritd))
            return again and again[0].moved()

        try:
            wait_for(moved, seconds, "every task goes on", 0.02)
        except Failure as failure:
            logs = "\n".join(f"{one.settings['instance_id']}\n{one.log_tail()}" for one in running)
            raise Failure(f"{failure}\n{logs}") from None
        return time.monotonic() - self.begun


def seconds_until_ready(meritd):
    """From its last start until all its tasks were open and had committed, as a list of one; of none
    where it was ended before."""
    return [log_instant(line) - meritd.started
            for line in fields_of(meritd.log_text(), "ready")[:1]]


def cut_beyond(meritd, offsets):
    """Whether of each of these partitions ({(topic, partition): offset}) what lay before is deleted."""
    begins = meritd.world.broker.begins({topic for topic, _ in offsets})
    return all(begins[place] >= offset for place, offset in offsets.items())


def no_transaction_lingers(meritd, names, seconds=0):
    """The last stable offset of each partition is its end."""
    broker = meritd.world.broker

    def hanging():
        stable, ends = broker.ends(names), broker.ends(names, committed=False)
        return sorted(place for place in ends if stable[place] != ends[place])

    if seconds:
        wait_for(lambda: not hanging(), seconds, "transactions end")
    left = hanging()
    need(not left, f"transactions are open in {left}")


# ---------------------------------------------------------------- many processes

class Group:
    """Processes of one application, each an instance of its own."""

    def __init__(self, meritd, names, fail=None):
        self.meritd, self.fail = meritd, fail
        self.members = [meritd.instance(name) for name in names]

    def start(self, **settings):
        for member in self.members:
            member.start(self.fail, **settings)
        for member in self.members:
            member.wait_ready()

    def others(self, *left_out):
        return [member for member in self.members if member not in left_out]

    def drain(self, seconds=120):
        self.members[0].drain(seconds)
        for member in self.members:
            member.need_running()

    def terminate(self):
        for member in self.members:
            member.terminate()

    def finish(self):
        """What is left, undisturbed and as fast as it goes; they run then."""
        self.terminate()
        self.fail = None
        self.start(time__ahead_days=60)
        self.drain(300)


def stop_process(member):
    member.process.send_signal(signal.SIGSTOP)


def continue_process(member):
    member.process.send_signal(signal.SIGCONT)


def fields_of(text, event):
    """The log's lines of an event."""
    return [line for line in map(log_fields, text.splitlines()) if line.get("event") == event]


def assignments(member):
    """How often it was given partitions since its last start."""
    return member.log_text().count('event="partitions assigned"')
