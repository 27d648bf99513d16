"""JSON lines of the contract to and from Avro, by fastavro: what feed.py writes, read.py reads."""

import datetime
import functools
import io
import json
import pathlib
import re
import struct

import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MAGIC = b"\xc3\x01"
EPOCH = datetime.date(1970, 1, 1)
EPOCH_TIME = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)

# Type of a line: its schema, and the configuration's key of its topic.
INPUTS = {"association": ("AssociationEvent", "associations"),
          "usage": ("UsageEvent", "usage"),
          "certification": ("CertificationEvent", "certifications")}
OUTPUTS = {"score_changed": ("ScoreChanged", "score_changes"),
           "designation": ("DesignationEvent", "designations"),
           "score": ("DesignationScore", "scores")}
TOPICS = {"associations": "merit.associations", "usage": "merit.usage",
          "certifications": "merit.certifications", "score_changes": "merit.score-changes",
          "designations": "merit.designations", "scores": "merit.scores",
          "dead_letters": "merit.dead-letters"}
INPUT_KEYS = ("associations", "usage", "certifications")
OUTPUT_KEYS = ("score_changes", "designations", "scores")
DATES = {"start_date", "end_date", "as_of", "achieved_on", "expires_on", "linked_on",
         "unlinked_on", "effective_date", "anniversary_date", "attained_on"}
TIMESTAMPS = {"occurred_at"}


def client_settings(bootstrap):
    """Of each client of these tests. A broker that was away is waited for: where librdkafka 2.16
    begins from the bootstrap servers instead (its default), a client that was in use is never
    answered by the group's coordinator again, and may end the process."""
    return {"bootstrap.servers": bootstrap, "metadata.recovery.strategy": "none"}


class Schema:
    """One Avro schema: as fastavro takes it, and its fingerprint as it stands in a framed value."""

    def __init__(self, source):
        self.parsed = fastavro.parse_schema(source, named_schemas={})
        self.fields = [field["name"] for field in source["fields"]]
        self.defaults = {field["name"]: field["default"] for field in source["fields"]
                         if "default" in field}
        canonical = to_parsing_canonical_form(source)
        self.fingerprint = bytes.fromhex(fingerprint(canonical, "CRC-64-AVRO"))

    def encode(self, record):
        body = io.BytesIO()
        fastavro.schemaless_writer(body, self.parsed, record)
        return body.getvalue()

    def frame(self, body, framing="single_object"):
        return MAGIC + self.fingerprint + body if framing == "single_object" else body

    def decode(self, value, framing="single_object"):
        """The record; ValueError where the value is not framed so or holds more than one."""
        if framing == "single_object":
            if value[:2] != MAGIC or value[2:10] != self.fingerprint:
                raise ValueError(f"not framed by this schema: {value[:10].hex()}")
            value = value[10:]
        body = io.BytesIO(value)
        record = fastavro.schemaless_reader(body, self.parsed, None)
        if body.tell() != len(value):
            raise ValueError(f"{len(value) - body.tell()} bytes too many")
        return record


@functools.cache
def schema(name):
    return Schema(json.loads((SOURCE / "config/schemas" / f"{name}.avsc").read_text()))


# ---------------------------------------------------------------- dates and timestamps

@functools.lru_cache(maxsize=100_000)
def day_number(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


def micros(text):
    """`YYYY-MM-DDTHH:MM:SS[.ffffff]Z` in microseconds since 1970."""
    seconds = int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19])
    fraction = text[20:-1].ljust(6, "0") if text[19] == "." else "0"
    return (day_number(text[:10]) * 86400 + seconds) * 1_000_000 + int(fraction)


def date_text(value):
    return value.isoformat()


def instant_text(value):
    return value.strftime("%Y-%m-%dT%H:%M:%S") + (
        f".{value.microsecond:06}" if value.microsecond else "") + "Z"


def instant_of(microseconds):
    return instant_text(EPOCH_TIME + datetime.timedelta(microseconds=microseconds))


def record_time(event):
    """When the record of this line arrives, as text."""
    return event.get("timestamp") or event["occurred_at"]


# ---------------------------------------------------------------- lines

def read_lines(source):
    """The objects of a file of JSON lines, a path or an open one."""
    if hasattr(source, "read"):
        yield from (json.loads(line) for line in source if line.strip())
        return
    with open(source, encoding="utf-8") as file:
        yield from read_lines(file)


def write_lines(path, objects):
    with open(path, "w", encoding="utf-8") as file:
        for one in objects:
            file.write(json.dumps(one, separators=(",", ":"), ensure_ascii=False) + "\n")


def key_of(event):
    return event["partner_id"] if event["type"] == "certification" else event["tenant_id"]


def avro_record(event):
    """An input line's object as its schema's record."""
    which = schema(INPUTS[event["type"]][0])
    record = {}
    for name in which.fields:
        value = event[name] if name in event else which.defaults[name]
        if value is not None and name in DATES and isinstance(value, str):
            value = day_number(value)
        elif name in TIMESTAMPS and isinstance(value, str):
            value = micros(value)
        record[name] = value
    return record


def encode_line(event, framing="single_object"):
    """(topic key, message key, value, timestamp in ms) of an input line."""
    name, topic = INPUTS[event["type"]]
    which = schema(name)
    value = which.frame(which.encode(avro_record(event)), framing)
    return topic, key_of(event).encode(), value, micros(record_time(event)) // 1000


def decode_line(kind, value, framing="single_object"):
    """The line's object for a value of an input or output topic, fields in the schema's order."""
    which = schema({**INPUTS, **OUTPUTS}[kind][0])
    record = which.decode(value, framing)
    line = {"type": kind}
    for name in which.fields:
        content = record[name]
        if content is not None and name in DATES:
            content = date_text(content)
        elif name in TIMESTAMPS:
            content = instant_text(content)
        line[name] = content
    return line


# ---------------------------------------------------------------- the partitioner

def murmur2(data):
    """As the Java client hashes keys; an unsigned number of 32 bits."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = 0x9747B28C ^ len(data)
    whole = len(data) // 4 * 4
    for (k,) in struct.iter_unpack("<I", data[:whole]):
        k = k * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    tail = data[whole:]
    if tail:
        h = (h ^ int.from_bytes(tail, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


def partition_of(key, partitions):
    data = key.encode() if isinstance(key, str) else key
    return (murmur2(data) & 0x7FFFFFFF) % partitions


def log_fields(line):
    """A line of meritd's log: {key: value}, without quotes."""
    return {key: quoted or plain
            for key, quoted, plain in re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))', line)}


def log_instant(fields):
    """When a line of meritd's log was written, in seconds as time.time()."""
    return datetime.datetime.fromisoformat(fields["time"].replace("Z", "+00:00")).timestamp()
