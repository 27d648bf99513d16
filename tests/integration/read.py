"""Reads output topics to their present end as a read_committed reader sees them, with fastavro and
librdkafka's own build of confluent-kafka, and prints the lines that `merit replay` would print.

Usage: read.py --bootstrap HOST:PORT [OPTION...] [KIND...]

KIND is score_changed, designation, score (the default: these three), association, usage,
certification or dead_letter.

  --topic KEY=NAME    another name for a topic (score_changes, designations, scores, ...)
  --framing F         single_object or raw
  --last              of scores only the last of each partner and designation
  --record            adds "record": topic, partition, offset, timestamp, key and headers"""

import argparse
import collections
import concurrent.futures
import functools
import json
import sys
import time
import uuid

from confluent_kafka import (OFFSET_BEGINNING, Consumer, IsolationLevel, KafkaError, KafkaException,
                             TopicPartition)
from confluent_kafka.admin import AdminClient, OffsetSpec

from lines import INPUTS, OUTPUTS, TOPICS, client_settings, decode_line

IDLE_SECONDS = 30
PATIENCE_SECONDS = 60
RENEW_SECONDS = 10
BATCH = 5000

# What stood in Kafka, beside the decoded line.
Place = collections.namedtuple("Place", "topic partition offset timestamp key headers")


class ReadError(Exception):
    """A topic cannot be read to its end."""


def topic_key(kind):
    return "dead_letters" if kind == "dead_letter" else {**INPUTS, **OUTPUTS}[kind][1]


@functools.cache
def admin_of(bootstrap):
    """One for each broker, kept: a client that is dropped while its last answer is on the way ends
    the process."""
    return AdminClient({**client_settings(bootstrap), "log_level": 2})


def patiently(call, renew=None):
    """What call() gives; a broker that is busy, has just changed its topics, or is again there but
    still loading what it coordinates, is asked again. renew() makes new clients for it: one that saw
    the broker stand still may not find it again (librdkafka 2.16)."""
    begun = renewed = time.monotonic()
    while True:
        try:
            return call()
        except (KafkaException, TimeoutError, concurrent.futures.TimeoutError):
            now = time.monotonic()
            if now - begun > PATIENCE_SECONDS:
                raise
            if renew is not None and now - renewed > RENEW_SECONDS:
                renew()
                renewed = now
            time.sleep(0.5)


def end_offsets(admin, topics, committed=True):
    """{(topic, partition): end}; of what is committed, or of all there is."""
    return patiently(lambda: ask_end_offsets(admin, topics, committed))


def ask_end_offsets(admin, topics, committed):
    known = admin.list_topics(timeout=10).topics
    asked = {TopicPartition(name, partition): OffsetSpec.latest()
             for name in topics if name in known for partition in known[name].partitions}
    if not asked:
        return {}
    level = IsolationLevel.READ_COMMITTED if committed else IsolationLevel.READ_UNCOMMITTED
    futures = admin.list_offsets(asked, isolation_level=level, request_timeout=10)
    return {(at.topic, at.partition): future.result().offset for at, future in futures.items()}


def begin_offsets(admin, topics):
    """{(topic, partition): the first offset that is still there}."""
    def asked():
        known = admin.list_topics(timeout=10).topics
        futures = admin.list_offsets(
            {TopicPartition(name, partition): OffsetSpec.earliest()
             for name in topics for partition in known[name].partitions}, request_timeout=10)
        return {(at.topic, at.partition): future.result().offset for at, future in futures.items()}

    return patiently(asked)


def messages(bootstrap, topics):
    """Every committed message of the topics up to their stable ends as of now, partition by
    partition in order."""
    ends = end_offsets(admin_of(bootstrap), topics)
    missing = set(topics) - {topic for topic, _ in ends}
    if missing:
        raise ReadError(f"no topic {', '.join(sorted(missing))}")
    left = {at for at, end in ends.items() if end > 0}
    consumer = Consumer({**client_settings(bootstrap), "group.id": f"reader-{uuid.uuid4()}",
                         "isolation.level": "read_committed", "enable.auto.commit": False,
                         "auto.offset.reset": "earliest", "enable.partition.eof": True,
                         "queued.max.messages.kbytes": 65536, "fetch.wait.max.ms": 50,
                         "check.crcs": True})
    try:
        consumer.assign([TopicPartition(*at, OFFSET_BEGINNING) for at in sorted(left)])
        heard = time.monotonic()
        while left:
            batch = consumer.consume(BATCH, 0.5)
            if batch:
                heard = time.monotonic()
            elif time.monotonic() - heard > IDLE_SECONDS:
                raise ReadError(f"nothing comes from {sorted(left)}")
            for message in batch:
                at = message.topic(), message.partition()
                if message.error() is None:
                    if message.offset() < ends[at]:
                        yield message
                elif message.error().code() != KafkaError._PARTITION_EOF:
                    raise ReadError(str(message.error()))
                if message.offset() + 1 >= ends[at] or message.error() is not None:
                    left.discard(at)
    finally:
        consumer.close()


def place_of(message):
    headers = {name: value.decode(errors="replace") if value is not None else None
               for name, value in message.headers() or []}
    return Place(message.topic(), message.partition(), message.offset(), message.timestamp()[1],
                 message.key(), headers)


def read(bootstrap, kinds=tuple(OUTPUTS), topics=None, framing="single_object"):
    """(line's object, place) of all records of these kinds, in order within each partition. A dead
    letter's object is {"type", "code", "message", "value"}."""
    names = {**TOPICS, **(topics or {})}
    kind_of = {names[topic_key(kind)]: kind for kind in kinds}
    for message in messages(bootstrap, list(kind_of)):
        kind, place = kind_of[message.topic()], place_of(message)
        if kind == "dead_letter":
            yield {"type": kind, "code": place.headers.get("merit.error.code"),
                   "message": place.headers.get("merit.error.message"),
                   "value": message.value()}, place
        else:
            yield decode_line(kind, message.value(), framing), place


def last_scores(lines):
    """Of the scores only the last of each partner and designation, as compaction would leave."""
    scores = {(line["partner_id"], line["designation"]): line for line in lines
              if line["type"] == "score"}
    return [line for line in lines if line["type"] != "score"] + list(scores.values())


def printable(line, place, with_record):
    if isinstance(line.get("value"), bytes):
        line = {**line, "value": line["value"].hex()}
    if not with_record:
        return line
    record = place._asdict()
    record["key"] = None if place.key is None else place.key.decode(errors="replace")
    return {**line, "record": record}


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--help", action="help")
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", action="append", default=[])
    parser.add_argument("--framing", choices=("single_object", "raw"), default="single_object")
    parser.add_argument("--last", action="store_true")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("kinds", nargs="*")
    options = parser.parse_args()
    topics = dict(text.split("=", 1) for text in options.topic)
    found = read(options.bootstrap, options.kinds or tuple(OUTPUTS), topics, options.framing)
    lines = [printable(line, place, options.record) for line, place in found]
    for line in last_scores(lines) if options.last else lines:
        print(json.dumps(line, separators=(",", ":"), ensure_ascii=False))


if __name__ == "__main__":
    try:
        main()
    except ReadError as error:
        sys.exit(f"read.py: {error}")
