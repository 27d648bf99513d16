"""The digest that the load prints of score changes in Kafka, of the outputs of `merit replay`: over
each partner's last points and whether it qualifies, whatever the order of partners.

Usage: digest.py OUTPUTS.jsonl"""

import json
import sys

EMPTY = 0xC15D213AA4D7A795  # of CRC-64-AVRO


def crc_table():
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (EMPTY if value & 1 else 0)
        yield value


TABLE = list(crc_table())


def crc64(data):
    value = EMPTY
    for byte in data:
        value = value >> 8 ^ TABLE[(value ^ byte) & 0xFF]
    return value


def main():
    last, count = {}, 0
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in map(json.loads, file):
            if line["type"] == "score_changed":
                last[line["partner_id"]] = line["points"], line["qualified"]
                count += 1
    digest = 0
    for partner, (points, qualified) in last.items():
        digest ^= crc64(f"{partner}={float(points)},{str(qualified).lower()}".encode())
    print(f"score_changes={count} partners={len(last)} "
          f"qualified={sum(qualified for _, qualified in last.values())} digest={digest:016x}")


if __name__ == "__main__":
    sys.exit(main())
