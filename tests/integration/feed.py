"""Writes input events to Kafka: JSON lines in, Avro records out, with fastavro and librdkafka's own
build of confluent-kafka. Nothing of it is meritd's code.

Usage: feed.py --bootstrap HOST:PORT [OPTION...] [FILE...]     (`-` or no file: standard input)

  --topic KEY=NAME     another name for a topic (associations, usage, certifications)
  --framing F          single_object or raw
  --rate N             so many records a second; without it as fast as it goes
  --hold KEY=SECONDS   records of this topic are kept until that long after the others
  --transaction HOW    all in one transaction: commit, abort, or open (left open until standard
                       input ends, then aborted)
  --poison N           N bad records, of all dead-letter codes in turn, instead of files"""

import argparse
import collections
import itertools
import math
import sys
import time

from confluent_kafka import KafkaException, Producer

from lines import (INPUTS, MAGIC, TOPICS, avro_record, client_settings, encode_line, key_of, micros,
                   partition_of, read_lines, schema)

QUEUE_SECONDS = 60
FLUSH_SECONDS = 120
STUCK_SECONDS = 45      # longer than a broker is away in any test while it is fed
BACK_STUCK_SECONDS = 5  # where it is known to be back
BACK_SECONDS = 60       # for so long that is known

# A record as it is sent; partition None: by murmur2 of the key.
Record = collections.namedtuple("Record", "topic key value timestamp partition headers",
                                defaults=(None, None))


class FeedError(Exception):
    """A record was not taken."""


class Feed:
    """A producer of input records, in order within each partition."""

    def __init__(self, bootstrap, topics=None, framing="single_object", transactional_id=None):
        self.topics = {**TOPICS, **(topics or {})}
        self.framing = framing
        self.failures = []
        self.sent = 0
        self.settings = {**client_settings(bootstrap), "partitioner": "murmur2_random",
                         "enable.idempotence": True, "linger.ms": 5, "acks": "all",
                         "queue.buffering.max.messages": 200_000, "compression.type": "none",
                         "log_level": 3}
        if transactional_id:
            self.settings["transactional.id"] = transactional_id
            self.settings["transaction.timeout.ms"] = 120_000
        self.producer = Producer(self.settings)
        self.former = []
        self.pending = {}  # number: what is not yet known to be there
        self.heard, self.back = time.monotonic(), -math.inf
        if transactional_id:
            self.producer.init_transactions(30)

    def _done(self, number, error, message, on_delivery):
        if self.pending.pop(number, None) is None:
            return  # of a producer that was given up
        self.heard = time.monotonic()
        if on_delivery is not None:
            on_delivery(error, message)
        elif error is not None:
            self.failures.append(str(error))

    def _produce(self, number, record, on_delivery):
        more = {} if record.partition is None else {"partition": record.partition}
        if record.headers:
            more["headers"] = record.headers
        self.producer.produce(
            self.topics[record.topic], record.value, record.key, timestamp=record.timestamp,
            on_delivery=lambda error, message: self._done(number, error, message, on_delivery),
            **more)

    def _give_up_where_stuck(self):
        """A broker alone that stood still has no leaders for a moment; a producer that heard of that
        may send nothing any more (librdkafka 2.16). What it has not sent for certain is sent again by
        a new one, in order: what is there twice then is the same record, which says nothing new."""
        now = time.monotonic()
        patience = BACK_STUCK_SECONDS if now - self.back < BACK_SECONDS else STUCK_SECONDS
        if not self.pending or now - max(self.heard, self.back) < patience:
            return
        print(f"  feed.py: {len(self.pending)} records are stuck: a new producer", file=sys.stderr)
        self.former.append(self.producer)
        self.producer.purge()
        self.producer = Producer(self.settings)
        self.heard = time.monotonic()
        for number, (record, on_delivery) in sorted(self.pending.items()):
            self._produce(number, record, on_delivery)

    def broker_is_back(self):
        """From another thread: it is no longer away, what is not taken soon is stuck."""
        self.back = time.monotonic()

    def send(self, record, on_delivery=None):
        limit = time.monotonic() + QUEUE_SECONDS
        if not self.pending:
            self.heard = time.monotonic()
        self.sent += 1
        self.pending[self.sent] = record, on_delivery
        while True:
            try:
                self._produce(self.sent, record, on_delivery)
                break
            except BufferError:
                if time.monotonic() > limit:
                    raise FeedError("the broker takes nothing") from None
                self.producer.poll(0.05)
        if self.sent % 1000 == 0:
            self.producer.poll(0)

    def send_line(self, event):
        self.send(Record(*encode_line(event, self.framing)))

    def flush(self):
        left = self.producer.flush(FLUSH_SECONDS)
        if left or self.failures:
            raise FeedError(f"{left} records not sent, {len(self.failures)} failed: "
                            f"{self.failures[:3]}")

    def lines(self, events, rate=None, hold=None):
        """All events; hold is {topic key: seconds after the end of the others}."""
        hold = hold or {}
        kept = collections.defaultdict(list)

        def through():
            for event in events:
                topic = INPUTS[event["type"]][1]
                if topic in hold:
                    kept[topic].append(event)
                else:
                    yield event

        self._paced(through(), rate)
        self.flush()
        ended = time.monotonic()
        for topic, seconds in sorted(hold.items(), key=lambda pair: pair[1]):
            time.sleep(max(0.0, ended + seconds - time.monotonic()))
            self._paced(kept[topic], rate)
            self.flush()

    def _paced(self, events, rate):
        begun = time.monotonic()
        for number, event in enumerate(events):
            if rate and number % 16 == 0:
                ahead = begun + number / rate - time.monotonic()
                if ahead > 0:
                    self.producer.poll(0)
                    self._give_up_where_stuck()
                    time.sleep(ahead)
            self.send_line(event)

    def begin(self):
        self.producer.begin_transaction()

    def commit(self):
        self.producer.commit_transaction(30)

    def abort(self):
        self.producer.abort_transaction(30)


