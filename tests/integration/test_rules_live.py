"""Rules that change while meritd runs: wrong files, a lower revision and others of the same revision
are refused and the old rules stay; a higher revision is taken at SIGHUP under load, and at a start;
both are killed in the middle. Then three instances change one after the other: whoever has the old
rules in memory is given a task of the new ones, finds their files and goes over by itself, or says
what is missing and ends. Nothing is said twice, nothing is left out, and what comes out in the end is
what the last rules make of the events. MERIT_KAFKA_EVENTS, MERIT_KAFKA_PARTNERS.

Usage: test_rules_live.py BUILD_DIR"""

import re
import shutil
import signal

import compare
from harness import (PARTITIONS, RULES, TODAY, need, record_findings, say, scenario, setting,
                     wait_for)
from read import last_scores

FIRST = 10             # the revision that meritd starts with
MIDDLE_PIECES = 350    # of work after which it is killed: some commits, half of the partners
SLOW_MS = 40
SESSION_MS = 6000      # the least that brokers allow
TAKEOVER_S = SESSION_MS / 1000 + 15 + 10 + 10     # as test_instances.py has it


def write_rules(folder, revision, target=5, wrong=False):
    """A copy of the rules in the folder: of a revision, and with another target of some metrics."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RULES, folder)
    program = folder / "program.yaml"
    text, count = re.subn(r"^revision: \d+$", f"revision: {revision}", program.read_text(),
                          flags=re.MULTILINE)
    need(count == 1, "program.yaml has no revision")
    program.write_text(text)
    for path in sorted(folder.glob("modern_work/*.yaml")):
        text, count = re.subn(r"target: 5 \[S\]", f"target: {target} [S]", path.read_text())
        need(count > 0, f"{path} has no such target: this test must be changed")
        if wrong:
            text = text.replace(f"target: {target} [S]", "target: many [S]", 1)
        path.write_text(text)


def late_findings(got, scores):
    last = [line for line in got if line["type"] == "score"][-1]["rules_version"].partition("+")[2]
    late = {line["partner_id"] for line in scores if line["type"] == "score"
            and not line["rules_version"].endswith(last)}
    if late:
        yield f"{len(late)} partners still have scores of older rules: {sorted(late)[:5]}"


class Scenario:
    def __init__(self, world):
        events = world.generate(setting("EVENTS", 8_000),
                                partners=setting("PARTNERS", 600))
        self.world, self.events = world, events
        self.rules = world.folder / "rules"
        write_rules(self.rules, FIRST)
        world.create_inputs()
        self.feed = world.feed(events[:len(events) * 3 // 4])
        self.meritd = world.application(
            "live", {"rules.directory": str(self.rules), "time.ahead_days": 60}).create_topics()

    # ---- pieces

    def hang_up(self, words, *rules, **options):
        """SIGHUP with such rules; a log line with these words is to come of it."""
        write_rules(self.rules, *rules, **options)
        before = self.meritd.log_text().count(words)
        self.meritd.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.meritd.log_text().count(words) > before, 20, f"the log says {words}")
        self.meritd.need_running()

    def refused_live(self):
        """What is wrong or may not be is said, and the old rules stay."""
        self.hang_up("rules are as they were", FIRST)
        self.hang_up("revision is lower than that in force", FIRST - 1)
        self.hang_up("others, but of the same revision", FIRST, target=7)
        self.hang_up("rules refused", FIRST + 1, wrong=True)
        need(re.search(r"modern_work/2022-10-03\.yaml:57:\d+: error: ", self.meritd.log_text()),
             f"the wrong file is not named with its place\n{self.meritd.log_tail()}")
        need("rules change begun" not in self.meritd.log_text(), "refused rules were taken")

    def refused_start(self, words, *rules, **options):
        write_rules(self.rules, *rules, **options)
        self.meritd.start()
        code = self.meritd.wait_exit(30)
        need(code == 2 and words in self.meritd.log_text(),
             f"ended with {code} instead of 2 and \"{words}\"\n{self.meritd.log_tail()}")

    def counts(self, words):
        """{task: partners} of such lines since the last start."""
        lines = re.findall(rf'"?{words}"? .*task=(\d+) .*partners=(\d+)', self.meritd.log_text())
        return {int(task): int(partners) for task, partners in lines}

    def wait_done(self):
        wait_for(lambda: len(self.counts("rules change done")) == len(
            self.counts("rules change begun")), 60, "the change of rules is done")

    # ---- the whole

    def change_under_load(self):
        meritd = self.meritd
        half = meritd.lag() // 2
        meritd.start(fail=f"slow:{SLOW_MS}")
        meritd.wait_ready()
        self.refused_live()
        wait_for(lambda: meritd.lag() < half, 60, "half of the input")
        need(meritd.lag() > 0, "no load is left")
        self.hang_up("rules taken", FIRST + 1, target=3)
        wait_for(lambda: self.counts("rules change done"), 40, "the change is done in some task",
                 0.001)
        meritd.kill()
        # The state on disk may still be of the old rules; what is committed is not.
        self.refused_start("higher revision", FIRST, target=5)
        write_rules(self.rules, FIRST + 1, target=3)
        meritd.start()
        meritd.wait_ready()
        meritd.drain(120)
        self.wait_done()
        say(f"  under load: after the kill {self.counts('rules change begun')} partners were left")

    def change_at_a_start(self):
        meritd = self.meritd
        meritd.terminate()
        self.refused_start("revision", FIRST, target=5)
        self.refused_start("of revision 11", FIRST + 1, target=5)
        self.feed.lines(self.events[len(self.events) * 3 // 4:])
        write_rules(self.rules, FIRST + 2, target=8)
        meritd.start(fail=f"day_started:{MIDDLE_PIECES},slow:{2 * SLOW_MS}")
        meritd.wait_exit(60)
        meritd.start()
        meritd.wait_ready()
        meritd.drain(120)
        self.wait_done()
        self.left = self.counts("rules change begun")
        say(f"  at a start: after the kill {self.left} partners were left")

    def change_while_idle(self):
        self.hang_up("rules taken", FIRST + 3, target=4)
        wait_for(lambda: len(self.counts("rules change done")) == PARTITIONS, 30,
                 "the change of rules is done")
        self.meritd.drain(60)
        every = self.counts("rules change begun")
        need(0 < sum(self.left.values()) < sum(every.values()),
             f"it was not killed in the middle, of {every}: this test must be changed")

    def judge(self):
        meritd = self.meritd
        found = meritd.read()
        got = [line for line, _ in found]
        scores = last_scores(got)
        want = self.world.replay(self.events, TODAY, self.rules)
        findings = [*compare.integrity(got), *compare.final_scores(want, scores),
                    *record_findings(meritd, found), *self.cause_findings(got, scores)]
        for text in findings[:compare.SHOWN]:
            say(f"  {text}")
        need(not findings, f"{len(findings)} findings")

    def cause_findings(self, got, scores):
        programs = []
        by_rules = {}
        for line in got:
            program = line["rules_version"].partition("+")[2]
            if program not in programs:
                programs.append(program)
            if line["type"] == "score_changed" and line["cause"] == "RULES":
                by_rules[program] = by_rules.get(program, 0) + 1
                if line.get("cause_event_id") is not None:
                    yield f"{line['partner_id']}: RULES with a cause_event_id"
                if not line["occurred_at"].startswith(line["effective_date"] + "T00:00:00"):
                    yield f"{line['partner_id']}: RULES at {line['occurred_at']}"
        say(f"  score changes by rules: {by_rules}")
        if len(programs) != 4 or len(by_rules) < 3:
            yield f"programs {programs}, by rules {by_rules}"
        yield from late_findings(got, scores)


class Rolling:
    """Instances a, b and c, each with rule files of its own. Of four tasks a has 0 and 1, b has 2, c
    has 3; without a, b has 0 and 1, c has 2 and 3: so task 2 comes from b to c when a is gone."""

    def __init__(self, world):
        self.world = world
        self.events = world.generate(setting("EVENTS", 8_000) // 2, seed=2,
                                     partners=setting("PARTNERS", 600) // 2)
        inputs = world.create_inputs(prefix="rolling.")
        self.feed, self.fed = world.feed(topics=inputs), 0
        self.all = {}
        for name in "abc":
            own = {"workers": 1, "rules.directory": str(self.rules(name)), "time.ahead_days": 60,
                   "kafka.properties": {"session.timeout.ms": str(SESSION_MS)}}
            self.all[name] = world.application("rolling", own, inputs=inputs, instance=name)
        self.put("abc", FIRST)
        self.all["a"].create_topics()

    # ---- pieces

    def rules(self, name):
        return self.world.folder / f"rules-{name}"

    def put(self, names, *rules, **options):
        for name in names:
            write_rules(self.rules(name), *rules, **options)

    def feed_quarter(self):
        piece = len(self.events) // 4
        self.feed.lines(self.events[self.fed:self.fed + piece])
        self.fed += piece

    def start(self, names):
        for name in names:
            self.all[name].start()
        for name in names:
            self.all[name].wait_ready()

    def need_running(self):
        for one in self.all.values():
            if one.process:
                one.need_running()

    def wait_open(self, tasks):
        """Until `merit owners` says so; a letter for each task."""
        def reached():
            self.need_running()
            self.seen = {line["task"]: line["instance"][-1] for line in self.all["b"].owners()
                         if line["type"] == "task" and line["live"] and line["state"] == "open"}
            return self.seen == dict(enumerate(tasks))

        wait_for(reached, TAKEOVER_S, f"tasks are open as {tasks}", 0.2)

    def hang_up(self, name, revision):
        """One instance goes over, and commits its task under the new rules."""
        one = self.all[name]
        while one.is_ready():
            pass     # nothing waits to be heard: it tells that it reloads
        one.process.send_signal(signal.SIGHUP)
        one.wait_log(f"rules taken rules_revision={revision}", 20)
        wait_for(lambda: re.search(rf'"rules change done" .*rules_revision={revision} ',
                                   one.log_text()), 40, f"{name} has changed")

    # ---- the whole

    def comes_with_its_files(self):
        """c is given task 2 under rules whose files it has, but has not read."""
        self.start("abc")
        self.wait_open("aabc")
        self.feed_quarter()
        self.all["a"].drain(120)
        self.put("abc", FIRST + 1, target=3)
        self.hang_up("b", FIRST + 1)
        self.all["a"].kill()
        self.feed_quarter()
        self.wait_open("bbcc")
        taken = self.all["c"].wait_log(f"rules taken rules_revision={FIRST + 1}", 5)
        need("looked for" in self.all["c"].log_text(), f"c was told to: {taken}")
        self.start("a")
        self.wait_open("aabc")
        self.all["b"].drain(120)
        need("rules change begun" in self.all["c"].log_text(), "c has nothing to change")

    def comes_without_its_files(self):
        """Now c has the old files too: it says so and ends, is started again and refused, and comes
        back once it has the new ones."""
        c = self.all["c"]
        self.put("ab", FIRST + 2, target=8)
        self.hang_up("b", FIRST + 2)
        self.all["a"].kill()
        self.feed_quarter()
        for code in (1, 2):
            got = c.wait_exit(TAKEOVER_S)
            text = (f"higher revision, {FIRST + 2}; this process has {FIRST + 1}, and "
                    f"rules.directory gave none to go on with: put the files of revision {FIRST + 2}")
            need(got == code and text in c.log_text(),
                 f"c ended with {got} instead of {code} and \"{text}\"\n{c.log_tail()}")
            if code == 1:
                c.start()
        self.put("c", FIRST + 2, target=8)
        self.start("ac")
        self.wait_open("aabc")
        self.feed_quarter()
        self.all["a"].drain(120)

    def judge(self):
        found = self.all["a"].read()
        got = [line for line, _ in found]
        scores = last_scores(got)
        want = self.world.replay(self.events[:self.fed], TODAY, self.rules("c"))
        findings = [*compare.integrity(got), *compare.final_scores(want, scores),
                    *record_findings(self.all["a"], found), *late_findings(got, scores)]
        for text in findings[:compare.SHOWN]:
            say(f"  {text}")
        need(not findings, f"{len(findings)} findings")
        say(f"  three instances: {len(got)} outputs")


def run(world):
    scene = Scenario(world)
    scene.change_under_load()
    scene.change_at_a_start()
    scene.change_while_idle()
    scene.meritd.terminate()
    scene.judge()
    rolling = Rolling(world)
    rolling.comes_with_its_files()
    rolling.comes_without_its_files()
    for one in rolling.all.values():
        one.terminate()
    rolling.judge()


if __name__ == "__main__":
    scenario(run)
