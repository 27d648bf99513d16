"""Writes tests/avro/golden: records as fastavro writes them, and the lines they must become.

Usage: golden.py SOURCE. Run by hand when a schema changes; the files are checked in, so that bytes of
today are read by every later version.

Of each pair, NAME.avro is a Kafka value (framing single_object) and NAME.json the line of it."""

import io
import json
import pathlib
import sys

import fastavro

from compare import KINDS, as_line, encode, fingerprint_of, read_back, single_object

US = 1664787600123456  # 2022-10-03T09:00:00.123456Z
METRICS = [{"metric": "net_customer_adds", "basis": "CPOR", "actual": 2 / 3, "target": 10.0,
            "points": 1.33, "max_points": 20.0, "parts": []},
           {"metric": "deployments", "basis": None, "actual": -5.0, "target": 6.0, "points": 0.0,
            "max_points": 25.0, "parts": [{"name": "azure", "actual": 1.0, "target": 6.0},
                                          {"name": "m365", "actual": 0.1, "target": 6.0}]}]
RECORDS = {
    "association": {
        "event_id": "a-1", "occurred_at": US, "association_id": "A1", "partner_id": "P1",
        "tenant_id": "T1", "association_type": "CSP_TIER1", "status": "PENDING", "cloud": "CHINA",
        "products": ["m365/exchange_online", "azure/vm"], "subscription_id": "S1",
        "start_date": 19268, "end_date": 19633},
    "association_least": {
        "event_id": "a-2", "occurred_at": US, "association_id": "A1", "partner_id": "P1",
        "tenant_id": "T1", "association_type": "CPOR", "status": "ACTIVE", "cloud": "PUBLIC",
        "products": [], "subscription_id": None, "start_date": 19268, "end_date": None},
    "usage": {
        "event_id": "u-1", "occurred_at": US, "tenant_id": "Zürich", "product": "azure/vm",
        "subscription_id": "S1", "offer": "trial", "as_of": 19268, "monthly_active_users": 0,
        "paid_available_units": 64, "consumed_revenue": 10**12},
    "usage_least": {
        "event_id": "u-2", "occurred_at": US, "tenant_id": "T1", "product": "azure/vm",
        "subscription_id": None, "offer": None, "as_of": 19268, "monthly_active_users": None,
        "paid_available_units": None, "consumed_revenue": None},
    "certification": {
        "event_id": "c-1", "occurred_at": US, "partner_id": "P1", "person_id": "J1",
        "certification": "MS-900", "achieved_on": 19268, "expires_on": 19633, "linked_on": 19269,
        "unlinked_on": None},
    "score_changed": {
        "event_id": "9f08cef087cd1212866240e4b202b3b2", "partner_id": "P1",
        "designation": "modern_work", "sequence": 42, "effective_date": 19268, "occurred_at": US,
        "cause": "EVENT", "cause_event_id": "e\"1", "path": "smb", "previous_points": 69.5,
        "points": 70.33, "previously_qualified": False, "qualified": True,
        "thresholds_crossed": [{"threshold": 70, "direction": "UP"}],
        "rules_version": "2022-10-03+0000beef", "metrics": METRICS},
    "designation": {
        "event_id": "9f08cef087cd1212866240e4b202b3b2", "partner_id": "P1",
        "designation": "microsoft_cloud", "sequence": 1, "score_sequence": 0,
        "transition": "LAPSED", "effective_date": 19268, "occurred_at": US, "cause": "TIME",
        "cause_event_id": None, "points": 0.0, "anniversary_date": None,
        "specializations": ["teams_calling"], "rules_version": "2022-10-03+0000beef"},
    "score": {
        "partner_id": "P1", "designation": "security", "as_of": 19268, "sequence": 2**40,
        "status": "AT_RISK", "anniversary_date": 19633, "attained_on": 19268, "path": None,
        "points": 1e-7, "qualified": False, "metrics": METRICS,
        "rules_version": "2022-10-03+0000beef"},
}
PREFIX = ["association", "usage", "certification", "score_changed", "designation", "score"]


def whole(value):
    """Integers without a point, as our lines have them."""
    if isinstance(value, float) and value == int(value):
        return int(value)
    if isinstance(value, dict):
        return {name: whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [whole(part) for part in value]
    return value


def main():
    source = pathlib.Path(sys.argv[1])
    folder = source / "tests/avro/golden"
    folder.mkdir(exist_ok=True)
    for name, record in RECORDS.items():
        kind = PREFIX.index(next(p for p in PREFIX if name in (p, p + "_least")))
        schema = json.loads((source / "config/schemas" / f"{KINDS[kind]}.avsc").read_text())
        body = encode(schema, record)
        (folder / f"{name}.avro").write_bytes(single_object(fingerprint_of(schema), body))
        line = whole(read_back(kind, schema, schema, body))
        if "timestamp" in line:  # behind occurred_at
            items = [item for item in line.items() if item[0] != "timestamp"]
            items.insert(3, ("timestamp", line["timestamp"]))
            line = dict(items)
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
