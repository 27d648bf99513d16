"""Thins a history so that order within a day cannot matter: no tenant and no partner, through any
association there ever is with a tenant, has more than one event a day, and days never go back. An
event whose day is taken arrives on the next free one (only its `timestamp` moves) or is left out.

Usage: one_a_day.py [--spread DAYS] [FILE...] > thinned.jsonl"""

import argparse
import collections
import datetime
import itertools
import json
import sys

from lines import read_lines, record_time

SPREAD_DAYS = 27


def partners_of_tenants(events):
    partners = collections.defaultdict(set)
    for event in events:
        if event["type"] == "association":
            partners[event["tenant_id"]].add(event["partner_id"])
    return partners


def touched(event, partners):
    """The partners and the tenant that the event can change."""
    if event["type"] == "certification":
        return {("partner", event["partner_id"])}
    tenant = event["tenant_id"]
    return {("tenant", tenant), *(("partner", partner) for partner in partners[tenant])}


def one_a_day(events, spread=SPREAD_DAYS):
    """The events that find a free day, in the order of their days."""
    events = list(events)
    partners = partners_of_tenants(events)
    taken, days = set(), collections.defaultdict(list)
    for event in events:
        time = record_time(event)
        first = datetime.date.fromisoformat(time[:10])
        who = touched(event, partners)
        for later in range(spread + 1):
            day = (first + datetime.timedelta(days=later)).isoformat()
            if not any((one, day) in taken for one in who):
                taken.update((one, day) for one in who)
                days[day].append({**event, "timestamp": day + time[10:]})
                break
    return list(itertools.chain.from_iterable(days[day] for day in sorted(days)))


def days_forward(events):
    """All events; one whose day goes back arrives at the latest instant so far instead."""
    latest = ""
    for event in events:
        time = record_time(event)
        if time[:10] < latest[:10]:
            event = {**event, "timestamp": latest}
        else:
            latest = time
        yield event


def crowded(events):
    """The first (who, day) with more than one event, or None."""
    events = list(events)
    partners, seen = partners_of_tenants(events), set()
    for event in events:
        for one in touched(event, partners):
            if (one, record_time(event)[:10]) in seen:
                return one, record_time(event)[:10]
            seen.add((one, record_time(event)[:10]))
    return None


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--help", action="help")
    parser.add_argument("--spread", type=int, default=SPREAD_DAYS)
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    files = [sys.stdin if name == "-" else name for name in options.files or ["-"]]
    events = list(itertools.chain.from_iterable(map(read_lines, files)))
    kept = one_a_day(events, options.spread)
    for event in kept:
        print(json.dumps(event, separators=(",", ":"), ensure_ascii=False))
    print(f"{len(kept)} of {len(events)} events kept", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
