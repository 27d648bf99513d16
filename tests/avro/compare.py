"""avro.fastavro: the codec against fastavro, another implementation of Avro, in both directions.

Usage: compare.py AVRO_TOOL SOURCE

- canonical forms and fingerprints of random schemas;
- records by random writers' schemas, resolved to ours;
- our outputs and events, read by fastavro.

MERIT_TEST_SEED=N repeats one run."""

import copy
import datetime
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import fastavro
import fastavro.schema

KINDS = ["AssociationEvent", "UsageEvent", "CertificationEvent",
         "ScoreChanged", "DesignationEvent", "DesignationScore"]
TYPES = ["association", "usage", "certification", "score_changed", "designation", "score"]
WRITERS = 20  # of each input
RECORDS = 20  # of each writer
TIMESTAMP = datetime.datetime.fromtimestamp(1700000000, datetime.timezone.utc)
WORDS = ["T1", "P-42", "a" * 40, "Zürich", "日本", "x/y", "quote\"d", "tab\tbed", "0123456789abcdef"]


class Tool:
    """The program under test, a line in and a line out."""

    def __init__(self, program, schemas):
        self.process = subprocess.Popen([program, schemas], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer.endswith("\n"), f"no answer to {line[:200]}"
        return answer[:-1]

    def close(self):
        self.process.stdin.close()
        assert self.process.wait() == 0


def single_object(fingerprint, body):
    return b"\xc3\x01" + fingerprint + body


def fingerprint_of(schema):
    """The eight bytes as they stand in a record."""
    form = fastavro.schema.to_parsing_canonical_form(copy.deepcopy(schema))
    return bytes.fromhex(fastavro.schema.fingerprint(form, "CRC-64-AVRO"))


def encode(schema, record):
    to = io.BytesIO()
    fastavro.schemaless_writer(to, fastavro.parse_schema(copy.deepcopy(schema)), record)
    return to.getvalue()


# ---------------------------------------------------------------- random schemas and values

class Names:
    """Names that no other type of the schema has."""

    def __init__(self, rng):
        self.rng = rng
        self.count = 0

    def next(self):
        self.count += 1
        space = self.rng.choice(["", "", "other.space."])
        return f"{space}Extra{self.count}"


def random_type(rng, names, depth=0):
    """A type, and a function that makes a value of it."""
    simple = [
        ("null", lambda: None), ("boolean", lambda: rng.random() < 0.5),
        ("int", lambda: rng.randrange(-2**31, 2**31)),
        ("long", lambda: rng.randrange(-2**63, 2**63)),
        ("float", lambda: 0.5), ("double", lambda: rng.random()),
        ("bytes", lambda: rng.randbytes(rng.randrange(20))),
        ("string", lambda: rng.choice(WORDS)),
        ({"type": "long", "logicalType": "timestamp-millis"}, lambda: rng.randrange(10**12)),
    ]
    choice = rng.randrange(7 if depth < 3 else 3)
    if choice == 0:
        size = rng.randrange(0, 20)
        return ({"type": "fixed", "name": names.next(), "size": size},
                lambda: rng.randbytes(size))
    if choice == 1:
        symbols = [f"S{i}" for i in range(rng.randrange(1, 5))]
        return ({"type": "enum", "name": names.next(), "symbols": symbols, "doc": "any"},
                lambda: rng.choice(symbols))
    if choice == 3:
        item, value = random_type(rng, names, depth + 1)
        return ({"type": "array", "items": item},
                lambda: [value() for _ in range(rng.randrange(4))])
    if choice == 4:
        item, value = random_type(rng, names, depth + 1)
        return ({"type": "map", "values": item},
                lambda: {f"k{i}": value() for i in range(rng.randrange(4))})
    if choice == 5:
        fields = [(f"f{i}", *random_type(rng, names, depth + 1)) for i in range(1, rng.randrange(2, 5))]
        return ({"type": "record", "name": names.next(), "aliases": ["Old"],
                 "fields": [{"name": n, "type": t, "order": "ignore"} for n, t, _ in fields]},
                lambda: {n: v() for n, _, v in fields})
    if choice == 6:
        first, value = rng.choice(simple[1:8])
        branches = [first, "null"] if rng.random() < 0.5 else ["null", first]
        return branches, lambda: None if rng.random() < 0.4 else value()
    return rng.choice(simple)


def random_text(rng):
    return rng.choice(WORDS) + str(rng.randrange(1000))


def random_date(rng):
    return rng.randrange(10957, 84006)


def value_of(rng, field):
    """A good value of one of our fields, as the writer writes it."""
    name, kind = field["name"], field["type"]
    nullable = isinstance(kind, list)
    if nullable:
        if rng.random() < 0.4:
            return None
        kind = kind[1]
    if name == "occurred_at":
        return random_date(rng) * 86400 * 10**6 + rng.randrange(86400 * 10**6)
    if name == "end_date":
        return 84005
    if kind == "string":
        return random_text(rng)
    if kind == "long":
        return rng.randrange(10 ** rng.randrange(1, 13))
    if kind["type"] == "enum":
        return rng.choice(kind["symbols"])
    if kind["type"] == "array":
        return [random_text(rng) for _ in range(rng.randrange(5))]
    return random_date(rng)


def evolve(rng, field):
    """The field as another writer may have it, and what makes its value of a value of ours."""
    field = copy.deepcopy(field)
    kind = field["type"]
    convert = lambda value: value
    figure = kind == ["null", "long"]
    choice = rng.randrange(6)
    if figure and choice < 2:
        field["type"] = ["int", "null"] if choice == 0 else ["null", "int"]
        return field, lambda value: None if value is None else value % 2**31
    if isinstance(kind, list):
        if choice == 2:
            field["type"] = list(reversed(kind))
            field.pop("default", None)
        elif choice == 3 and kind[1] == "string":
            field["type"] = ["bytes", "null"]
            field.pop("default", None)
            convert = lambda value: None if value is None else value.encode()
        elif choice == 4 and field["name"] != "end_date":
            field["type"] = kind[1]
            field.pop("default", None)
            convert = lambda value: (value_of(rng, {"name": field["name"], "type": kind[1]})
                                     if value is None else value)
    elif kind == "string" and choice == 3:
        field["type"] = "bytes"
        convert = lambda value: value.encode()
    elif choice == 4:
        field["type"] = ["null", kind] if rng.random() < 0.5 else [kind]
        field.pop("default", None)
    elif isinstance(kind, dict) and kind["type"] == "enum" and choice < 3:
        rng.shuffle(kind["symbols"])
        kind["symbols"].insert(rng.randrange(3), "LATER")
    return field, convert


class Writer:
    """A random schema that resolves to ours, and its records."""

    def __init__(self, rng, ours):
        names = Names(rng)
        fields = []
        for field in ours["fields"]:
            if "default" in field and rng.random() < 0.2:
                continue
            evolved, convert = evolve(rng, field)
            fields.append((evolved, lambda f=field, c=convert: c(value_of(rng, f))))
        rng.shuffle(fields)
        for i in range(rng.randrange(4)):
            kind, value = random_type(rng, names)
            fields.insert(rng.randrange(len(fields) + 1),
                          ({"name": f"extra{i}", "type": kind}, value))
        self.schema = {"type": "record", "name": ours["name"], "namespace": ours["namespace"],
                       "doc": "as some producer writes it", "fields": [f for f, _ in fields]}
        self.values = {f["name"]: v for f, v in fields}
        self.fingerprint = fingerprint_of(self.schema)

    def record(self):
        return {name: value() for name, value in self.values.items()}


# ---------------------------------------------------------------- expected lines

def as_line(kind, record):
    """What fastavro read, as our JSON lines have it."""
    def plain(value):
        if isinstance(value, datetime.datetime):
            text = value.strftime("%Y-%m-%dT%H:%M:%S")
            return text + (f".{value.microsecond:06}" if value.microsecond else "") + "Z"
        if isinstance(value, datetime.date):
            return value.isoformat()
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, list):
            return [plain(part) for part in value]
        return value
    line = {"type": TYPES[kind], **plain(record)}
    if kind < 3:
        line = {name: value for name, value in line.items() if value is not None and value != []}
        line["timestamp"] = plain(TIMESTAMP)
    return line


