"""What the scenarios share: a broker, topics, meritd as a child process, the wall clock it is given
and the judgement of what came out. Every wait is bounded, and what was started is ended by its
process alone, also when the test dies."""

import collections
import concurrent.futures
import contextlib
import copy
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import xxhash
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import NewTopic

import compare
from feed import Feed
from lines import (INPUT_KEYS, OUTPUT_KEYS, OUTPUTS, SOURCE, TOPICS, client_settings,
                   partition_of, record_time, write_lines)
from one_a_day import days_forward, one_a_day
from read import (admin_of, ask_end_offsets, begin_offsets, last_scores, patiently, read,
                  topic_key)

BROKER = SOURCE / "tests/kafka/broker.sh"
RULES = SOURCE / "config/rules"
PARTITIONS = 4
TODAY = "2024-01-10"                       # the wall clock, unless a test says otherwise
EVENTS_PER_TENANT = 150                    # of `merit generate` in 24 months
TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """What was to be shown does not hold."""


def need(condition, text):
    if not condition:
        raise Failure(text)


def setting(name, default, full=None):
    """A size: MERIT_KAFKA_<NAME> of the environment, else `full` where MERIT_KAFKA_FULL is set."""
    if full is not None and os.environ.get("MERIT_KAFKA_FULL"):
        default = full
    return int(os.environ.get(f"MERIT_KAFKA_{name}", default))


