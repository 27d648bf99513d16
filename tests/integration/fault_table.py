"""Prints the table of faults that the last runs of the fault tests recorded below the build folder, or
puts it into tests/README.md.

Usage: fault_table.py BUILD_DIR [--readme]"""

import json
import pathlib
import sys

from faults import cells
from lines import SOURCE

HEAD = ("fault", "how often", "events checked", "lost", "doubled", "time to recover")
README = SOURCE / "tests/README.md"


def rows(build):
    for path in sorted((pathlib.Path(build) / "fault_table").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            yield cells(json.loads(line))


def table(build):
    lines = [HEAD, ("---", "--:", "--:", "--:", "--:", "---"), *rows(build)]
    return ["| " + " | ".join(line) + " |" for line in lines]


def put(lines):
    """In place of the table that begins with the same head."""
    old = README.read_text().split("\n")
    begin = old.index(lines[0])
    end = begin
    while old[end].startswith("|"):
        end += 1
    README.write_text("\n".join(old[:begin] + lines + old[end:]))


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--readme"]):
        sys.exit(__doc__)
    lines = table(sys.argv[1])
    put(lines) if sys.argv[2:] else print("\n".join(lines))


if __name__ == "__main__":
    main()
