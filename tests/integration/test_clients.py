"""What the other tests stand on: the broker comes up, dies and returns; what the writer wrote the
reader reads, in order and in the partition of murmur2; an open or aborted transaction is not seen.

Usage: test_clients.py BUILD_DIR"""

import collections

from harness import PARTITIONS, need, say, scenario, setting, wait_for
from feed import poison
from lines import INPUTS, murmur2, partition_of, schema
from read import end_offsets, read

# The vectors of tests/unit/test_murmur2.c.
HASHES = {"21": -973932308, "foobar": -790332482, "a-little-bit-long-string": -985981536,
          "a-little-bit-longer-string": -1486304829,
          "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971, "abc": 479470107}


def with_defaults(event):
    """The line as it is read: every field, none that is not Avro's."""
    which = schema(INPUTS[event["type"]][0])
    return {"type": event["type"],
            **{name: event.get(name, which.defaults.get(name)) for name in which.fields}}


def check_hashes():
    for text, want in HASHES.items():
        need(murmur2(text.encode()) == want & 0xFFFFFFFF, f"murmur2 of {text}")


def check_round_trip(world, events):
    world.feed(events)
    places = collections.Counter()
    for kind in INPUTS:
        found = list(read(world.broker.bootstrap, (kind,)))
        want = collections.defaultdict(list)
        for event in events:
            if event["type"] == kind:
                key = event["partner_id" if kind == "certification" else "tenant_id"]
                want[partition_of(key, PARTITIONS)].append(with_defaults(event))
        got = collections.defaultdict(list)
        for line, place in found:
            got[place.partition].append(line)
            places[place.partition] += 1
        need(got == want, f"{kind}: what is read is not what was fed")
    need(len(places) == PARTITIONS, f"only partitions {sorted(places)} were used")
    say(f"{sum(places.values())} records read as they were fed, by partition: {dict(places)}")


def check_transactions(world, event):
    topic = INPUTS[event["type"]][1]
    name = f"merit.{topic}"
    before = end_offsets(world.broker.admin, [name])
    feed = world.feed(transactional_id="upstream")
    feed.begin()
    feed.send_line(event)
    feed.flush()
    need(end_offsets(world.broker.admin, [name]) == before, "an open transaction is seen")
    need(end_offsets(world.broker.admin, [name], committed=False) != before, "nothing was written")
    feed.abort()
    count = len(list(read(world.broker.bootstrap, (event["type"],))))
    feed.begin()
    feed.send_line(event)
    feed.commit()
    # A commit is confirmed before its markers are written.
    admin = world.broker.admin
    wait_for(lambda: end_offsets(admin, [name]) == end_offsets(admin, [name], committed=False), 20,
             "the markers of both transactions")
    after = len(list(read(world.broker.bootstrap, (event["type"],))))
    need(after == count + 1, f"{after - count} records of an aborted and a committed transaction")
    say("open and aborted transactions are not seen, committed ones are")


def check_poison(world):
    feed = world.feed()
    records = poison(PARTITIONS, "2023-07-01T00:00:00Z")
    before = sum(end_offsets(world.broker.admin, ["merit.usage", "merit.associations"]).values())
    for _, record in records:
        feed.send(record)
    feed.flush()
    after = sum(end_offsets(world.broker.admin, ["merit.usage", "merit.associations"]).values())
    need(after - before == len(records), "bad records were not all taken")
    say(f"{len(records)} bad records of {len({code for code, _ in records})} codes are taken")


def run(world):
    check_hashes()
    world.create_inputs()
    events = world.generate(setting("EVENTS", 5000))
    check_round_trip(world, events)
    check_transactions(world, events[-1])
    world.broker.kill()
    world.broker.up()
    need(sum(end_offsets(world.broker.admin, ["merit.usage"]).values()) > 0, "lost with the broker")
    say("a killed broker returns with its records")
    check_poison(world)


if __name__ == "__main__":
    scenario(run)