def require_equal(found, expected, what):
    if found != expected:
        sys.exit(f"{what}\nfound    {json.dumps(found, ensure_ascii=False)}\n"
                 f"expected {json.dumps(expected, ensure_ascii=False)}")


# ---------------------------------------------------------------- the comparisons

def compare_canonical(rng, tool, schemas):
    for _ in range(200):
        names = Names(rng)
        schemas.append(random_type(rng, names)[0])
    for schema in schemas:
        form = fastavro.schema.to_parsing_canonical_form(copy.deepcopy(schema))
        expected = f"{fingerprint_of(schema)[::-1].hex()} {form}"
        require_equal(tool.ask("canonical " + json.dumps(schema)), expected, json.dumps(schema))
    return len(schemas)


def read_back(kind, schema, ours, body):
    written = fastavro.parse_schema(copy.deepcopy(schema))
    read = fastavro.parse_schema(copy.deepcopy(ours))
    return as_line(kind, fastavro.schemaless_reader(io.BytesIO(body), written, read))


def has_unknown_symbol(record):
    return "LATER" in record.values()


def has_null(record, ours):
    return any(name in record and record[name] is None and not isinstance(field["type"], list)
               for field in ours["fields"] for name in [field["name"]])


def compare_inputs(tool, ours, writers):
    count = 0
    for kind, writer in writers:
        for _ in range(RECORDS):
            record = writer.record()
            body = encode(writer.schema, record)
            value = single_object(writer.fingerprint, body)
            answer = tool.ask(f"read {kind} 0 {value.hex()}")
            what = json.dumps(writer.schema) + "\n" + body.hex()
            if has_unknown_symbol(record) or has_null(record, ours[kind]):
                assert answer.startswith("! undecodable: "), f"{what}\n{answer}"
            else:
                assert not answer.startswith("!"), f"{what}\n{answer}"
                require_equal(json.loads(answer),
                              read_back(kind, writer.schema, ours[kind], body), what)
            # Cut anywhere, or gone on after its end, it is no record.
            for wrong in (value[:-1], value[:11], value[:9], value + b"\0"):
                if len(wrong) < len(value) or not answer.startswith("!"):
                    answer_wrong = tool.ask(f"read {kind} 0 {wrong.hex()}")
                    assert answer_wrong.startswith("! undecodable: "), f"{what}\n{answer_wrong}"
            count += 1
    return count