def wait_for(condition, seconds, what, pause=0.05):
    """The first true value of condition()."""
    limit = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > limit:
            raise Failure(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


def say(text):
    print(text, flush=True)


# ---------------------------------------------------------------- processes

def memory_kb(pid, field="RssAnon"):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class MemoryWatch(threading.Thread):
    """The most anonymous memory a process had while it was watched."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak_kb, self.ended = pid, 0, threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.05):
            with contextlib.suppress(OSError):
                self.peak_kb = max(self.peak_kb, memory_kb(self.pid))

    def stop(self):
        self.ended.set()
        self.join()
        return self.peak_kb


class Broker:
    """One Kafka broker, ended with the context."""

    replication = 1

    def __init__(self, folder, libs, properties=()):
        self.folder = folder
        self._start(libs, properties)
        self.admin = admin_of(self.bootstrap)
        self.groups, self.former = {}, []

    def _start(self, libs, properties):
        self._call("start", str(libs), str(self.folder), *properties)
        self.bootstrap = (self.folder / "address").read_text().strip()

    @staticmethod
    def _call(command, *arguments, **more):
        done = subprocess.run([str(BROKER), command, *arguments], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=240, check=False,
                              env={**os.environ, "BROKER_OWNER": str(os.getpid()), **more})
        need(done.returncode == 0, f"broker.sh {command}: {done.stdout.strip()}")

    @property
    def pid(self):
        return int((self.folder / "pid").read_text())

    def kill(self):
        self._call("kill", str(self.folder))

    def down(self):
        self._call("down", str(self.folder))

    def up(self):
        self._call("up", str(self.folder))
        self._new_clients()

    def freeze(self):
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)
        self._new_clients()

    def _new_clients(self):
        """Those that saw it go may take minutes to find it again. They are kept: see admin_of."""
        self.former += [self.admin, *self.groups.values()]
        admin_of.cache_clear()
        self.admin, self.groups = admin_of(self.bootstrap), {}

    def stop(self):
        for consumer in self.groups.values():
            consumer.close()
        self._call("stop", str(self.folder))

    # ---- topics and offsets

    def create_topics(self, topics, partitions=PARTITIONS):
        """topics: {name: configuration}"""
        new = [NewTopic(name, partitions, self.replication,
                        config={key: str(value) for key, value in how.items()})
               for name, how in topics.items()]
        for name, future in self.admin.create_topics(new, operation_timeout=20).items():
            try:
                future.result(30)
            except KafkaException as error:
                raise Failure(f"topic {name}: {error}") from error
        wait_for(lambda: topics.keys() <= self.admin.list_topics(timeout=10).topics.keys(), 20,
                 "new topics are known")

    def delete_topics(self, names):
        for future in self.admin.delete_topics(list(names), operation_timeout=20).values():
            future.result(30)
        wait_for(lambda: not set(names) & self.admin.list_topics(timeout=10).topics.keys(), 20,
                 "deleted topics are gone")

    def ends(self, names, committed=True):
        return patiently(lambda: ask_end_offsets(self.admin, names, committed),
                         self._new_clients)

    def begins(self, names):
        return begin_offsets(self.admin, names)

    def committed(self, group, topics):
        """{(topic, partition): committed offset} of a group; empty where there is none. A consumer
        that never joins asks: librdkafka's admin client ends the process where the broker is not
        the group's coordinator yet (its issue 5040)."""
        def asked():
            if group not in self.groups:
                self.groups[group] = Consumer({
                    **client_settings(self.bootstrap), "group.id": group, "log_level": 2,
                    "enable.auto.commit": False, "isolation.level": "read_uncommitted"})
            known = self.admin.list_topics(timeout=10).topics
            return self.groups[group].committed(
                [TopicPartition(name, number) for name in topics if name in known
                 for number in known[name].partitions], timeout=10)

        return {(at.topic, at.partition): at.offset for at in patiently(asked, self._new_clients)
                if at.offset >= 0}

    def delete_group(self, group, seconds=30):
        """A static member is waited for: its session ends some seconds after it is gone."""
        def deleted():
            try:
                self.admin.delete_consumer_groups([group])[group].result(20)
            except KafkaException as error:
                return error.args[0].code() == KafkaError.GROUP_ID_NOT_FOUND
            return True

        wait_for(deleted, seconds, f"group {group} is deleted", 0.5)


class Cluster(Broker):
    """Three brokers that hold everything three times; two of them are enough."""

    replication = 3
    SETTINGS = ("offsets.topic.replication.factor=3", "transaction.state.log.replication.factor=3",
                "transaction.state.log.min.isr=2", "min.insync.replicas=2",
                "default.replication.factor=3")

    def node(self, number):
        return self.folder / f"node{number}"

    def _start(self, libs, properties):
        with contextlib.ExitStack() as stack:
            held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(6)]
            ports = [one.getsockname()[1] for one in held]
        voters = ",".join(f"{i + 1}:{ports[2 * i]}:{ports[2 * i + 1]}" for i in range(3))
        cluster = "m" + uuid.uuid4().hex[:20] + "A"
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda number: self._call(
                "start", str(libs), str(self.node(number)), *self.SETTINGS, *properties,
                BROKER_NODE=f"{number}:{voters}", BROKER_CLUSTER=cluster), (1, 2, 3)))
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in ports[::2])

    def kill(self, number=None):
        for one in [number] if number else (1, 2, 3):
            self._call("kill", str(self.node(one)))

    def up(self, number):
        """Until it holds everything again: without it the next one could not be missed."""
        self._call("up", str(self.node(number)))
        self._new_clients()
        wait_for(self._is_whole, 180, "all brokers hold everything", 0.2)

    def _is_whole(self):
        topics = self.admin.list_topics(timeout=20).topics.values()
        return all(len(one.isrs) == len(one.replicas)
                   for topic in topics for one in topic.partitions.values())

    def stop(self):
        for consumer in self.groups.values():
            consumer.close()
        for number in (1, 2, 3):
            self._call("stop", str(self.node(number)))


# ---------------------------------------------------------------- meritd

def internal_topics(application):
    return [f"{application}-facts", f"{application}-changelog"]


DESIGNATIONS = ("modern_work", "business_applications", "security", "infrastructure_azure",
                "digital_app_innovation_azure", "data_ai_azure")
INTERNAL = {"cleanup.policy": "delete", "retention.ms": -1, "retention.bytes": -1}
INPUT = {"retention.ms": -1}


