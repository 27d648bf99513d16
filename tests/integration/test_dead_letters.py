"""Bad input: one record of each dead-letter code comes back unchanged with its code and headers,
and a flood of bad records passes at bounded memory. MERIT_KAFKA_EVENTS, MERIT_KAFKA_POISON.

Usage: test_dead_letters.py BUILD_DIR"""

import collections
import itertools

from feed import Record, limit_records, poison
from harness import (INPUT, PARTITIONS, TODAY, MemoryWatch, judge, memory_kb, need, say, scenario,
                     setting)
from lines import encode_line, partition_of

AT = "2023-07-03T08:00:00Z"
AHEAD_KB = 2048    # of each partition
GROWTH_MB = 64     # that a flood may add to what was taken before
LONG_VALUE = 300_000
DEAD_LETTER_BYTES = 100_000


class Sent:
    """What was fed: the records by the place where Kafka put them."""

    def __init__(self, feed):
        self.feed, self.places = feed, {}

    def send(self, code, record):
        def delivered(error, message):
            need(error is None, f"{code}: {error}")
            place = message.topic(), message.partition(), message.offset()
            self.places[place] = code, record

        self.feed.send(record, delivered)


def letter_findings(line, place, sent):
    """What is wrong with one dead letter."""
    headers = place.headers
    source = (headers.get("merit.source.topic"), int(headers.get("merit.source.partition", -1)),
              int(headers.get("merit.source.offset", -1)))
    if source not in sent.places:
        yield f"of {source}, where nothing bad was fed"
        return
    code, record = sent.places[source]
    if line["code"] != code:
        yield f"code {line['code']} instead of {code} ({line['message']})"
    if not line["message"]:
        yield f"{code}: no message"
    if place.key != record.key:
        yield f"{code}: key {place.key} instead of {record.key}"
    if record.value is not None and len(record.value) > DEAD_LETTER_BYTES:
        if headers.get("merit.value.bytes") != str(len(record.value)):
            yield f"{code}: merit.value.bytes is {headers.get('merit.value.bytes')}"
        if not line["value"] or not record.value.startswith(line["value"]):
            yield f"{code}: a value that was cut is not the beginning of the original"
    elif line["value"] != record.value:
        yield f"{code}: the value is another"
    stamp = headers.get("merit.source.timestamp")
    if stamp is None or (stamp.isdigit() and int(stamp) != record.timestamp):
        yield f"{code}: source timestamp {stamp} instead of {record.timestamp}"
    for name, value in record.headers or ():
        if headers.get(name) != value.decode():
            yield f"{code}: the original header {name} is gone"


def check_letters(meritd, sent):
    found = meritd.read(("dead_letter",))
    findings = [text for line, place in found for text in letter_findings(line, place, sent)]
    codes = collections.Counter(line["code"] for line, _ in found)
    if len(found) != len(sent.places):
        findings.append(f"{len(found)} dead letters for {len(sent.places)} bad records")
    for text in findings[:10]:
        say(f"  {text}")
    need(not findings, f"{len(findings)} findings in the dead letters")
    return dict(codes)


def bad_records():
    """(code, record) of one kind each, the first with a header of its own, one far too long."""
    records = poison(PARTITIONS, AT)
    code, first = records[0]
    records[0] = code, first._replace(headers=[("trace", b"abc")])
    long = Record("usage", b"tenant-bad", b"x" * LONG_VALUE, records[0][1].timestamp,
                  partition_of("tenant-bad", PARTITIONS))
    return [*records, ("undecodable", long)]


def each_code(world, events, want):
    meritd = world.application("codes").create_topics(
        dead_letters={**INPUT, "max.message.bytes": DEAD_LETTER_BYTES})
    sent = Sent(world.feed())
    # Bad records before, among and after the good ones; what is beyond a limit comes last.
    records = bad_records()
    for code, record in records[:8]:
        sent.send(code, record)
    certificates, products = limit_records(events[-1].get("timestamp")
                                           or events[-1]["occurred_at"])
    half = len(events) // 2
    sent.feed.lines(events[:half])
    for code, record in records[8:]:
        sent.send(code, record)
    sent.feed.lines(events[half:] + certificates[:-1])
    for line in (certificates[-1], products):
        topic, key, value, timestamp = encode_line(line)
        sent.send("limit", Record(topic, key, value, timestamp))
    sent.feed.flush()
    meritd.start()
    meritd.drain(120)
    meritd.terminate()
    say(f"dead letters: {check_letters(meritd, sent)}")
    say(f"and the good: {judge(meritd, want(events + certificates[:-1]))}")
    return meritd


def flood(meritd, count):
    """Onto the state that each_code left. Less is fetched ahead than the flood holds."""
    meritd.start(kafka__properties__queued__max__messages__kbytes=AHEAD_KB)
    meritd.wait_ready()
    meritd.drain(60)
    before = memory_kb(meritd.pid)
    watch = MemoryWatch(meritd.pid)
    letters = sum(meritd.world.broker.ends([meritd.topics["dead_letters"]]).values())
    feed = meritd.world.feed()
    # At a day that time has reached; wrong keys and partitions among them.
    for _, record in itertools.islice(itertools.cycle(poison(PARTITIONS, AT)), count):
        feed.send(record)
    feed.flush()
    meritd.drain(300)
    peak = watch.stop()
    more = sum(meritd.world.broker.ends([meritd.topics["dead_letters"]]).values()) - letters
    meritd.terminate()
    say(f"{count} bad records: {before // 1024} MB before, at most {peak // 1024} MB, lag 0, "
        f"{more} offsets of dead letters")
    need(more >= count, f"only {more} dead letters")
    need(peak - before < GROWTH_MB * 1024, f"memory grew by {(peak - before) // 1024} MB")


def run(world):
    events = world.generate(setting("EVENTS", 3_000))
    world.create_inputs()
    meritd = each_code(world, events, lambda all_good: world.replay(all_good, TODAY))
    flood(meritd, setting("POISON", 100_000))


if __name__ == "__main__":
    scenario(run)
