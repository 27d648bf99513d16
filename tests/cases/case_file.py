"""Reads case files: scenarios of input events and of what is expected after them. The format stands
in run_cases.py."""

import json
import re
import sys

BRACES = re.compile(r"\{([^{}]*)\}")


class CaseError(Exception):
    """A case file that says nothing sensible at some line."""


def expand(line):
    """The line once for each value of its braces."""
    choices = []
    for inside in BRACES.findall(line):
        numbers = re.fullmatch(r"(\d+)\.\.(\d+)", inside)
        choices.append([str(n) for n in range(int(numbers[1]), int(numbers[2]) + 1)] if numbers
                       else inside.split(","))
    if not choices:
        return [line]
    if len({len(values) for values in choices}) != 1:
        raise CaseError("braces of different lengths")
    lines = []
    for values in zip(*choices):
        turn = iter(values)
        lines.append(BRACES.sub(lambda _match, turn=turn: next(turn), line))
    return lines


def split_options(words, names):
    """({name: value} of the words that are name=value, the other words)"""
    options, rest = {}, []
    for word in words:
        name, equals, value = word.partition("=")
        if equals and name in names:
            options[name] = value
        else:
            rest.append(word)
    return options, rest


def span(text):
    start, dots, end = text.partition("..")
    if not dots:
        raise CaseError(f"{text}: START..END is wanted")
    return start, end or None


def usage_event(words):
    options, rest = split_options(words, {"mau", "pau", "rev", "sub", "offer"})
    event = dict(zip(("tenant_id", "product", "as_of"), rest, strict=True))
    event.update(subscription_id=options.get("sub"), offer=options.get("offer"))
    for name, field in (("mau", "monthly_active_users"), ("pau", "paid_available_units"),
                        ("rev", "consumed_revenue")):
        event[field] = int(options[name]) if name in options else None
    return event


def claim_event(words):
    options, rest = split_options(words, {"status", "cloud", "products", "sub"})
    event = dict(zip(("association_id", "tenant_id", "partner_id", "association_type", "dates"),
                     rest, strict=True))
    event["start_date"], event["end_date"] = span(event.pop("dates"))
    event["status"] = options.get("status", "ACTIVE")
    event["cloud"] = options.get("cloud", "PUBLIC")
    event["products"] = options["products"].split(",") if "products" in options else []
    event["subscription_id"] = options.get("sub")
    return event


def cert_event(words):
    options, rest = split_options(words, {"linked", "unlinked"})
    event = dict(zip(("partner_id", "person_id", "certification", "dates"), rest, strict=True))
    event["achieved_on"], event["expires_on"] = span(event.pop("dates"))
    event["linked_on"] = options.get("linked")
    event["unlinked_on"] = options.get("unlinked")
    return event


EVENTS = {"usage": ("usage", usage_event), "claim": ("association", claim_event),
          "cert": ("certification", cert_event)}


class Case:
    """One scenario: its input lines, and at which of them and on what day something is expected."""

    def __init__(self, path, number, title):
        self.path, self.number, self.title = path, number, title
        self.lines = []   # (JSON text, event or None)
        self.checks = []  # [count of lines, until, [(line number, words)]]
        self.today = None
        self.open = False  # the last check still takes expectations

    def instant(self):
        if self.today is None:
            raise CaseError("`on DATE` comes first")
        seconds = 9 * 3600 + len(self.lines)
        return f"{self.today}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"

    def add(self, event):
        text = json.dumps({k: v for k, v in event.items() if v is not None and v != []},
                          separators=(",", ":"))
        self.lines.append((text, event))
        self.open = False

    def say(self, kind, words):
        name, make = EVENTS[kind]
        options, rest = split_options(words, {"id", "at"})
        occurred = options.get("at", self.instant())
        if len(occurred) == 10:
            occurred += "T09:00:00Z"
        try:
            fields = make(rest)
        except ValueError as error:
            raise CaseError(f"{kind}: {error}") from error
        self.add({"type": name, "event_id": options.get("id", f"e{len(self.lines) + 1:04}"),
                  "occurred_at": occurred, "timestamp": self.instant(), **fields})

    def for_naive(self):
        """Bad input is the product's business."""
        return all(event for _, event in self.lines) and not any(
            words[0] == "bad" for _, _, expectations in self.checks for _, words in expectations)

    def check(self, until):
        self.checks.append([len(self.lines), until, []])
        self.open = True

    def step(self, number, line):
        word, _, rest = line.partition(" ")
        if word == "on":
            self.today = rest.strip()
        elif word in EVENTS:
            for one in expand(rest):
                self.say(word, one.split())
        elif word == "again":
            self.add({**self.lines[-1][1], "timestamp": self.instant()})
        elif word == "line":
            self.lines.append((rest.replace("{day}", str(self.today)), None))
            self.open = False
        elif word == "until":
            self.check(rest.strip())
        elif word == "expect":
            if not self.open:
                self.check(None)
            self.checks[-1][2].append((number, rest.split()))
        else:
            raise CaseError(f"{word} is no step")


def read_cases(path):
    case = None
    for number, line in enumerate(path.read_text().split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        try:
            if line.startswith("case:"):
                if case:
                    yield case
                case = Case(path, number, line[5:].strip())
            elif case is None:
                raise CaseError("`case: TITLE` comes first")
            else:
                case.step(number, line)
        except CaseError as error:
            sys.exit(f"{path}:{number}: {error}")
    if case:
        yield case
