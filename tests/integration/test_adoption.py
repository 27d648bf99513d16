"""Moving over from a program that has kept designations until now: standings are imported before the
first start, then the history is loaded. What comes out is what replay says of standings and history,
event by event, of all six designations.

  import   all or nothing, once, and never after a start; nothing of meritd's is touched otherwise
  killed   SIGKILL right after the standings are applied, committed, stored, once without the state
           folder: they are adopted exactly once
  start    the same where time.start sets the first day
  from     with outputs.from events of days before are not sent, but counted; scores are

MERIT_KAFKA_EVENTS: the size; MERIT_KAFKA_SEED: other standings.

Usage: test_adoption.py BUILD_DIR"""

import datetime
import os
import random
import signal
import subprocess

import compare
from harness import (DESIGNATIONS, TODAY, internal_topics, judge, need, record_findings, say,
                     scenario, setting, wait_for)
from lines import record_time, write_lines
from read import last_scores

FROM = "2023-05-01"
PROGRAM_BEGINS = datetime.date(2022, 10, 3)


def day_after(day, days):
    return day + datetime.timedelta(days=days)


def standing_of(chance, partner, designation):
    """Anniversaries are after the first day of any task, so that every split sees the same."""
    attained = day_after(PROGRAM_BEGINS, chance.randrange(200))
    anniversary = day_after(PROGRAM_BEGINS, chance.randrange(201, 600))
    qualified = min(day_after(attained, chance.randrange(400)), day_after(anniversary, -1))
    return {"type": "standing", "partner_id": partner, "designation": designation,
            "attained_on": attained.isoformat(), "anniversary_date": anniversary.isoformat(),
            "last_qualified_on": qualified.isoformat()}


def make_standings(events, seed):
    """Of most partners of the history, and of some that it never names."""
    chance = random.Random(seed)
    partners = sorted({event["partner_id"] for event in events if "partner_id" in event})
    partners += [f"silent-{number}" for number in range(8)]
    standings = []
    for number, partner in enumerate(partners):
        # Modern Work, which is attained most, is left to some to attain.
        others = DESIGNATIONS[1:] if number % 3 == 1 else DESIGNATIONS
        some = DESIGNATIONS if number % 3 == 0 else chance.sample(others, chance.randrange(4))
        standings += [standing_of(chance, partner, designation) for designation in some]
    chance.shuffle(standings)
    return standings


def merit_import(world, meritd, standings, name="standings"):
    path = world.folder / f"{name}.jsonl"
    write_lines(path, standings)
    done = subprocess.run([str(world.merit), "import", "--config", str(meritd.configuration),
                           str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, timeout=120)
    return done.returncode, done.stderr


def imported(world, meritd, standings):
    code, text = merit_import(world, meritd, standings)
    need(code == 0, f"{meritd.application}: import: {code}: {text}")
    return meritd


def ends_of(world, meritd):
    """Once no transaction is open any more: its markers come after its commit was answered."""
    topics = [*internal_topics(meritd.application), *meritd.output_topics()]

    def settled():
        ends = world.broker.ends(topics, committed=False)
        return ends if ends == world.broker.ends(topics) else None

    return wait_for(settled, 20, f"{meritd.application}: transactions are over")


def refused(world, meritd, standings, code, *words):
    before = ends_of(world, meritd)
    got, text = merit_import(world, meritd, standings, "refused")
    need(got == code and all(word in text for word in words),
         f"{meritd.application}: import: {got}: {text}")
    need(ends_of(world, meritd) == before, f"{meritd.application}: a refused import wrote something")


def finish(meritd, want, name):
    meritd.drain(600)
    meritd.terminate()
    say(f"{name}: {judge(meritd, want, exact=True)}")


def importing(world, standings, want):
    meritd = world.application("import").create_topics()
    bad = [*standings, {**standings[0], "designation": "microsoft_cloud"}]
    refused(world, meritd, bad, 3, f"refused.jsonl:{len(bad)}: bad_standing", "nothing was imported")
    bad = [*standings, standings[0]]
    refused(world, meritd, bad, 3, "is given in", "nothing was imported")
    imported(world, meritd, standings)
    refused(world, meritd, standings, 2, "imported already")
    meritd.start()
    finish(meritd, want, "import")
    refused(world, meritd, standings, 2, "has started already")


def killed(world, standings, want):
    meritd = imported(world, world.application("killed").create_topics(), standings)
    for fail, lost in (("applied:1", False), ("applied:2", False), ("changes_sent:1", False),
                       ("committed:1", True), ("applied:1", False), ("stored:1", True)):
        if lost:
            meritd.remove_state()
        meritd.start(fail)
        code = meritd.wait_exit(60)
        need(code == -signal.SIGKILL, f"{fail}: ended with {code}\n{meritd.log_tail()}")
    meritd.start()
    finish(meritd, want, "killed")


def started(world, standings, want, first):
    meritd = world.application("start", {"time.start": first, "workers": 1}).create_topics()
    imported(world, meritd, standings).start()
    finish(meritd, want, "start")


def withheld(world, standings, want, kept):
    meritd = world.application("from", {"outputs.from": FROM}).create_topics()
    imported(world, meritd, standings).start()
    meritd.wait_ready()
    meritd.drain(600)
    meritd.terminate()
    found = meritd.read()
    got = [line for line, _ in found]
    wrong = [*compare.events(kept, got), *compare.final_scores(want, last_scores(got), True),
             *record_findings(meritd, found)]
    for text in wrong[:compare.SHOWN]:
        say(f"  from: {text}")
    need(not wrong, f"from: {len(wrong)} findings")
    sent = [line for line in got if line["type"] != "score"]
    first = [line["sequence"] for line in sent if line["type"] == "score_changed"]
    need(sent and max(first) > 1 and all(line["effective_date"] >= FROM for line in sent),
         "from: nothing was sent, or what was withheld was not counted")
    say(f"from: {len(sent)} events sent of {sum(line['type'] != 'score' for line in want)}")


def run(world):
    events = world.generate_mix(setting("EVENTS", 12_000, full=30_000))
    standings = make_standings(events, int(os.environ.get("MERIT_KAFKA_SEED", 1)))
    world.create_inputs()
    world.feed(events)
    first = min(record_time(event)[:10] for event in events)
    want = world.replay(events, TODAY, standings=standings)
    kept = world.replay(events, TODAY, standings=standings, options=("--outputs-from", FROM))
    kinds = {line["transition"] for line in want if line["type"] == "designation"}
    need(kinds == {"ATTAINED", "AT_RISK", "RECOVERED", "RENEWED", "LAPSED"}, f"only {kinds}")
    say(f"{len(events)} events, {len(standings)} standings")
    importing(world, standings, want)
    killed(world, standings, want)
    started(world, standings, want, first)
    withheld(world, standings, want, kept)


if __name__ == "__main__":
    scenario(run)