# ---------------------------------------------------------------- bad records

def _usage(**fields):
    return {"type": "usage", "event_id": "bad-usage", "occurred_at": fields.pop("at"),
            "tenant_id": "tenant-bad", "product": "m365/teams", "as_of": "2023-06-30",
            "monthly_active_users": 5, "paid_available_units": 9, **fields}


def _association(**fields):
    return {"type": "association", "event_id": "bad-association", "occurred_at": fields.pop("at"),
            "association_id": "bad", "partner_id": "partner-bad", "tenant_id": "tenant-bad",
            "association_type": "CPOR", "start_date": "2023-01-01", **fields}


def _record(event, partitions, **changes):
    """The record of an event, with some of its parts replaced."""
    topic, key, value, timestamp = encode_line(event)
    parts = {"topic": topic, "key": key, "value": value, "timestamp": timestamp,
             "partition": partition_of(key, partitions), **changes}
    return Record(**parts)


def poison(partitions, at):
    """[(dead-letter code, record)]: one of each kind of bad record there is, arriving at `at`. What
    is refused for a limit of state comes from limit_records."""
    good = _usage(at=at)
    value = _record(good, partitions).value
    usage = schema("UsageEvent")
    right = partition_of(key_of(good), partitions)
    wrong = (right + 1) % partitions

    def changed(**fields):
        record = {**avro_record(good), **fields}
        return _record(good, partitions, value=usage.frame(usage.encode(record)))

    def claim(**fields):
        return _record(_association(at=at, **fields), partitions)

    long_id = "t" * 129
    return [
        ("null_value", _record(good, partitions, value=None)),
        ("undecodable", _record(good, partitions, value=value[:-3])),
        ("undecodable", _record(good, partitions, value=b"not avro at all")),
        ("undecodable", _record(good, partitions, value=value + b"\x00")),
        ("undecodable", _record(good, partitions, value=b"")),
        ("unknown_schema", _record(good, partitions, value=MAGIC + b"\x01" * 8 + value[10:])),
        ("missing_key", _record(good, partitions, key=None)),
        ("wrong_key", _record(good, partitions, key=b"tenant-other",
                              partition=partition_of("tenant-other", partitions))),
        ("wrong_partition", _record(good, partitions, partition=wrong)),
        ("bad_id", changed(event_id="")),
        ("bad_id", changed(event_id="e" * 129)),
        ("bad_id", changed(product="")),
        ("bad_id", _record(_usage(at=at, tenant_id=long_id), partitions)),
        ("bad_figure", changed(monthly_active_users=-1)),
        ("too_large", changed(paid_available_units=10**12 + 1)),
        ("bad_date", claim(end_date="2022-12-31")),
        ("bad_date", claim(start_date="1999-12-31")),
        ("bad_date", changed(as_of=84006)),  # 2200-01-01
        ("bad_timestamp", changed(occurred_at=micros("1999-12-31T23:59:59Z"))),
        ("bad_timestamp", _record(good, partitions, timestamp=micros("1999-12-31T00:00:00Z")
                                  // 1000)),
    ]


def limit_records(at):
    """Lines of which the last of each kind goes beyond a limit: 256 certifications of a person, 256
    products of an association."""
    day = at[:10]
    certificates = [
        {"type": "certification", "event_id": f"limit-{number}", "occurred_at": at,
         "partner_id": "partner-limit", "person_id": "collector",
         "certification": f"XX-{number}", "achieved_on": day} for number in range(257)]
    products = _association(at=at, event_id="limit-products", tenant_id="tenant-limit",
                            products=[f"product/{number}" for number in range(257)])
    return certificates, products


# ---------------------------------------------------------------- the program

def pairs(texts, convert=str):
    return {key: convert(value) for key, _, value in (text.partition("=") for text in texts)}


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--help", action="help")
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", action="append", default=[])
    parser.add_argument("--framing", choices=("single_object", "raw"), default="single_object")
    parser.add_argument("--rate", type=float)
    parser.add_argument("--hold", action="append", default=[])
    parser.add_argument("--transaction", choices=("commit", "abort", "open"))
    parser.add_argument("--poison", type=int)
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--at", default="2023-07-01T00:00:00Z")
    parser.add_argument("files", nargs="*")
    return parser.parse_args()


def main():
    options = arguments()
    feed = Feed(options.bootstrap, pairs(options.topic), options.framing,
                "feed" if options.transaction else None)
    if options.transaction:
        feed.begin()
    if options.poison is not None:
        records = poison(options.partitions, options.at)
        for _, record in itertools.islice(itertools.cycle(records), options.poison):
            feed.send(record)
    else:
        files = [sys.stdin if name == "-" else name for name in options.files or ["-"]]
        events = itertools.chain.from_iterable(map(read_lines, files))
        feed.lines(events, options.rate, pairs(options.hold, float))
    feed.flush()
    if options.transaction == "open":
        print("open", flush=True)
        sys.stdin.read()
    if options.transaction:
        feed.commit() if options.transaction == "commit" else feed.abort()
    print(f"{feed.sent} records", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except (FeedError, KafkaException) as error:
        sys.exit(f"feed.py: {error}")