def compare_outputs(tool, ours):
    fingerprints = [fingerprint_of(schema) for schema in ours]
    for seed in range(600):
        kind, value, line = tool.ask(f"output {seed}").split(" ", 2)
        kind, value = int(kind), bytes.fromhex(value)
        require_equal(value[:10], single_object(fingerprints[kind], b""), f"output {seed}")
        require_equal(json.loads(line), read_back(kind, ours[kind], ours[kind], value[10:]),
                      f"output {seed}")
        require_equal(tool.ask(f"read {kind} 0 {value.hex()}"), line, f"output {seed}, read again")
        require_equal(tool.ask(f"read {kind} 1 {value[10:].hex()}"), line, f"output {seed}, raw")
    return 600


def compare_events(rng, tool, ours):
    for number in range(300):
        kind = number % 3
        record = {field["name"]: value_of(rng, field) for field in ours[kind]["fields"]}
        body = encode(ours[kind], record)
        line = read_back(kind, ours[kind], ours[kind], body)
        value = tool.ask("write " + json.dumps(line, ensure_ascii=False))
        require_equal(value, single_object(fingerprint_of(ours[kind]), body).hex(), str(line))
    return 300


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2])
    seed = int(os.environ.get("MERIT_TEST_SEED") or 1)
    rng = random.Random(seed)
    print(f"seed {seed}, fastavro {fastavro.__version__}")
    ours = [json.loads((source / "config/schemas" / f"{name}.avsc").read_text()) for name in KINDS]
    writers = [(kind, Writer(rng, ours[kind])) for kind in range(3) for _ in range(WRITERS)]
    with tempfile.TemporaryDirectory() as folder:
        schemas = pathlib.Path(folder)
        (schemas / "writers").mkdir()
        for name, schema in zip(KINDS, ours):
            (schemas / f"{name}.avsc").write_text(json.dumps(schema))
        for number, (_, writer) in enumerate(writers):
            path = schemas / "writers" / f"writer{number:02}.avsc"
            path.write_text(json.dumps(writer.schema))
        tool = Tool(program, folder)
        forms = [*ours, *(writer.schema for _, writer in writers)]
        print(compare_canonical(rng, tool, forms), "canonical forms")
        print(compare_inputs(tool, ours, writers), "records of", len(writers), "writers")
        print(compare_outputs(tool, ours), "outputs")
        print(compare_events(rng, tool, ours), "events")
        tool.close()


if __name__ == "__main__":
    main()
