"""Adds up explanations by the printed formula alone, in exact fractions.

Usage: add_up.py EXPLANATIONS SCORES; JSON lines of `replay --explain --json` and `--scores`"""

import json
import re
import sys
from fractions import Fraction

ZEROED = {"GATE_NOT_MET", "NO_BASELINE", "BASELINE_TOO_SMALL", "AMOUNT_TOO_SMALL"}


def exact(of, name):
    return Fraction(of[name + "_exact"])


def clamp(value, most):
    return max(Fraction(0), min(value, Fraction(most)))


def expect(said, condition):
    if not condition:
        raise SystemExit(said)


def check_formula(option, said):
    """The formula of a growth has the numbers of its two sums, and comes to its actual."""
    if option["formula"] == "0":
        expect(f"{said}: no formula", option["why"]["reason"] in ZEROED)
        expect(f"{said}: formula", exact(option, "actual") == 0)
        return
    number = r"\(?(-?\d+(?:/\d+)?)\)?"
    parts = re.fullmatch(rf"100 \* \({number} - {number}\) / {number}", option["formula"])
    expect(f"{said}: formula {option['formula']}", parts is not None)
    total, base, by = (Fraction(part) for part in parts.groups())
    expect(f"{said}: formula's numbers", (total, base, by) == (
        exact(option, "sum"), exact(option, "base"), exact(option, "base")))
    expect(f"{said}: formula's result", 100 * (total - base) / by == exact(option, "actual"))


def option_points(option, most, said):
    """What the option's parts make of it."""
    amounts = sum(exact(row, "amount") for row in option["contributions"])
    amounts += exact(option, "left_out_amount")
    if "products" in option:
        names = [product["product"] for product in option["products"]]
        expect(f"{said}: a product twice", len(set(names)) == len(names))
        amounts = sum(product["counts"] for product in option["products"])
    expect(f"{said}: the parts make {amounts}, not {exact(option, 'sum')}",
           amounts == exact(option, "sum"))
    actual = exact(option, "sum")
    if "base" in option:
        base = sum(exact(row, "base") for row in option["contributions"])
        expect(f"{said}: the base", base == exact(option, "base"))
        actual = 100 * (actual - base) / base if base > 0 else Fraction(0)
        check_formula(option, said)
    if option["why"]["reason"] in ZEROED:
        actual = Fraction(0)
    expect(f"{said}: actual {exact(option, 'actual')}, not {actual}",
           actual == exact(option, "actual"))
    points = clamp(actual / exact(option, "target") * most, most)
    expect(f"{said}: points", points == exact(option, "points"))
    for why in [option["why"], *(row["why"] for row in option["contributions"])]:
        expect(f"{said}: no place for {why['reason']}", why["file"] and why["line"] > 0)
    return points


def metric_points(metric, said):
    most = metric["max_points"]
    options = metric.get("options", metric.get("parts"))
    points = {o["name"]: option_points(o, most, f"{said} {o['name']}") for o in options}
    taken = sum(points[o["name"]] for o in options if o["counts"])
    if "options" in metric:
        basis = next(o for o in options if o["counts"])
        expect(f"{said}: basis", basis["name"] == metric["basis"])
        best = max(exact(o, "actual") / exact(o, "target") for o in options)
        expect(f"{said}: not the best option",
               exact(basis, "actual") / exact(basis, "target") == best)
        expect(f"{said}: actual", exact(metric, "actual") == exact(basis, "actual"))
    taken = min(taken, Fraction(most))
    expect(f"{said}: points", taken == exact(metric, "points"))
    return taken


def check_badge(explained, scores, said):
    """The badge has no figures: it is held where every designation is, as the scores say."""
    parts = explained["designations"]
    for part in parts:
        score = scores[(explained["partner_id"], part["designation"])]
        for field in ("status", "attained_on", "anniversary_date"):
            expect(f"{said}: {part['designation']} {field}", part[field] == score[field])
        expect(f"{said}: held", part["held"] == (score["status"] != "NOT_ATTAINED"))
    held = sum(part["held"] for part in parts)
    every = len(parts) == held
    expect(f"{said}: how many are held", explained["held"] == held)
    expect(f"{said}: held without all", every == (explained["status"] == "ATTAINED"))
    expect(f"{said}: why", explained["why"]["reason"] == (
        "EVERY_DESIGNATION_HELD" if every else "DESIGNATION_MISSING"))
    expect(f"{said}: since", explained["attained_on"] == (
        max(part["attained_on"] for part in parts) if every else None))
    score = scores[(explained["partner_id"], explained["designation"])]
    for field in ("status", "attained_on", "points", "rules_version"):
        expect(f"{said}: {field}", explained[field] == score[field])


def check(explained, scores):
    said = f"{explained['partner_id']}:{explained['designation']} {explained['as_of']}"
    if "designations" in explained:
        check_badge(explained, scores, said)
        return
    for path in explained["paths"]:
        total = sum(metric_points(metric, f"{said} {path['path']} {metric['metric']}")
                    for metric in path["metrics"])
        expect(f"{said}: total", total == exact(path, "points"))
    reported = [path for path in explained["paths"] if path["reported"]]
    expect(f"{said}: {len(reported)} paths reported", len(reported) == 1)
    score = scores.get((explained["partner_id"], explained["designation"]))
    expect(f"{said}: no score", score is not None)
    path = reported[0]
    for field in ("path", "qualified"):
        expect(f"{said}: {field}", path[field] == score[field])
    for metric, told in zip(path["metrics"], score["metrics"], strict=True):
        for field in ("metric", "basis", "actual", "target"):
            expect(f"{said}: {metric['metric']} {field}", metric[field] == told[field])
    expect(f"{said}: rules", explained["rules_version"] == score["rules_version"])
    expect(f"{said}: status", explained["status"] == score["status"])


def main():
    with open(sys.argv[2], encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    scores = {(score["partner_id"], score["designation"]): score for score in told}
    count = 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            check(json.loads(line), scores)
            count += 1
    expect("no explanation", count > 0)


if __name__ == "__main__":
    main()
