"""Adds up what changed between two days, in exact fractions.

Usage: add_up_changes.py CHANGES; JSON lines of `replay --why --json`"""

import json
import sys
from fractions import Fraction


def exact(of, name):
    return Fraction(of[name + "_exact"]) if of else Fraction(0)


def check(option, said):
    parts = {False: exact(option, "left_out"), True: exact(option, "left_out_base")}
    for part in option["changes"]:
        parts[part["of_base"]] += exact(part, "difference")
    figures = {False: "sum" if option["growth"] else "actual", True: "base"}
    for of_base, figure in figures.items():
        if of_base and not option["growth"]:
            continue
        change = exact(option["after"], figure) - exact(option["before"], figure)
        if parts[of_base] != change:
            raise SystemExit(f"{said}: the parts make {parts[of_base]}, {figure} changed {change}")
    return len(option["changes"])


def check_badge(changed):
    """What the badge's designations did makes the change of how many are held."""
    parts = changed["designations"]
    change = sum(part["after"]["held"] - part["before"]["held"] for part in parts)
    if change != changed["after"]["held"] - changed["before"]["held"]:
        raise SystemExit(f"{changed['partner_id']}:{changed['designation']}: {change} changed")
    return len(parts)


def main():
    count = 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            changed = json.loads(line)
            if "designations" in changed:
                count += check_badge(changed)
                continue
            for option in changed["options"]:
                count += check(option, f"{changed['partner_id']}:{changed['designation']} "
                                       f"{option['metric']} {option['name']}")
    if count == 0:
        raise SystemExit("nothing changed")


if __name__ == "__main__":
    main()