class Meritd:
    """One application: its topics on the broker, its state folder, its process while it runs; or one
    instance of several."""

    def __init__(self, world, application, settings=None, inputs=None, outputs=None, instance=None):
        self.world, self.application = world, application
        self.folder = world.folder / (f"{application}.{instance}" if instance else application)
        self.folder.mkdir()
        self.state = self.folder / "state"
        self.log = self.folder / "log"
        self.clock = self.folder / "clock"
        self.process, self.notify, self.log_start, self.started = None, None, 0, 0
        names = {key: f"{application}.{TOPICS[key]}" for key in (*OUTPUT_KEYS, "dead_letters")}
        self.topics = {**TOPICS, **names, **(inputs or {}), **(outputs or {})}
        self.settings = {
            "application_id": application, "instance_id": f"{application}-{instance or 'one'}", "workers": 2,
            "kafka.bootstrap_servers": world.broker.bootstrap,
            **{f"topics.{key}": name for key, name in self.topics.items()},
            "rules.directory": str(RULES), "state.directory": str(self.state),
            "time.source": str(self.clock), "time.idle_ms": 400, **(settings or {})}
        self.set_clock(TODAY)
        self._write_configuration()

    def instance(self, name, settings=None):
        """Another process of this application under an instance id of its own, with its own state
        folder; topics and wall clock are shared. It is ended with the world."""
        other = copy.copy(self)
        other.folder = self.world.folder / f"{self.application}-{name}"
        other.folder.mkdir()
        other.state, other.log = other.folder / "state", other.folder / "log"
        other.process, other.notify, other.log_start = None, None, 0
        other.settings = {**self.settings, "instance_id": name,
                          "state.directory": str(other.state), **(settings or {})}
        other._write_configuration()
        self.world.applications.append(other)
        return other

    def _write_configuration(self):
        """YAML: one level of mappings, each value as JSON writes it."""
        tree = collections.defaultdict(dict)
        lines = []
        for path, value in self.settings.items():
            section, dot, name = path.partition(".")
            if dot:
                tree[section][name] = value
            else:
                lines.append(f"{section}: {json.dumps(value)}")
        for section, values in tree.items():
            lines.append(f"{section}:")
            lines += [f"  {name}: {json.dumps(value)}" for name, value in values.items()]
        self.configuration = self.folder / "meritd.yaml"
        self.configuration.write_text("\n".join(lines) + "\n")

    def create_topics(self, partitions=PARTITIONS, **changes):
        """The internal and output topics; changes: {topic key, facts, changelog: configuration}."""
        facts, changelog = internal_topics(self.application)
        how = {"facts": (facts, INTERNAL), "changelog": (changelog, INTERNAL),
               "score_changes": (self.topics["score_changes"], INPUT),
               "designations": (self.topics["designations"], INPUT),
               "scores": (self.topics["scores"], {"cleanup.policy": "compact"}),
               "dead_letters": (self.topics["dead_letters"], INPUT)}
        self.world.broker.create_topics(
            {name: {**settings, **changes.get(key, {})} for key, (name, settings) in how.items()},
            partitions)
        return self

    def set_clock(self, text):
        """The wall clock: a day (at noon) or an instant. Replaced at once, never half written."""
        instant = text if "T" in text else f"{text}T12:00:00Z"
        new = self.folder / "clock.new"
        new.write_text(instant + "\n")
        new.rename(self.clock)

    # ---- the process

    def start(self, fail=None, **settings):
        """settings override the file by --set, with two underscores for a dot."""
        need(self.process is None, f"{self.application} runs already")
        path = self.folder / "notify"
        path.unlink(missing_ok=True)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(path))
        self.notify.setblocking(False)
        environment = {**os.environ, "NOTIFY_SOCKET": str(path)}
        environment.pop("MERITD_FAIL", None)
        if fail:
            environment["MERITD_FAIL"] = fail
        command = ["setpriv", "--pdeathsig", "KILL", str(self.world.meritd), "--config",
                   str(self.configuration)]
        for name, value in settings.items():
            command += ["--set", f"{name.replace('__', '.')}={value}"]
        with open(self.log, "ab") as log:
            log.write(f"--- start, MERITD_FAIL={fail}, {settings}\n".encode())
            log.flush()
            self.log_start, self.started = log.tell(), time.time()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=subprocess.STDOUT, env=environment)
        return self

    @property
    def pid(self):
        return self.process.pid

    def log_text(self):
        """What was logged since the last start."""
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[self.log_start:].decode(errors="replace")

    def log_tail(self, count=15):
        return "\n".join(f"    | {line}" for line in self.log_text().splitlines()[-count:])

    def wait_log(self, pattern, seconds):
        """A line that has all words of the pattern."""
        def found():
            return next((line for line in self.log_text().splitlines()
                         if all(word in line for word in pattern.split())), None)

        try:
            return wait_for(found, seconds, f"a log line with \"{pattern}\"")
        except Failure as failure:
            raise Failure(f"{failure}\n{self.log_tail()}") from None

    def is_ready(self):
        while True:
            try:
                if b"READY=1" in self.notify.recv(4096):
                    return True
            except BlockingIOError:
                return False

    def wait_ready(self, seconds=60):
        def ready():
            return self.is_ready() or self.process.poll() is not None

        wait_for(ready, seconds, f"{self.application} says READY=1", 0.01)
        self.need_running()

    def need_running(self):
        code = self.process.poll()
        need(code is None, f"{self.application} ended with {code}\n{self.log_tail()}")

    def _ended(self):
        code, self.process = self.process.returncode, None
        self.notify.close()
        return code

    def wait_exit(self, seconds=30):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"{self.application} does not end within {seconds} s\n"
                          f"{self.log_tail()}") from None
        return self._ended()

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.wait_exit()

    def terminate(self, seconds=5):
        """SIGTERM; how long it took. Exit code 0 is needed."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.wait_exit(seconds)
        need(code == 0, f"{self.application} ended with {code} at SIGTERM\n{self.log_tail()}")
        return time.monotonic() - begun

    def remove_state(self):
        shutil.rmtree(self.state, ignore_errors=True)

    # ---- how far it is

    def owners(self):
        """What `merit owners` says: [{"type": "task" | "standby" | "instance", ...}]."""
        done = subprocess.run([str(self.world.merit), "owners", "--config", str(self.configuration),
                               "--json"], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def input_topics(self):
        return [self.topics[key] for key in INPUT_KEYS]

    def output_topics(self):
        return [self.topics[key] for key in (*OUTPUT_KEYS, "dead_letters")]

    def committed(self):
        topics = [*self.input_topics(), internal_topics(self.application)[0]]
        return self.world.broker.committed(self.application, topics)

    def lag(self):
        """Input records that no commit holds yet."""
        ends = self.world.broker.ends(self.input_topics())
        at = self.committed()
        return sum(max(0, end - at.get(place, 0)) for place, end in ends.items())

    def _position(self):
        broker = self.world.broker
        topics = internal_topics(self.application) + self.output_topics()
        return self.committed(), broker.ends(topics, committed=False)

    def drain(self, seconds=300, quiet=None, slack=0):
        """Until the group's offsets are the inputs' ends and nothing is written any more. slack: so
        many control records of upstream transactions may lie behind the last good record."""
        quiet = quiet or max(2.0, 3 * self.settings["time.idle_ms"] / 1000)
        limit, position, since = time.monotonic() + seconds, None, time.monotonic()
        while True:
            self.need_running()
            now = self._position()
            if now != position or self.lag() > slack:
                position, since = now, time.monotonic()
            elif time.monotonic() - since > quiet:
                return
            if time.monotonic() > limit:
                raise Failure(f"{self.application} is not done within {seconds} s, lag "
                              f"{self.lag()}\n{self.log_tail()}")
            time.sleep(0.1)

    def drain_or_exit(self, seconds=300):
        """As drain; the exit code where it ends before."""
        try:
            self.drain(seconds)
        except Failure:
            if self.process.poll() is None:
                raise
            return self._ended()
        return None

    # ---- what came out

    def read(self, kinds=tuple(OUTPUTS)):
        return list(read(self.world.broker.bootstrap, kinds, self.topics,
                         self.settings.get("framing.default", "single_object")))


# ---------------------------------------------------------------- the world of a test

class World:
    """A temporary folder with a broker, the input topics, and any number of applications."""

    def __init__(self, build, broker_properties=(), kind=Broker):
        self.build = pathlib.Path(build).resolve()
        self.merit, self.meritd = self.build / "merit", self.build / "meritd"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="merit-kafka-"))
        self.applications = []
        self.broker = None
        try:
            libs = self.build.parent / "kafka39/libs"
            self.broker = kind(self.folder / "broker", libs, broker_properties)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, _value, _trace):
        self.close(keep=kind is not None and "MERIT_KAFKA_KEEP" in os.environ)

    def close(self, keep=False):
        for application in self.applications:
            with contextlib.suppress(Failure):
                application.kill()
        if self.broker:
            self.broker.kill() if keep else self.broker.stop()
        if keep:
            say(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def create_inputs(self, partitions=PARTITIONS, prefix=""):
        """The input topics; their names by configuration key."""
        names = {key: prefix + TOPICS[key] for key in INPUT_KEYS}
        self.broker.create_topics({name: INPUT for name in names.values()}, partitions)
        return names

    def feed(self, events=None, topics=None, **options):
        feed = Feed(self.broker.bootstrap, topics, **options)
        if events is not None:
            feed.lines(events)
        return feed

    def application(self, name, settings=None, **options):
        made = Meritd(self, name, settings, **options)
        self.applications.append(made)
        return made

    # ---- histories and what replay says of them

    def generate(self, count, seed=1, partners=None, designations=("modern_work",)):
        """About so many events whose days never go back."""
        tenants = max(20, count // EVENTS_PER_TENANT)
        command = [str(self.merit), "generate", "--tenants", str(tenants), "--partners",
                   str(partners or max(10, tenants // 15)), "--seed", str(seed),
                   "--designations", ",".join(designations)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
        return list(days_forward(json.loads(line) for line in done.stdout.splitlines()))

    def generate_one_a_day(self, count, seed=1):
        """About so many events, at most one a day of each partner and tenant; in a large history some
        find no free day before the clock's."""
        events = one_a_day(self.generate(count * 11 // 10, seed, max(20, count // EVENTS_PER_TENANT)))
        return [event for event in events if record_time(event)[:10] <= TODAY]

    def generate_mix(self, count):
        """Customers of all six designations and, so that enough happens, as many of Modern Work
        alone, of the same few partners; one event a day."""
        partners = max(8, count // 1_500)
        events = self.generate(count // 2, 1, partners, DESIGNATIONS)
        for event in self.generate(count, 2, partners):
            event["event_id"] = f"more-{event['event_id']}"
            for name in ("tenant_id", "association_id", "person_id"):
                if name in event:
                    event[name] = f"more-{event[name]}"
            events.append(event)
        events.sort(key=record_time)
        return one_a_day(events)

    def replay(self, events, until=TODAY, rules=RULES, standings=(), options=()):
        """until: meritd's wall clock at the end, which no event may be ahead of."""
        need(all(record_time(event)[:10] <= until for event in events),
             f"the history has events after {until}")
        path = self.folder / "replay.jsonl"
        write_lines(path, [*standings, *events])
        done = subprocess.run([str(self.merit), "replay", "--rules", str(rules), "--until", until,
                               "--scores", *options, str(path)],
                              stdout=subprocess.PIPE, text=True, check=True, timeout=600)
        return [json.loads(line) for line in done.stdout.splitlines()]


# ---------------------------------------------------------------- judgement

def event_id(application, topic, line):
    """As the contract makes it: XXH128 of the texts, each ended by a NUL, and the sequence."""
    texts = (application, topic, line["partner_id"], line["designation"])
    return xxhash.xxh128_hexdigest(b"".join(text.encode() + b"\0" for text in texts)
                                   + line["sequence"].to_bytes(8, "little"))


def record_findings(meritd, found, partitions=PARTITIONS):
    """What is wrong with the records around the lines: key, partition, headers, id."""
    types = {"score_changed": "merit.v1.ScoreChanged", "designation": "merit.v1.DesignationEvent",
             "score": "merit.v1.DesignationScore"}
    for line, place in found:
        partner, kind = line["partner_id"], line["type"]
        key = f"{partner}:{line['designation']}" if kind == "score" else partner
        name = f"{place.topic} {place.partition} {place.offset}"
        if place.key != key.encode():
            yield f"{name}: key {place.key} instead of {key}"
        if place.partition != partition_of(partner, partitions):
            yield f"{name}: {partner} belongs to {partition_of(partner, partitions)}"
        want = {"ce_specversion": "1.0", "ce_type": types[kind],
                "ce_source": f"/meritd/{meritd.application}"}
        if kind != "score":
            want["ce_id"] = line["event_id"]
            made = event_id(meritd.application, meritd.topics[topic_key(kind)], line)
            if line["event_id"] != made:
                yield f"{name}: event_id {line['event_id']} instead of {made}"
        elif not place.headers.get("ce_id", "").startswith(f"{key}:"):
            yield f"{name}: ce_id {place.headers.get('ce_id')}"
        wrong = compare.differing(want, {field: place.headers.get(field) for field in want})
        if wrong:
            yield f"{name}: {wrong}"


def judge(meritd, want, exact=False, standing=False, partitions=PARTITIONS, found=None):
    """Compares all outputs with replay's; Failure where something differs. exact: every event is
    the same; else only scores and what was so at each day's end. found: what meritd.read() gave."""
    found = meritd.read() if found is None else found
    got = [line for line, _ in found]
    counts = collections.Counter(line["type"] for line in got)
    scores = last_scores(got)
    checks = {"scores": compare.final_scores(want, scores, standing or exact),
              "days' ends": compare.day_ends(want, got),
              "integrity": compare.integrity(got),
              "records": record_findings(meritd, found, partitions)}
    if exact:
        checks["events"] = compare.events(want, got)
    wrong = {}
    for name, findings in checks.items():
        findings = list(findings)
        if findings:
            wrong[name] = len(findings)
            for text in findings[:compare.SHOWN]:
                say(f"  {meritd.application}: {name}: {text}")
    need(not wrong, f"{meritd.application}: {wrong} findings\n{meritd.log_tail()}")
    return dict(counts)


def run_scenes(world, kind, run_one, steps=()):
    """Every method of the class `kind` is a scene, but for those in `steps` and those whose name
    begins with an underscore; run_one(name) runs it. All that have MERIT_KAFKA_ONLY in their name
    are run, whichever fails; applications are killed after each."""
    wanted, failed = os.environ.get("MERIT_KAFKA_ONLY", ""), []
    names = [name for name in vars(kind)
             if not name.startswith("_") and name not in steps and wanted in name]
    for name in names:
        say(f"  {name.replace('_', ' ')}")
        begun = time.monotonic()
        try:
            run_one(name)
        except Failure as failure:
            failed.append(name)
            say(f"    FAILED: {failure}")
        for application in world.applications:
            application.kill()
        say(f"    {time.monotonic() - begun:.1f} s")
    need(not failed, f"of {len(names)} scenes failed: {' '.join(failed)}")


def scenario(run, kind=Broker):
    """The main program of a test: run(world) in a world of its own, on a broker or a Cluster."""
    if len(sys.argv) < 2:
        sys.exit(f"Usage: {sys.argv[0]} BUILD_DIR")
    begun = time.monotonic()
    try:
        with World(sys.argv[1], kind=kind) as world:
            run(world)
    except (Failure, KafkaException, subprocess.SubprocessError) as failure:
        say(f"FAILED: {failure}")
        sys.exit(1)
    say(f"passed in {time.monotonic() - begun:.1f} s")
